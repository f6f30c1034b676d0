import type { Request } from "../contract/contract";
import { mostClassesShown, type SampleClass, type SamplePasses } from "../contract/inspect-sample";
import type { Dataset } from "../data/dataset";
import { predictedClass } from "../engine/predicted-class";
import { softmax } from "../engine/softmax";
import { LabError } from "../messages/failure";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { rowPasses } from "./row-passes";
import { entropyOf } from "./uncertainty";

/** The predictions of T passes for one validation sample. @throws LabError `noSuchRow` */
export function samplePassesOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  facts: Pick<RunFacts, "epoch">,
  { row, passes }: Request<"inspectSample">,
): SamplePasses {
  const { rows, targets } = data.validation;
  if (row >= rows) throw new LabError("noSuchRow", { row: row + 1, rows });
  const input = data.validation.inputs.subarray(row * data.features, (row + 1) * data.features);
  const { evaluated, drawn } = rowPasses(tf, network, input, { epoch: facts.epoch, row, passes });
  const about = {
    ...{ epoch: facts.epoch, passes, row, rows },
    ...(data.image && { image: [...data.image], input: [...input] }),
  };
  const { target } = data.preparation;
  if (data.task === "classification") {
    const classes = target.task === "classification" ? target.classes : [];
    return { ...about, classification: { classes, ...classesOf(evaluated, drawn, targets[row]!) } };
  }
  const { mean: centre, divisor } = target.task === "regression" ? target : { mean: 0, divisor: 1 };
  const own = (value: number) => value * divisor + centre;
  return {
    ...about,
    regression: { target: own(targets[row]!), ...spreadOf(own(evaluated[0]!), Array.from(drawn, own)) },
  };
}

/** @param evaluated logits [classes] @param drawn logits [passes, classes] */
function classesOf(evaluated: Float64Array, drawn: Float64Array, target: number) {
  const classes = evaluated.length;
  const passes = drawn.length / classes;
  softmax(evaluated, classes);
  softmax(drawn, classes);
  const votes = new Int32Array(classes);
  let entropies = 0;
  for (let start = 0; start < drawn.length; start += classes) {
    votes[predictedClass(drawn, start, start + classes)]! += 1;
    entropies += entropyOf(drawn, start, classes);
  }
  const all = Array.from(evaluated, (probability, number): SampleClass => {
    const ofPasses = Array.from({ length: passes }, (_, pass) => drawn[pass * classes + number]!);
    return { number, ...spreadOf(probability, ofPasses), votes: votes[number]! };
  });
  const entropy = entropyOf(
    all.map(({ mean }) => mean),
    0,
    classes,
  );
  const likely = [...all].sort((one, other) => other.mean - one.mean || one.number - other.number);
  const shown = likely.slice(0, mostClassesShown);
  if (!shown.some(({ number }) => number === target)) shown.splice(-1, 1, all[target]!);
  // At most rounding makes it negative.
  return { target, entropy, mutualInformation: Math.max(0, entropy - entropies / passes), shown };
}

function spreadOf(evaluated: number, passes: number[]) {
  const mean = passes.reduce((sum, value) => sum + value, 0) / passes.length;
  const variance = passes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / passes.length;
  return { eval: evaluated, mean, sd: Math.sqrt(variance), passes };
}
