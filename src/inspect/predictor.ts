import type { Split } from "../data/dataset";
import { type LayerRandom, throughLayer } from "../engine/network";
import { draws, inOrder, layerShapes } from "../nn/network";
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
    const { seed } = network.plan;
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
        tf.clone(throughLayers(tf, network, batch, this.first, undefined, drawn, this.masks)),
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

/** Where the first layer that draws stands in order, or the block around it begins; without one, the end. */
export function firstDrawing(layers: readonly Layer[]): number {
  const placed = inOrder(layers);
  const found = placed.find(({ layer }) => draws(layer));
  return found ? placed.findIndex(({ place: [outer] }) => outer === found.place[0]) : placed.length;
}

/**
 * Sends a batch through some of the layers in order, of which only those that draw are as in training.
 * @param from where no block is under way
 * @param to by default the end
 * @param random null for evaluation mode
 */
export function throughLayers(
  tf: Tensorflow,
  { plan, state }: Network,
  batch: Tensor,
  from: number,
  to: number | undefined,
  random: LayerRandom | null,
  masks: Masks = "own",
): Tensor {
  let [values, ordinal] = [batch, -1];
  const given: Tensor[] = [];
  for (const [at, { layer, begins }] of inOrder(plan.layers).slice(from, to).entries()) {
    given.push(values);
    const shortcut = begins === undefined ? undefined : given[begins - from];
    const { draws } = kindOf(layer);
    if (draws) ordinal += 1;
    const mode = draws && random ? "evalForgotten" : "eval";
    const drawn = ordinal;
    const through = (inputs: Tensor): Tensor =>
      throughLayer({
        ...{ tf, layer, inputs, shortcut, mode },
        state: state[from + at]!,
        random: () => random!(drawn, draws!),
      });
    const isOneRow = masks === "shared" && mode === "evalForgotten" && draws === "rows";
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
