import type { GraphRandom } from "../../nn/layers/graph-layer";
import { graphOf } from "../../nn/layers/graph";
import type { Layer } from "../../nn/layers/kinds";
import { draws, inOrder } from "../../nn/network";
import type { Graph, Output } from "../../tensor/graph";
import { bitcast, cast, integer, integers, unpack } from "../../tensor/ops";
import { augmentationStreams } from "../../nn/augmentation/settings";
import { type Purpose, purposes } from "../../random/random";
import type { GraphSpec } from "./graph-spec";
import type { LoopState } from "./loop";

/** What the layers that draw random numbers get with each call, so that one graph serves every seed and rate. */
export interface RandomInputs {
  /** int32 [streams, 1, 2]: the two words of each key (src/random/random.ts), in the order of `keyWords`. */
  readonly keys: Output;
  /** The layers' arguments one after the other, those of whole numbers apart: int32 [arguments], float32 [arguments]. */
  readonly integers: Output;
  readonly floats: Output;
}

type Layers = readonly Layer[];

/** The layers that draw random numbers, in order. */
export function drawingLayers(layers: Layers): Layer[] {
  return inOrder(layers).flatMap(({ layer }) => (draws(layer) ? [layer] : []));
}

interface Argument {
  /** Its name in the loop's state. */
  readonly key: string;
  readonly type: "float32" | "int32";
  readonly castTo: Output["type"];
  readonly value: number;
}

/** All arguments of the layers, in the order of the inputs. */
function argumentsOf(layers: Layers): Argument[] {
  return drawingLayers(layers).flatMap((layer, ordinal) =>
    Object.entries(graphOf(layer).arguments ?? {}).map(([name, { type, of }]) => ({
      key: name + ordinal,
      type: type === "float32" ? "float32" : "int32",
      castTo: type,
      value: of(layer),
    })),
  );
}

/** The values of `integers` and `floats` for a call. */
export function argumentValues(layers: Layers): { integers: number[]; floats: number[] } {
  const valuesOf = (wanted: Argument["type"]) =>
    argumentsOf(layers).flatMap(({ type, value }) => (type === wanted ? [value] : []));
  return { integers: valuesOf("int32"), floats: valuesOf("float32") };
}

/** The place of an argument of the layer that draws with this ordinal, in `integers` or `floats`. */
export function argumentPlace(layers: Layers, ordinal: number, name: string): number {
  const all = argumentsOf(layers);
  const { type } = all.find(({ key }) => key === name + ordinal)!;
  return all.filter((each) => each.type === type).findIndex(({ key }) => key === name + ordinal);
}

/** The words in keys' second half, by ordinal: of the layers that draw, and after them of the augmentation's streams. */
export function keyWords(
  { layers, augmentation }: Pick<GraphSpec, "layers" | "augmentation">,
  purpose: Purpose,
): number[] {
  const word = (of: Purpose, layer: number) => (purposes[of] << 16) | layer;
  return [
    ...drawingLayers(layers).map((_, ordinal) => word(purpose, ordinal)),
    ...(augmentation ? Object.values(augmentationStreams).map((stream) => word("augmentation", stream)) : []),
  ];
}

/** The ordinal of one of the augmentation's streams. */
export function augmentationOrdinal(
  { layers }: Pick<GraphSpec, "layers">,
  stream: keyof typeof augmentationStreams,
): number {
  return drawingLayers(layers).length + Object.keys(augmentationStreams).indexOf(stream);
}

/** Carried through a loop, so that its rounds can draw. */
export function randomState(
  spec: Pick<GraphSpec, "layers" | "augmentation">,
  graph: Graph,
  { keys, integers, floats }: RandomInputs,
): LoopState {
  const { layers } = spec;
  const count = keyWords(spec, "trainingMask").length;
  const entries = unpack(graph, bitcast(graph, keys, "uint64"), count).map(
    (key, ordinal): [string, Output] => [`key${ordinal}`, key],
  );
  for (const [type, values] of Object.entries({ int32: integers, float32: floats })) {
    const all = argumentsOf(layers).filter((each) => each.type === type);
    const parts = unpack(graph, values, all.length);
    all.forEach(({ key, castTo }, index) => {
      const part = parts[index]!;
      entries.push([key, castTo === part.type ? part : cast(graph, part, castTo)]);
    });
  }
  return Object.fromEntries(entries);
}

/** TensorFlow's number for Philox4x32-10. */
const philox = 1;

/** What draws the numbers of the layer, or of the stream after the layers', with this ordinal. */
export type LayerRandom = (ordinal: number) => GraphRandom;

/**
 * Random words drawn inside the graph: key and counter are laid out as in src/random/random.ts, so they are the same.
 * @param counterOf uint64 [2] for rows of this many words
 * @param shapeOf int32 [2]: rows and words
 */
export function layerRandom(
  graph: Graph,
  state: LoopState,
  counterOf: (words: number) => Output,
  shapeOf: (words: number) => Output,
): LayerRandom {
  const words = (ordinal: number, shape: Output, counter: Output) =>
    graph.addOne("StatelessRandomUniformFullIntV2", {
      inputs: [shape, state[`key${ordinal}`]!, counter, integer(graph, philox)],
      attributes: { dtype: { type: "uint32" }, Tshape: { type: "int32" } },
      outputs: { output: "uint32" },
    });
  return (ordinal) => ({
    words: (count) => words(ordinal, shapeOf(count), counterOf(count)),
    stream: (count) => ({ key: state[`key${ordinal}`]!, counter: counterOf(count) }),
    sharedWords: (count) => words(ordinal, integers(graph, [1, count]), state["counter"]!),
    argument: (name) => state[name + ordinal]!,
  });
}
