import type { Request } from "../contract/contract";
import { mostLines, type Point, type Surface } from "../contract/inspect-surface";
import type { Dataset, Split } from "../data/dataset";
import { predictedClass } from "../engine/predicted-class";
import { softmax } from "../engine/softmax";
import type { PreparedFeature } from "../fields/preparation";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";
import { expectAxes } from "./plane";
import { type Predictions, Predictor } from "./predictor";
import { entropyOf } from "./uncertainty";

/** Points times passes: more would take minutes, so that fewer points are looked at. */
const mostPredictions = 5_000_000;

/**
 * What a network says on a grid over its features: in evaluation mode, of one mask, or of the mean of many. A mask is the
 * same for all points, so that the surface is that of one subnetwork. @throws LabError `noPlane`
 */
export function surfaceOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epoch }: RunFacts,
  { ranges, resolution: wanted, look }: Request<"inspectSurface">,
): Surface {
  const axes = expectAxes(data, ranges.length);
  const passes = look.of === "passes" ? look.passes : 1;
  const most = Math.floor((mostPredictions / passes) ** (1 / axes.length));
  const resolution = Math.min(wanted, most);
  return predicting(tf, network, data, epoch, gridOf(axes, ranges, resolution), (predictor, rows) => {
    if (look.of !== "passes") {
      const outputs = told(data, predictor.predict(look.of === "mask" ? look.mask : null));
      return { epoch, resolution, ...surfaceBytes(data, outputs, rows) };
    }
    const { mean, sd, mutualInformation, lines } = overPasses(data, predictor, rows, passes);
    return {
      epoch,
      resolution,
      ...surfaceBytes(data, mean, rows),
      uncertainty: floatBytes(mutualInformation ?? sd),
      ...(axes.length === 1 && { lines: floatBytes(lines.flatMap((line) => [...line])) }),
    };
  });
}

/** What a network says at one point, in evaluation mode and over many masks. @throws LabError `noPlane` */
export function pointOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epoch }: RunFacts,
  { at, passes }: Request<"inspectPoint">,
): Point {
  const axes = expectAxes(data, at.length);
  const inputs = Float32Array.from(axes, (axis, place) => scaled(at[place]!, axis));
  return predicting(tf, network, data, epoch, inputs, (predictor) => {
    const { mean, sd, mutualInformation } = overPasses(data, predictor, 1, passes);
    return {
      epoch,
      eval: [...told(data, predictor.predict(null))],
      mean: [...mean],
      sd: [...sd],
      ...(mutualInformation && { mutualInformation: mutualInformation[0]! }),
    };
  });
}

/** The centres of the cells [rows, axes], standardised: first along the first axis. */
function gridOf(
  axes: readonly PreparedFeature[],
  ranges: Request<"inspectSurface">["ranges"],
  resolution: number,
): Float32Array {
  const [across, along] = axes.map((axis, place) => {
    const [from, to] = ranges[place]!;
    return Float32Array.from({ length: resolution }, (_, cell) =>
      scaled(from + ((cell + 0.5) / resolution) * (to - from), axis),
    );
  });
  if (!along) return across!;
  const inputs = new Float32Array(2 * resolution ** 2);
  for (let row = 0; row < resolution ** 2; row++) {
    inputs[2 * row] = across![row % resolution]!;
    inputs[2 * row + 1] = along[Math.floor(row / resolution)]!;
  }
  return inputs;
}

const scaled = (value: number, { mean, divisor }: PreparedFeature): number => (value - mean) / divisor;

function predicting<Result>(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  epoch: number,
  inputs: Float32Array,
  look: (predictor: Predictions, rows: number) => Result,
): Result {
  const rows = inputs.length / data.features;
  const split: Split = { inputs, targets: new Float32Array(rows), rows };
  const predictor = new Predictor(tf, network, split, epoch, "shared");
  try {
    return look(predictor, rows);
  } finally {
    predictor.dispose();
  }
}

/** Outputs as they are told: probabilities of classes, or values in the target's own units; in place. */
function told({ outputs: classes, preparation: { target } }: Dataset, outputs: Float64Array): Float64Array {
  if (target.task === "classification") softmax(outputs, classes);
  else
    for (let row = 0; row < outputs.length; row++)
      outputs[row] = outputs[row]! * target.divisor + target.mean;
  return outputs;
}

/** Mean and standard deviation over the passes, [rows, outputs]; of classes the mutual information as well, [rows]. */
function overPasses(data: Dataset, predictor: Predictions, rows: number, passes: number) {
  const { outputs: width, task } = data;
  // Sums of distances from these: of the values themselves they would lose digits.
  const around = told(data, predictor.predict(null));
  const sums = new Float64Array(rows * width);
  const squares = new Float64Array(rows * width);
  const entropies = new Float64Array(rows);
  const lines: Float64Array[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const drawn = told(data, predictor.predict(pass));
    if (pass < mostLines) lines.push(drawn);
    for (let place = 0; place < drawn.length; place++) {
      const off = drawn[place]! - around[place]!;
      sums[place]! += off;
      squares[place]! += off * off;
    }
    if (task === "classification")
      for (let row = 0; row < rows; row++) entropies[row]! += entropyOf(drawn, row * width, width);
  }
  const mean = around.map((value, place) => value + sums[place]! / passes);
  const sd = squares.map((square, place) =>
    Math.sqrt(Math.max(0, square / passes - (sums[place]! / passes) ** 2)),
  );
  const informationAt = (sum: number, row: number) => {
    const information = entropyOf(mean, row * width, width) - sum / passes;
    // Less is rounding, which may also make it negative.
    return information < 1e-12 ? 0 : information;
  };
  return {
    mean,
    sd,
    mutualInformation: task === "classification" ? entropies.map(informationAt) : null,
    lines,
  };
}

/** @param outputs as they are told, [rows, outputs] */
function surfaceBytes(
  { outputs: width, task }: Dataset,
  outputs: Float64Array,
  rows: number,
): Pick<Surface, "values" | "classes"> {
  if (task === "regression") return { values: floatBytes(outputs) };
  const classes = Uint16Array.from({ length: rows }, (_, row) =>
    predictedClass(outputs, row * width, (row + 1) * width),
  );
  const values = Float32Array.from(classes, (winner, row) => outputs[row * width + winner]!);
  return { values: floatBytes(values), classes: new Uint8Array(classes.buffer) };
}

function floatBytes(values: ArrayLike<number>): Surface["values"] {
  return new Uint8Array(Float32Array.from(values).buffer);
}
