import type { Request } from "../contract/contract";
import type { Prediction } from "../contract/inspect-prediction";
import type { Dataset, Split } from "../data/dataset";
import { preparedRow, type RawColumn, rawColumnsOf, rawRow, type RawValue } from "../fields/raw-row";
import { LabError } from "../messages/failure";
import { ratesOf } from "../nn/network";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { rowPasses } from "./row-passes";
import { softmax } from "../engine/softmax";

/**
 * What a network says of one input. In pass n a validation sample has the masks of the run's own evaluation "eval forgotten"
 * n at this epoch; any other input has those of the first sample.
 * @throws LabError `noSuchRow`, `inputUnfit`, `valueNoNumber`, `valueNoCategory`
 */
export function predictionOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epoch, epochs }: RunFacts,
  { input, passes }: Request<"inspectPrediction">,
): Prediction {
  const { outputs } = data;
  const inputs = inputsFor(data, input);
  const { evaluated, drawn } = rowPasses(tf, network, inputs, {
    ...{ epoch, passes },
    row: input.from === "sample" ? input.row : 0,
  });
  toPredictions(data, evaluated);
  toPredictions(data, drawn);
  const over = (valueOf: (value: number, output: number) => number): number[] =>
    Array.from({ length: outputs }, (_, output) => {
      let sum = 0;
      for (let pass = 0; pass < passes; pass++) sum += valueOf(drawn[pass * outputs + output]!, output);
      return sum / passes;
    });
  const mean = over((value) => value);
  const sd = over((value, output) => (value - mean[output]!) ** 2).map(Math.sqrt);
  const { target } = data.preparation;
  return {
    epoch,
    epochs: [...epochs],
    drops: ratesOf(network.plan.layers).some((rate) => rate > 0),
    ...(target.task === "classification" && { classes: target.classes }),
    eval: [...evaluated],
    mean,
    sd,
    each: Array.from({ length: passes }, (_, pass) => [
      ...drawn.subarray(pass * outputs, (pass + 1) * outputs),
    ]),
    ...(input.from === "sample" && {
      sample: {
        row: input.row,
        target: ownTarget(data, data.validation, input.row),
        ...rawInput(data, inputs),
      },
    }),
  };
}

/** Outputs as people read them: probabilities of classes, or values in the target's own units. In place. */
export function toPredictions(
  {
    outputs: classes,
    preparation: { target },
  }: Pick<Dataset, "outputs"> & {
    readonly preparation: Pick<Dataset["preparation"], "target">;
  },
  outputs: Float64Array,
): void {
  if (target.task === "classification") softmax(outputs, classes);
  else outputs.forEach((value, place) => (outputs[place] = value * target.divisor + target.mean));
}

/** A class number, or a value in the target's own units. */
export function ownTarget(
  { preparation: { target } }: Dataset,
  { targets }: Pick<Split, "targets">,
  row: number,
): number {
  const value = targets[row]!;
  return target.task === "classification" ? value : value * target.divisor + target.mean;
}

function rawInput(
  { image, preparation: { features = [] } }: Dataset,
  inputs: Float32Array,
): { pixels: number[] } | { values: RawValue[] } {
  if (image) return { pixels: [...inputs] };
  return { values: rawRow(features, rawColumnsOf(features), inputs) };
}

function inputsFor(data: Dataset, input: Request<"inspectPrediction">["input"]): Float32Array {
  const { features: width, validation, preparation } = data;
  if (input.from === "sample") {
    const { row } = input;
    if (row >= validation.rows) throw new LabError("noSuchRow", { row: row + 1, rows: validation.rows });
    return validation.inputs.slice(row * width, (row + 1) * width);
  }
  if (input.from === "picture") {
    const { pixels } = input;
    if (pixels.length !== width) throw new LabError("inputUnfit", { given: pixels.length, wanted: width });
    return Float32Array.from(pixels);
  }
  const { features = [] } = preparation;
  const columns = rawColumnsOf(features);
  const { values } = input;
  if (values.length !== columns.length || features.length !== width)
    throw new LabError("inputUnfit", { given: values.length, wanted: columns.length });
  columns.forEach((column, index) => expectValue(column, values[index]!));
  return preparedRow(features, columns, values);
}

/** @throws LabError `valueNoNumber`, `valueNoCategory` */
function expectValue({ column, kind, categories = [], hasGaps }: RawColumn, value: RawValue): void {
  if (value === null && hasGaps) return;
  const about = { column, value: String(value) };
  const isNumber = typeof value === "number" && Number.isFinite(Math.fround(value));
  if ((kind === "number" || kind === "date") && !isNumber) throw new LabError("valueNoNumber", about);
  const values = kind === "category" ? categories : ["true", "false"];
  const isKnown = kind === "category" ? values.includes(value as string) : typeof value === "boolean";
  if (kind !== "number" && kind !== "date" && !isKnown)
    throw new LabError("valueNoCategory", { ...about, values: values.slice(0, 12).join(", ") });
}
