import type { Dataset, Split } from "../data/dataset";
import type { AveragedMetrics } from "../experiment/result";
import type { LossKind } from "../nn/losses/loss-kind";
import { forgetsEval } from "../nn/network";
import type { Layer } from "../nn/layers/kinds";
import { endMeasurer } from "./end-measures";
import type { EngineRun, StateVectors } from "./engine";
import { logDensity, LogSum } from "./log-likelihood";
import { softmax } from "./softmax";

/** What a prediction averaged over passes with dropout on needs. */
interface Averaging {
  readonly layers: readonly Layer[];
  readonly passes: number;
  /** Pass n draws the masks of pass n with eval forgotten, after this epoch. */
  readonly epoch: number;
  /** By default the network's state as it is. */
  readonly state?: StateVectors;
  /**
   * Of a regression: measures the likelihood of the passes' mixture of normal distributions too, with this variance that no
   * network explains, 1/τ. By default it is the one with which the split is likeliest.
   */
  readonly likelihood?: { readonly noise?: number };
  /** Called before each part; may wait or throw. */
  readonly beforePart: () => Promise<void> | void;
}

/** Standardised, as the targets are. */
export interface Likelihood {
  readonly noise: number;
  /** Mean log density of the targets, in nats. */
  readonly logLikelihood: number;
}

type Averaged = AveragedMetrics & { readonly likelihood?: Likelihood };

/**
 * How good the prediction averaged over T passes with dropout on is (Monte Carlo dropout, Gal and Ghahramani 2016): the mean of
 * the probabilities, or of a regression's outputs. Batch normalisation is in eval mode.
 */
export async function measureAveraged(
  run: Pick<EngineRun, "predict">,
  data: Dataset,
  split: Split,
  loss: Pick<LossKind<string>, "ofSample">,
  { layers, passes, epoch, state, likelihood, beforePart }: Averaging,
): Promise<Averaged> {
  const isClasses = data.task === "classification";
  // Without a layer that draws, all passes are alike.
  const count = forgetsEval(layers) ? passes : 1;
  const sums = new Float64Array(split.rows * data.outputs);
  /** Distances of the passes from the targets, row by row. */
  const keptRows = Math.min(split.rows, Math.floor(mostKept / count));
  const kept = likelihood && !likelihood.noise ? new Float64Array(keptRows * count) : null;
  const eachValue = async (take: (value: number, place: number, pass: number) => void): Promise<void> => {
    for (let pass = 0; pass < count; pass++) {
      let place = 0;
      await beforePart();
      for await (const outputs of run.predict(split, state, { epoch, pass })) {
        const told = Float64Array.from(outputs);
        if (isClasses) softmax(told, data.outputs);
        for (const value of told) take(value, place++, pass);
        await beforePart();
      }
    }
  };
  await eachValue((value, place, pass) => {
    sums[place]! += value;
    if (kept && place < keptRows) kept[place * count + pass] = split.targets[place]! - value;
  });
  const means = sums.map((sum) => sum / count);
  const measurer = endMeasurer(data, split, loss);
  // The logarithms of probabilities are outputs whose softmax they are.
  measurer.add(Float32Array.from(isClasses ? means.map((mean) => Math.log(mean + tiny)) : means));
  const { loss: ofMean, accuracy, calibration } = measurer.measures();
  return {
    loss: ofMean,
    ...(accuracy !== undefined && { accuracy }),
    ...(calibration !== undefined && { calibration }),
    ...(likelihood && { likelihood: await likelihoodWith(likelihood.noise ?? likeliestNoise(kept!, count)) }),
  };

  async function likelihoodWith(noise: number): Promise<Likelihood> {
    const densities = Array.from(split.targets, () => new LogSum());
    await eachValue((value, place) =>
      densities[place]!.add(logDensity(split.targets[place]! - value, noise)),
    );
    const sum = densities.reduce((total, { value }) => total + value, 0);
    return { noise, logLikelihood: sum / split.rows - Math.log(count) };
  }
}

/** Predictions that are kept to find the noise: of the first rows, where there are more. */
const mostKept = 5_000_000;

/**
 * The variance with which a mixture of normal distributions is likeliest, by golden section over its logarithm.
 * @param distances of the values from each mixture's members, so many for each value
 */
export function likeliestNoise(distances: Float64Array, members: number): number {
  const square = distances.reduce((sum, distance) => sum + distance ** 2, 0) / distances.length;
  const likelihoodAt = (logNoise: number): number => {
    let total = 0;
    for (let from = 0; from < distances.length; from += members) {
      const sum = new LogSum();
      for (let place = from; place < from + members; place++)
        sum.add(logDensity(distances[place]!, Math.exp(logNoise)));
      total += sum.value;
    }
    return total;
  };
  // With more noise than a single member errs, it only becomes less likely.
  let [low, high] = [Math.log(square / 10_000), Math.log(square)];
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-4) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (likelihoodAt(left) < likelihoodAt(right)) low = left;
    else high = right;
  }
  return Math.exp((low + high) / 2);
}

/** A probability of 0 would cost infinitely much. */
const tiny = 1e-38;
