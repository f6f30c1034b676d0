import type { Request } from "../contract/contract";
import type { Passes } from "../contract/inspect-passes";
import type { Dataset, Split } from "../data/dataset";
import { ratesOf } from "../nn/network";
import type { Tensorflow } from "../tensor/tensorflow";
import { classesOver } from "./class-passes";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { Predictor } from "./predictor";
import { squaredError, valuesOver } from "./value-passes";

/** Rows times passes: more would take minutes, so that fewer rows are looked at. */
const mostPredictions = 5_000_000;

/** T passes with dropout on over the validation split, averaged. */
export function passesOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  facts: RunFacts,
  { passes }: Request<"inspectPasses">,
): Passes {
  const shared = {
    epoch: facts.epoch,
    epochs: [...facts.epochs],
    passes,
    drops: ratesOf(network.plan.layers).some((rate) => rate > 0),
  };
  const rows = Math.min(data.validation.rows, Math.max(1, Math.floor(mostPredictions / passes)));
  const split: Split = {
    inputs: data.validation.inputs.subarray(0, rows * data.features),
    targets: data.validation.targets.subarray(0, rows),
    rows,
  };
  const predictor = new Predictor(tf, network, split, facts.epoch);
  try {
    const image = data.image && { image: [...data.image] };
    const about = { ...shared, rows, of: data.validation.rows, ...image };
    return data.task === "classification"
      ? { ...about, ...classesOver(predictor, data, split, passes) }
      : { ...about, ...valuesOver(predictor, noiseOf(tf, network, data, facts), data, split, passes) };
  } finally {
    predictor.dispose();
  }
}

/** The mean squared error of the training split in evaluation mode. */
function noiseOf(tf: Tensorflow, network: Network, data: Dataset, { epoch }: RunFacts): number {
  const predictor = new Predictor(tf, network, data.train, epoch);
  try {
    return squaredError(predictor.predict(null), data.train.targets);
  } finally {
    predictor.dispose();
  }
}
