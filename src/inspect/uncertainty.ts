import type { Dataset, Split } from "../data/dataset";

/**
 * How good and how certain predictions are, of one network or averaged over many. Probabilities are [rows, classes],
 * row-major. Held against scikit-learn and SciPy by bench/reference/uncertainty.py.
 */

/** Predictions of about the same confidence. */
export interface ConfidenceBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The mean of the largest probability, and how often its class is right; 0 without rows. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface ClassMeasures {
  /** The mean of -log(probability of the true class). */
  readonly loss: number;
  readonly accuracy: number;
  /** The expected calibration error: the mean distance of confidence and accuracy, weighted by rows (Guo et al. 2017). */
  readonly calibration: number;
}

/** Bins of the same width, as is usual. */
const binCount = 15;
/** A probability of 0 would cost infinitely much: float32's smallest step below 1. */
const leastProbability = 2 ** -24;

export function confidenceBins(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ConfidenceBin[] {
  const rows = targets.length;
  const counts = new Float64Array(binCount);
  const confidences = new Float64Array(binCount);
  const right = new Float64Array(binCount);
  for (let row = 0; row < rows; row++) {
    const best = mostLikely(probabilities, row * classes, classes);
    const confidence = probabilities[row * classes + best]!;
    // (0, 1/15], (1/15, 2/15] …
    const bin = Math.min(binCount, Math.max(1, Math.ceil(confidence * binCount))) - 1;
    counts[bin]! += 1;
    confidences[bin]! += confidence;
    right[bin]! += Number(best === targets[row]);
  }
  return Array.from({ length: binCount }, (_, bin) => ({
    from: bin / binCount,
    to: (bin + 1) / binCount,
    rows: counts[bin]!,
    confidence: counts[bin] ? confidences[bin]! / counts[bin]! : 0,
    accuracy: counts[bin] ? right[bin]! / counts[bin]! : 0,
  }));
}

export function classMeasures(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ClassMeasures {
  const rows = targets.length;
  let [loss, right] = [0, 0];
  for (let row = 0; row < rows; row++) {
    loss -= Math.log(Math.max(probabilities[row * classes + targets[row]!]!, leastProbability));
    right += Number(mostLikely(probabilities, row * classes, classes) === targets[row]);
  }
  const bins = confidenceBins(probabilities, targets, classes);
  const calibration = bins.reduce(
    (sum, { rows: own, confidence, accuracy }) => sum + (own / rows) * Math.abs(confidence - accuracy),
    0,
  );
  return { loss: loss / rows, accuracy: right / rows, calibration };
}

/** The first of the largest, as both engines and NumPy take it. */
export function mostLikely(values: ArrayLike<number>, start: number, classes: number): number {
  let best = 0;
  for (let place = 1; place < classes; place++) {
    if (values[start + place]! > values[start + best]!) best = place;
  }
  return best;
}

/** -Σ p log p, in nats. */
export function entropyOf(probabilities: ArrayLike<number>, start: number, classes: number): number {
  let entropy = 0;
  for (let place = start; place < start + classes; place++) {
    const probability = probabilities[place]!;
    if (probability > 0) entropy -= probability * Math.log(probability);
  }
  return entropy;
}

/** Probabilities of outputs [rows, classes], in place. */
export function softmax(outputs: Float64Array, classes: number): void {
  for (let start = 0; start < outputs.length; start += classes) {
    let [largest, sum] = [-Infinity, 0];
    for (let place = start; place < start + classes; place++) largest = Math.max(largest, outputs[place]!);
    for (let place = start; place < start + classes; place++) {
      outputs[place] = Math.exp(outputs[place]! - largest);
      sum += outputs[place]!;
    }
    for (let place = start; place < start + classes; place++) outputs[place]! /= sum;
  }
}

export interface Spread {
  readonly mean: number;
  /** With n - 1; 0 of one value. */
  readonly sd: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** 1, 2, 3, 5, 7, 10, 20 … up to and with `most`: evenly spread on a logarithmic axis. */
export function passCounts(most: number): number[] {
  const counts = [1, 10, 100, 1000].flatMap((ten) => [1, 2, 3, 5, 7].map((step) => ten * step));
  return [...counts.filter((count) => count < most), most];
}

/** A sample's input, if it is a picture. */
export function pictureOf(
  { image, features }: Dataset,
  { inputs }: Split,
  row: number,
): { input: number[] } | object {
  return image ? { input: [...inputs.subarray(row * features, (row + 1) * features)] } : {};
}
