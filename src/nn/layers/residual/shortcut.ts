import { type Shape, sizeOf } from "../../shape";

/** How a block's shortcut gives what the block was given the shape of what its layers put out. */
export type Shortcut =
  | { readonly kind: "identity" }
  /** x · kernel, each sample as one row. */
  | { readonly kind: "rows"; readonly kernel: readonly [inputs: number, outputs: number] }
  /** The channels of every `stride`-th pixel, down and across, · kernel: a convolution with a window of one pixel. */
  | {
      readonly kind: "pixels";
      readonly stride: number;
      readonly kernel: readonly [1, 1, inputs: number, outputs: number];
    };

/** Null where no stride leads from one picture to the other. */
export function shortcutBetween(from: Shape, to: Shape): Shortcut | null {
  if (from.length === to.length && from.every((size, axis) => size === to[axis])) return { kind: "identity" };
  if (from.length === 1 || to.length === 1) return { kind: "rows", kernel: [sizeOf(from), sizeOf(to)] };
  const [height, width, inputs] = from as [number, number, number];
  const [rows, columns, outputs] = to as [number, number, number];
  const stride = Math.max(Math.ceil(height / rows), Math.ceil(width / columns));
  if (Math.ceil(height / stride) !== rows || Math.ceil(width / stride) !== columns) return null;
  return { kind: "pixels", stride, kernel: [1, 1, inputs, outputs] };
}

/** The shape of the kernel on the shortcut; undefined if there is none. */
export function kernelOf(way: Shortcut | null): readonly number[] | undefined {
  return way && way.kind !== "identity" ? way.kernel : undefined;
}
