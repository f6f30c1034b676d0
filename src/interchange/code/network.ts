import { codeOf } from "../../nn/layers/codes";
import { kindOf, type Layer } from "../../nn/layers/kinds";
import type { CodePlace, Part, TensorName } from "../../nn/layers/layer-code";
import { layerShapes, type LayerShape, stateName } from "../../nn/network";
import type { Definition } from "../../nn/python";
import type { Shape } from "../../nn/shape";
import { channelByChannel } from "../axes";

/** A layer as parts of `nn.Sequential` or `keras.Sequential`, and where it stands among those of its network or block. */
export interface WrittenLayer extends LayerShape {
  readonly parts: readonly Part[];
  /** The number of its first part among the parts of its network or block. */
  readonly first: number;
  /** Of a block. */
  readonly body: readonly WrittenLayer[];
  /** Of the values of a row that it is given, where PyTorch numbers them in another order: for each place the lab's. */
  readonly order?: readonly number[];
}

/** What a framework's writer is asked for each layer. @param ordered whether a flattened picture must have the lab's order */
type Write = (layer: Layer, place: CodePlace & { readonly ordered: boolean }) => readonly Part[];

/**
 * The layers of a network in a framework.
 * @param offset parts that stand before the first layer's
 */
export function writtenLayers(
  layers: readonly Layer[],
  input: Shape,
  offset: number,
  write: Write,
): WrittenLayer[] {
  const shapes = layerShapes(layers, input);
  let next = 0;
  const level = (some: readonly Layer[], begin: number): WrittenLayer[] => {
    let first = begin;
    let order: readonly number[] | undefined;
    return some.map((layer, index) => {
      const body = "layers" in layer ? level(layer.layers, 0) : [];
      const shape = shapes[next++]!;
      const ordered = layer.type === "flatten" && !sortsItself(some.slice(index + 1));
      const parts = write(layer, { ...shape, body: body.flatMap((each) => each.parts), ordered });
      const flattens = kindOf(layer).flattens || layer.type === "flatten";
      const given = flattens && !ordered ? (orderOf(shape.input) ?? order) : order;
      const own = layer.type === "flatten" ? undefined : given;
      const written = { ...shape, parts, first, body, ...(own && { order: own }) };
      first += parts.length;
      // A kernel sorts the values; all else that may stand here passes them on as they are.
      order = kindOf(layer).flattens ? undefined : given;
      return written;
    });
  };
  return level(layers, offset);
}

/** Whether PyTorch's order of a flattened picture ends at a kernel with sorted rows, and nothing between minds it. */
function sortsItself(following: readonly Layer[]): boolean {
  for (const layer of following) {
    const kind = kindOf(layer);
    if (kind.flattens) return true;
    const follows =
      codeOf(layer).tensors?.every(({ along }) => along !== undefined) ?? kind.elementwise === true;
    if (!follows) return false;
  }
  return false;
}

/** Of a picture that PyTorch flattens; undefined where both orders are the same. */
function orderOf(shape: Shape): number[] | undefined {
  if (shape.length !== 3) return undefined;
  const [height, width, channels] = shape as [number, number, number];
  return channels === 1 || height * width === 1 ? undefined : channelByChannel([height, width, channels]);
}

/** A module with a layer's tensors. */
export interface Holder {
  readonly layer: WrittenLayer;
  readonly part: Part;
  /** The numbers and names that lead to it: [3], [3, "body", 0], [3, "shortcut", 1]. */
  readonly path: readonly (number | string)[];
}

export function holdersOf(
  layers: readonly WrittenLayer[],
  before: readonly (number | string)[] = [],
): Holder[] {
  return layers.flatMap((layer) => {
    const inBody = (number: number) => [...before, number, "body"];
    return layer.parts.flatMap((part, index): Holder[] => {
      const number = layer.first + index;
      const shortcut = part.within?.shortcut ?? [];
      return [
        ...(part.holds ? [{ layer, part, path: [...before, number] }] : []),
        ...holdersOf(layer.body, inBody(number)),
        ...shortcut.flatMap((each, place): Holder[] => {
          const path = [...before, number, "shortcut", ...(shortcut.length > 1 ? [place] : [])];
          return each.holds ? [{ layer, part: each, path }] : [];
        }),
      ];
    });
  });
}

/** A tensor of the network's state, and its names. */
export interface NamedTensor {
  /** `layers.0.kernel` */
  readonly lab: string;
  readonly name: TensorName;
  readonly holder: Holder;
}

/** In the order of the layers, and of a layer in that of its table. */
export function namedTensors(holders: readonly Holder[]): NamedTensor[] {
  return holders.flatMap((holder) =>
    codeOf(holder.layer.layer).tensors!.map((name) => ({
      lab: stateName(holder.layer.place, name.lab),
      name,
      holder,
    })),
  );
}

/** What a script must define for these parts, each once. */
export function definitionsOf(parts: readonly Part[]): Definition[] {
  const all = parts.flatMap(({ needs = [], within }): readonly Definition[] => [
    ...needs,
    ...definitionsOf([...(within?.body ?? []), ...(within?.shortcut ?? [])]),
  ]);
  return [...new Map(all.map((each) => [each.name, each])).values()];
}
