import type { ScalingNumbers, Scalings } from "../contract/inspect";
import type { Dataset } from "../data/dataset";
import { forward, type LayerRandom } from "../engine/network";
import type { NamedTensors } from "../engine/parameters";
import { type DropoutScaling, dropoutScalings } from "../nn/layers/dropout/scalings";
import { dropoutOdds } from "../nn/layers/dropout/mask";
import {
  droppingLayers,
  inOrder,
  isDense,
  isScaled,
  mapLayers,
  type PlacedLayer,
  type ScaledLayer,
  widthOf,
} from "../nn/network";
import { RandomStream } from "../random/random";
import type { Tensorflow } from "../tensor/tensorflow";
import type { RunFacts } from "./minibatch";
import type { Network } from "./network";

const [mostRows, passes] = [256, 20] as const;

const keepOf = ({ rate }: ScaledLayer) => dropoutOdds(rate, "classic").inference;

/**
 * The pre-activations of a run's dense layers under each scaling, with the same masks. The weights are the run's; those
 * that follow a dropout layer are divided by 1 - p for `classic` and `none`, with which training is the same function
 * under all three.
 */
export function scalingsOf(
  tf: Tensorflow,
  network: Network,
  data: Dataset,
  { epoch, epochs }: Pick<RunFacts, "epoch" | "epochs">,
): Scalings {
  const layers = inOrder(network.plan.layers);
  const rows = Math.min(mostRows, data.validation.rows);
  const before = layers.map((_, index) => droppedBefore(layers, index));
  const measured = Object.fromEntries(
    dropoutScalings.map((scaling) => [scaling, measure(tf, network, data, { epoch, rows, scaling, before })]),
  ) as Record<DropoutScaling, Map<number, ScalingNumbers>>;
  const counted = new Set(layers.flatMap(({ layer }, index) => (isDense(layer) ? before[index]! : [])));
  return {
    epoch,
    epochs: [...epochs],
    rows,
    passes,
    isMatched: droppingLayers(network.plan.layers).every(
      (layer) => !isScaled(layer) || layer.rate === 0 || counted.has(layer),
    ),
    layers: layers.flatMap(({ layer, place }, index) =>
      isDense(layer)
        ? [
            {
              layer: index,
              place: [...place],
              units: widthOf(layer)!,
              keep: product(before[index]!.map(keepOf)),
              inverted: measured.inverted.get(index)!,
              classic: measured.classic.get(index)!,
              none: measured.none.get(index)!,
            },
          ]
        : [],
    ),
  };
}

/** The dropout layers whose factor the weights of this layer can take over: those right before it, in the same block. */
function droppedBefore(layers: readonly PlacedLayer[], index: number): ScaledLayer[] {
  const found: ScaledLayer[] = [];
  for (let at = index - 1; at >= 0; at--) {
    const { layer, place } = layers[at]!;
    if (place.length !== layers[index]!.place.length) break;
    if (isScaled(layer)) found.push(layer);
    else if (layer.type !== "flatten" && layer.type !== "reshape") break;
  }
  return found;
}

interface Measurement {
  readonly epoch: number;
  readonly rows: number;
  readonly scaling: DropoutScaling;
  readonly before: readonly (readonly ScaledLayer[])[];
}

function measure(
  tf: Tensorflow,
  { plan, input, state }: Network,
  data: Dataset,
  { epoch, rows, scaling, before }: Measurement,
): Map<number, ScalingNumbers> {
  const scaled = mapLayers(plan.layers, (layer) => (isScaled(layer) ? { ...layer, scaling } : layer));
  const ordered = inOrder(plan.layers).map(({ layer }) => layer);
  const [training, inference] = [new Map<number, Sums>(), new Map<number, Sums>()];
  tf.tidy(() => {
    const weights = state.map((ofLayer, index): NamedTensors => {
      const { kernel } = ofLayer;
      if (!isDense(ordered[index]!) || !kernel) return ofLayer;
      // To inverted scaling, and from there to the wanted one.
      const toInverted = product(
        before[index]!.map((each) => (each.scaling === "inverted" ? 1 : keepOf(each))),
      );
      const from = scaling === "inverted" ? 1 : product(before[index]!.map(keepOf));
      return { ...ofLayer, kernel: tf.mul(kernel, toInverted / from) };
    });
    const batch = tf.tensor(data.validation.inputs.subarray(0, rows * data.features), [rows, ...input]);
    const spreads = (mode: "eval" | "dropoutForgotten", pass: number, into: Map<number, Sums>) => {
      const random: LayerRandom = (layer) =>
        new RandomStream(plan.seed, "forgottenMask", { layer, step: epoch, pass });
      tf.tidy(() => {
        const { ofLayers } = forward(tf, scaled, weights, batch, mode, random);
        ordered.forEach((layer, index) => {
          if (isDense(layer)) add(into, index, ofLayers[index]!.dataSync<"float32">());
        });
      });
    };
    for (let pass = 0; pass < passes; pass++) spreads("dropoutForgotten", pass, training);
    spreads("eval", 0, inference);
  });
  return new Map(
    [...training].map(([index, sums]) => [
      index,
      { training: spreadOf(sums), inference: spreadOf(inference.get(index)!) },
    ]),
  );
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function add(into: Map<number, Sums>, index: number, values: Float32Array): void {
  let { count, sum, squares } = into.get(index) ?? { count: 0, sum: 0, squares: 0 };
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  count += values.length;
  into.set(index, { count, sum, squares });
}

function spreadOf({ count, sum, squares }: Sums) {
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

const product = (factors: readonly number[]) => factors.reduce((all, factor) => all * factor, 1);
