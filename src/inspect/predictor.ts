import type { Split } from "../data/dataset";
import { forward, type LayerRandom } from "../engine/network";
import { draws, layerShapes } from "../nn/network";
import { sizeOf } from "../nn/shape";
import { kindOf, type Layer } from "../nn/layers/kinds";
import { RandomStream } from "../random/random";
import type { Tensor, Tensorflow } from "../tensor/tensorflow";
import type { Network } from "./network";

/** What a network says of some rows. */
export interface Predictions {
  /** [rows, outputs] @param pass from 0, with dropout on; null for evaluation mode */
  predict(pass: number | null): Float64Array;
}

/** Whether each row draws masks of its own, or that of the first serves all. */
type Masks = "own" | "shared";

/** So many rows go through the network at once; more where no row draws a mask of its own. */
const rowsAtOnce: Readonly<Record<Masks, number>> = { own: 1024, shared: 8192 };

/**
 * What the network says of some rows in many passes. With dropout on, pass n draws the masks of the run's own evaluation
 * "eval forgotten" number n at this epoch; only layers that draw are as in training. With shared masks a pass is one
 * subnetwork.
 */
export class Predictor implements Predictions {
  /** What the layers before the first that draws put out: the same in each pass. */
  private readonly before: Tensor[];
  private readonly first: number;

  constructor(
    private readonly tf: Tensorflow,
    private readonly network: Network,
    private readonly split: Split,
    private readonly epoch: number,
    private readonly masks: Masks = "own",
  ) {
    const { plan, input } = network;
    this.first = firstDrawing(plan.layers);
    const features = sizeOf(input);
    this.before = [];
    for (let start = 0; start < split.rows; start += rowsAtOnce[masks]) {
      const rows = Math.min(rowsAtOnce[masks], split.rows - start);
      const inputs = split.inputs.subarray(start * features, (start + rows) * features);
      this.before.push(
        tf.tidy(() => throughLayers(tf, network, tf.tensor(inputs, [rows, ...input]), 0, this.first, null)),
      );
    }
  }

  predict(pass: number | null): Float64Array {
    const { tf, network, epoch } = this;
    const { layers, seed } = network.plan;
    const streams: RandomStream[] = [];
    const fresh = (layer: number): RandomStream =>
      new RandomStream(seed, "forgottenMask", { layer, step: epoch, pass: pass! });
    const random: LayerRandom = (layer, drawn) =>
      this.masks === "shared" || drawn === "pass" ? fresh(layer) : (streams[layer] ??= fresh(layer));
    const all = new Float64Array(this.split.rows * outputsOf(network));
    let begin = 0;
    const drawn = pass === null ? null : random;
    for (const batch of this.before) {
      const outputs = tf.tidy(() =>
        tf.clone(throughLayers(tf, network, batch, this.first, layers.length, drawn, this.masks)),
      );
      all.set(outputs.dataSync<"float32">(), begin);
      begin += outputs.size;
      outputs.dispose();
    }
    return all;
  }

  dispose(): void {
    this.tf.dispose(this.before);
  }
}

/** The place of the first layer that draws; without one, the end. */
export function firstDrawing(layers: readonly Layer[]): number {
  const found = layers.findIndex(draws);
  return found < 0 ? layers.length : found;
}

/**
 * Sends a batch through some of the layers, of which only those that draw are as in training.
 * @param random null for evaluation mode
 */
export function throughLayers(
  tf: Tensorflow,
  { plan, state }: Network,
  batch: Tensor,
  from: number,
  to: number,
  random: LayerRandom | null,
  masks: Masks = "own",
): Tensor {
  let [values, ordinal] = [batch, -1];
  for (let index = from; index < to; index++) {
    const layer = plan.layers[index]!;
    const kind = kindOf(layer);
    if (kind.draws) ordinal += 1;
    const mode = kind.draws && random ? "evalForgotten" : "eval";
    const drawn = ordinal;
    const through = (inputs: Tensor): Tensor =>
      forward(tf, [layer], [state[index]!], inputs, mode, (_, draws) => random!(drawn, draws)).ofLayers[0]!;
    const isOneRow = masks === "shared" && mode === "evalForgotten" && kind.draws === "rows";
    values = isOneRow ? affine(tf, values, through) : through(values);
  }
  return values;
}

/**
 * What a layer with one row's random numbers does to many rows: it takes each value by itself, as factor · x + addend, so a row of zeros
 * becomes the addends, and a row of ones the factors and the addends.
 */
function affine(tf: Tensorflow, values: Tensor, through: (row: Tensor) => Tensor): Tensor {
  const row = [1, ...values.shape.slice(1)];
  const addends = through(tf.zeros(row));
  const sums = through(tf.ones(row));
  if (!addends.dataSync<"float32">().some((each) => each !== 0)) return tf.mul(values, sums);
  return tf.add(tf.mul(values, tf.sub(sums, addends)), addends);
}

function outputsOf({ plan, input }: Network): number {
  return sizeOf(layerShapes(plan.layers, input).at(-1)!.output);
}
