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
   * Of a regression: the variance that no network explains, 1/τ. Then the log likelihood of the passes' mixture of normal
   * distributions is measured too.
   */
  readonly noise?: number;
  /** Called before each part; may wait or throw. */
  readonly beforePart: () => Promise<void> | void;
}

/** Standardised, as the targets are. */
type Averaged = AveragedMetrics & { readonly logLikelihood?: number };

/**
 * How good the prediction averaged over T passes with dropout on is (Monte Carlo dropout, Gal and Ghahramani 2016): the mean of
 * the probabilities, or of a regression's outputs. Batch normalisation is in eval mode.
 */
export async function measureAveraged(
  run: Pick<EngineRun, "predict">,
  data: Dataset,
  split: Split,
  loss: Pick<LossKind<string>, "ofSample">,
  { layers, passes, epoch, state, noise, beforePart }: Averaging,
): Promise<Averaged> {
  const isClasses = data.task === "classification";
  // Without a layer that draws, all passes are alike.
  const count = forgetsEval(layers) ? passes : 1;
  const sums = new Float64Array(split.rows * data.outputs);
  const densities = noise === undefined ? null : Array.from(split.targets, () => new LogSum());
  for (let pass = 0; pass < count; pass++) {
    let place = 0;
    await beforePart();
    for await (const outputs of run.predict(split, state, { epoch, pass })) {
      const told = Float64Array.from(outputs);
      if (isClasses) softmax(told, data.outputs);
      for (const value of told) {
        densities?.[place]!.add(logDensity(split.targets[place]! - value, noise!));
        sums[place++]! += value;
      }
      await beforePart();
    }
  }
  const means = sums.map((sum) => sum / count);
  const measurer = endMeasurer(data, split, loss);
  // The logarithms of probabilities are outputs whose softmax they are.
  measurer.add(Float32Array.from(isClasses ? means.map((mean) => Math.log(mean + tiny)) : means));
  const { loss: ofMean, accuracy, calibration } = measurer.measures();
  return {
    loss: ofMean,
    ...(accuracy !== undefined && { accuracy }),
    ...(calibration !== undefined && { calibration }),
    ...(densities && { logLikelihood: meanOf(densities) - Math.log(count) }),
  };
}

function meanOf(sums: readonly LogSum[]): number {
  return sums.reduce((total, { value }) => total + value, 0) / sums.length;
}

/** A probability of 0 would cost infinitely much. */
const tiny = 1e-38;
