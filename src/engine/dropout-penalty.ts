import type { Dataset } from "../data/dataset";
import type { Layer } from "../nn/layers/kinds";
import type { DropoutPenalty } from "../experiment/run-end";
import type { EngineRun, StateVectors } from "./engine";
import { firstRows } from "./first-rows";
import { LogSum } from "./log-likelihood";
import { softmax } from "./softmax";

/** The rate of a softmax regression with inverted dropout on its inputs; null for another network. */
export function droppedRegression(layers: readonly Layer[]): number | null {
  const [first, second, ...others] = layers;
  const isOne = first?.type === "dropout" && second?.type === "dense" && others.length === 0;
  return isOne && first.scaling === "inverted" && first.rate > 0 ? first.rate : null;
}

/**
 * What dropout on the inputs of a softmax regression adds to the training loss, in nats per row (Wager et al. 2013): the mean over
 * passes with masks minus the loss in eval mode, and its quadratic approximation ½ p / (1 - p) Σ_j x_j² Var_π(w_j), an L2 penalty
 * scaled by the Fisher information. π are the predicted probabilities of a row, w_j the weights of input j to the classes.
 * @param rate of the dropout
 * @param passes whose masks are averaged over
 * @param beforePart called before each pass; may wait or throw
 */
export async function measureDropoutPenalty(
  run: Pick<EngineRun, "predict">,
  data: Dataset,
  rate: number,
  { passes, epoch, state }: { readonly passes: number; readonly epoch: number; readonly state: StateVectors },
  beforePart: () => Promise<void> | void,
): Promise<DropoutPenalty> {
  const split = firstRows(data);
  const { inputs } = split;
  const { features, outputs: classes } = data;
  const rowsOf = async (pass: number | null, look: (outputs: Float32Array, row: number) => void) => {
    let row = 0;
    await beforePart();
    for await (const outputs of run.predict(split, state, pass === null ? undefined : { epoch, pass })) {
      for (let from = 0; from < outputs.length; from += classes, row++)
        look(outputs.subarray(from, from + classes), row);
    }
  };
  const plain = {
    outputs: new Float64Array(split.rows * classes),
    shares: new Float64Array(split.rows * classes),
    logSums: new Float64Array(split.rows),
  };
  let quadratic = 0;
  await rowsOf(null, (outputs, row) => {
    plain.outputs.set(outputs, row * classes);
    plain.shares.set(outputs, row * classes);
    plain.logSums[row] = logSumOf(outputs);
    const shares = plain.shares.subarray(row * classes, (row + 1) * classes);
    softmax(shares, classes);
    for (let feature = 0; feature < features; feature++) {
      const weights = state.weights.subarray(feature * classes, (feature + 1) * classes);
      const mean = shares.reduce((sum, share, place) => sum + share * weights[place]!, 0);
      const variance = shares.reduce((sum, share, place) => sum + share * (weights[place]! - mean) ** 2, 0);
      quadratic += inputs[row * features + feature]! ** 2 * variance;
    }
  });
  // Masks keep the mean of the outputs, so that the loss's linear part adds nothing but noise: it is taken away, and the targets with it.
  let masks = 0;
  for (let pass = 0; pass < passes; pass++) {
    await rowsOf(pass, (outputs, row) => {
      const start = row * classes;
      masks += logSumOf(outputs) - plain.logSums[row]!;
      for (let place = 0; place < classes; place++)
        masks -= plain.shares[start + place]! * (outputs[place]! - plain.outputs[start + place]!);
    });
  }
  return {
    masks: masks / (passes * split.rows),
    quadratic: ((rate / (1 - rate)) * quadratic) / (2 * split.rows),
  };
}

function logSumOf(values: Float32Array): number {
  const sum = new LogSum();
  for (const value of values) sum.add(value);
  return sum.value;
}
