/** Bins of the same width, as is usual. */
const binCount = 15;

/** Predictions of about the same confidence. */
export interface ConfidenceBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The mean of the largest probability, and how often its class is right; 0 without rows. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Counts predictions by their confidence, (0, 1/15], (1/15, 2/15] …, to compare it with how often they are right. */
export class ConfidenceBins {
  private readonly rows = new Float64Array(binCount);
  private readonly confidences = new Float64Array(binCount);
  private readonly right = new Float64Array(binCount);

  /** @param confidence the largest probability of a row @param isRight whether its class is the row's */
  add(confidence: number, isRight: boolean): void {
    const bin = Math.min(binCount, Math.max(1, Math.ceil(confidence * binCount))) - 1;
    this.rows[bin]! += 1;
    this.confidences[bin]! += confidence;
    this.right[bin]! += Number(isRight);
  }

  /** The expected calibration error: the mean distance of confidence and accuracy, weighted by rows (Guo et al. 2017). */
  calibrationError(): number {
    const distances = this.confidences.map((confidence, bin) => Math.abs(confidence - this.right[bin]!));
    return sumOf(distances) / sumOf(this.rows);
  }

  accuracy(): number {
    return sumOf(this.right) / sumOf(this.rows);
  }

  bins(): ConfidenceBin[] {
    return Array.from(this.rows, (count, bin) => ({
      from: bin / binCount,
      to: (bin + 1) / binCount,
      rows: count,
      confidence: count ? this.confidences[bin]! / count : 0,
      accuracy: count ? this.right[bin]! / count : 0,
    }));
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
