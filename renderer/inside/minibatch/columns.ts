import type { Minibatch } from "../../../src/contract/contract";

type InsideLayer = Minibatch["layers"][number];
type LayerMask = NonNullable<InsideLayer["mask"]>;

/** A column of nodes as textbooks draw it: a dense layer with the activations, masks and other layers that follow it. */
export interface Column {
  /** The dense layer's place in the network; null for the inputs. */
  readonly dense: number | null;
  /** The places of all of its layers. */
  readonly layers: readonly number[];
  readonly shape: readonly number[];
  /** What the nodes pass on, after all of its layers. */
  readonly values: readonly number[];
  /** Of its layers that drop. */
  readonly masks: readonly LayerMask[];
  /** Whether each node takes part; all do in inference. */
  readonly kept: readonly boolean[];
  /** Weights of the edges from the column before, [inputs, units], if they are few. */
  readonly kernel: readonly number[] | null;
}

export function columnsOf({ input, layers }: Minibatch, mode: "train" | "eval"): Column[] {
  const starts = layers.flatMap(({ type }, index) => (type === "dense" ? [index] : []));
  const edges = [-1, ...starts];
  return edges.map((start, column) => {
    const end = edges[column + 1] ?? layers.length;
    const from = Math.max(start, 0);
    const own = layers.slice(from, end);
    const { shape, values } = own.at(-1) ?? input;
    const masks = own.flatMap(({ mask }) => mask ?? []);
    return {
      dense: start < 0 ? null : start,
      layers: own.map((_, index) => from + index),
      shape,
      values,
      masks,
      kept: values.map((_, unit) => mode === "eval" || masks.every(({ kept }) => kept[unit])),
      kernel: (start < 0 ? null : layers[start]!.kernel) ?? null,
    };
  });
}

/** What becomes of a node's value in one layer of its column. */
export interface UnitStep {
  readonly type: InsideLayer["type"];
  readonly value: number;
  readonly mask: LayerMask | null;
  readonly isKept: boolean;
}

/** The layers of a column after its dense layer, as one node goes through them. */
export function stepsOf({ layers }: Minibatch, column: Column, unit: number): UnitStep[] {
  return column.layers
    .filter((index) => index !== column.dense)
    .map((index) => {
      const { type, values, mask = null } = layers[index]!;
      return { type, value: values[unit]!, mask, isKept: mask?.kept[unit] ?? true };
    });
}
