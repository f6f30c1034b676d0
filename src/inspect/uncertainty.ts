import type { Dataset, Split } from "../data/dataset";
import { predictedClass } from "../engine/predicted-class";

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

/** What the rows of each bin come to. */
function binned(probabilities: ArrayLike<number>, targets: ArrayLike<number>, classes: number) {
  const rows = new Float64Array(binCount);
  const confidences = new Float64Array(binCount);
  const right = new Float64Array(binCount);
  for (let row = 0; row < targets.length; row++) {
    const begin = row * classes;
    const best = predictedClass(probabilities, begin, begin + classes);
    const confidence = probabilities[begin + best]!;
    // (0, 1/15], (1/15, 2/15] …
    const bin = Math.min(binCount, Math.max(1, Math.ceil(confidence * binCount))) - 1;
    rows[bin]! += 1;
    confidences[bin]! += confidence;
    right[bin]! += Number(best === targets[row]);
  }
  return { rows, confidences, right };
}

export function confidenceBins(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ConfidenceBin[] {
  const { rows, confidences, right } = binned(probabilities, targets, classes);
  return Array.from(rows, (count, bin) => ({
    from: bin / binCount,
    to: (bin + 1) / binCount,
    rows: count,
    confidence: count ? confidences[bin]! / count : 0,
    accuracy: count ? right[bin]! / count : 0,
  }));
}

export function classMeasures(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ClassMeasures {
  const { length } = targets;
  let loss = 0;
  for (let row = 0; row < length; row++) {
    loss -= Math.log(Math.max(probabilities[row * classes + targets[row]!]!, leastProbability));
  }
  const { confidences, right } = binned(probabilities, targets, classes);
  const distances = confidences.map((confidence, bin) => Math.abs(confidence - right[bin]!));
  const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  return { loss: loss / length, accuracy: sumOf(right) / length, calibration: sumOf(distances) / length };
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
