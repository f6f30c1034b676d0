import type { Dataset, Split } from "../data/dataset";
import { type ConfidenceBin, ConfidenceBins } from "../engine/confidence-bins";
import { predictedClass } from "../engine/predicted-class";

/**
 * How good and how certain predictions are, of one network or averaged over many. Probabilities are [rows, classes],
 * row-major. Held against scikit-learn and SciPy by bench/reference/uncertainty.py.
 */

export interface ClassMeasures {
  /** The mean of -log(probability of the true class). */
  readonly loss: number;
  readonly accuracy: number;
  /** The expected calibration error: the mean distance of confidence and accuracy, weighted by rows (Guo et al. 2017). */
  readonly calibration: number;
}

/** A probability of 0 would cost infinitely much: float32's smallest step below 1. */
const leastProbability = 2 ** -24;

/** The predictions by their confidence. */
function binned(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ConfidenceBins {
  const bins = new ConfidenceBins();
  for (let row = 0; row < targets.length; row++) {
    const begin = row * classes;
    const best = predictedClass(probabilities, begin, begin + classes);
    bins.add(probabilities[begin + best]!, best === targets[row]);
  }
  return bins;
}

export function confidenceBins(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  classes: number,
): ConfidenceBin[] {
  return binned(probabilities, targets, classes).bins();
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
  const bins = binned(probabilities, targets, classes);
  return { loss: loss / length, accuracy: bins.accuracy(), calibration: bins.calibrationError() };
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
