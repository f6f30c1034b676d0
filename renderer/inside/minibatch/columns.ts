import type { Minibatch } from "../../../src/contract/contract";
import { isSized } from "../../../src/nn/network";

type InsideLayer = Minibatch["layers"][number];
type LayerMask = NonNullable<InsideLayer["mask"]>;
type WeightMask = NonNullable<InsideLayer["weightMask"]>;

/** What is added to the values of a column: its block's shortcut. */
export type Shortcut = Omit<NonNullable<InsideLayer["shortcut"]>, "from"> & {
  /** The column whose nodes it takes. */
  readonly from: number;
  /** The block's place in the document. */
  readonly place: readonly number[];
};

/**
 * A column of nodes as textbooks draw it: a layer that makes other values of those that come in (a dense layer, a convolution, a pool)
 * with the activations, masks and other layers that follow it.
 */
export interface Column {
  /** That layer's place in the network; null for the inputs. */
  readonly start: number | null;
  readonly type: InsideLayer["type"] | null;
  /** That layer's place in the document; empty for the inputs. */
  readonly place: readonly number[];
  /** The places of all of its layers. */
  readonly layers: readonly number[];
  readonly shape: readonly number[];
  /** What the nodes pass on, after all of its layers. */
  readonly values: readonly number[];
  /** Of its layers that drop units. */
  readonly masks: readonly LayerMask[];
  /** Of its dense layer, if that drops weights. */
  readonly weightMask: WeightMask | null;
  /** Whether each node takes part; all do in inference. */
  readonly kept: readonly boolean[];
  /** Weights of the edges from the column before, [inputs, units], if they are few. */
  readonly kernel: readonly number[] | null;
  /** Of the blocks that end in it. */
  readonly shortcuts: readonly Shortcut[];
}

/** Layers without weights whose values are each made of several that come in. */
const combining: readonly InsideLayer["type"][] = ["maxPool2d", "averagePool2d", "globalAveragePool2d"];

export function columnsOf({ input, layers }: Minibatch, mode: "train" | "eval"): Column[] {
  const isStart = ({ type, values }: InsideLayer, index: number) =>
    combining.includes(type) ||
    isSized({ type }) ||
    values.length !== (layers[index - 1] ?? input).values.length;
  const starts = layers.flatMap((layer, index) => (isStart(layer, index) ? [index] : []));
  const edges = [-1, ...starts];
  const columnOf = (layer: number) => edges.filter((start) => start <= layer).length - 1;
  return edges.map((start, column) => {
    const end = edges[column + 1] ?? layers.length;
    const from = Math.max(start, 0);
    const own = layers.slice(from, end);
    const { values } = own.at(-1) ?? input;
    // Flattened maps are drawn as maps.
    const shapes = [...(start < 0 ? [input] : []), ...own].map(({ shape }) => shape);
    const shape = shapes.filter(({ length }) => length === 3).at(-1) ?? shapes.at(-1)!;
    const masks = own.flatMap(({ mask }) => mask ?? []);
    // What is dropped in a block comes back by its shortcut.
    const losing = own
      .slice(own.map(({ type }) => type).lastIndexOf("residual") + 1)
      .flatMap(({ mask }) => mask ?? []);
    return {
      start: start < 0 ? null : start,
      type: start < 0 ? null : layers[start]!.type,
      place: start < 0 ? [] : layers[start]!.place,
      layers: own.map((_, index) => from + index),
      shape,
      values,
      masks,
      weightMask: (start < 0 ? null : layers[start]!.weightMask) ?? null,
      kept: values.map((_, unit) => mode === "eval" || losing.every(({ kept }) => kept[unit])),
      kernel: (start < 0 ? null : layers[start]!.kernel) ?? null,
      shortcuts: own.flatMap(({ shortcut, place }) =>
        shortcut ? [{ ...shortcut, from: columnOf(shortcut.from), place }] : [],
      ),
    };
  });
}

/** What becomes of a node's value in one layer of its column. */
export interface UnitStep {
  readonly type: InsideLayer["type"];
  readonly value: number;
  readonly mask: LayerMask | null;
  readonly isKept: boolean;
  /** What a block's shortcut adds. */
  readonly added: number | null;
}

/** The layers of a column after its first, as one node goes through them. */
export function stepsOf({ layers }: Minibatch, column: Column, unit: number): UnitStep[] {
  return column.layers
    .filter((index) => index !== column.start)
    .map((index) => {
      const { type, values, mask = null, shortcut } = layers[index]!;
      const added = shortcut?.values[unit] ?? null;
      return { type, value: values[unit]!, mask, isKept: mask?.kept[unit] ?? true, added };
    });
}

/** Whether the column's first layer has weights. */
export function isWeighted({ type }: Column): boolean {
  return type !== null && isSized({ type });
}
