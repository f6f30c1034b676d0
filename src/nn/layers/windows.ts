import { isKnown, type Shape } from "../shape";
import type { LayerNote } from "./layer-kind";

/**
 * How a window meets the border of a picture. `valid`: it stays inside. `same`: zeros (of a pool: nothing) around the picture, so that
 * there are side / stride places, rounded up; an odd one goes below and to the right, as in TensorFlow.
 */
export const paddings = ["valid", "same"] as const;
export type Padding = (typeof paddings)[number];

/** A square window that steps over a picture, as convolutions and pools have it. */
export interface Window {
  /** Pixels of its side. */
  readonly size: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** Height, width and channels; NaN for what is no picture, and 0 or infinity where the data is not known yet. */
function pictureOf(input: Shape): Shape {
  if (input.length === 3) return input;
  const side = isKnown(input) ? NaN : input[0]!;
  return [side, side, side];
}

/** The number of the window's places along a side of a picture. */
function placesAlong(side: number, { size, stride, padding }: Window): number {
  const places = padding === "same" ? Math.ceil(side / stride) : Math.floor((side - size) / stride) + 1;
  return Math.max(0, places);
}

/** The places of the window on a picture: rows, columns. */
export function placesOf(input: Shape, window: Window): [rows: number, columns: number] {
  const [height, width] = pictureOf(input);
  return [placesAlong(height!, window), placesAlong(width!, window)];
}

/** Pixels that are added before and after each side of a picture. */
export function paddingsOf(input: Shape, window: Window): [before: number, after: number][] {
  return placesOf(input, window).map((places, axis) => {
    const missing = (places - 1) * window.stride + window.size - input[axis]!;
    const total = window.padding === "same" ? Math.max(0, missing) : 0;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

/** The problem of a layer that only pictures can have as its inputs. */
export function pictureFaults(input: Shape): LayerNote[] {
  if (input.length === 3) return [];
  return [{ code: "needsPictures", parameters: { values: input[0]! } }];
}

/** The problems of a window on these inputs. @param field the setting that says its size */
export function windowFaults(input: Shape, field: string, window: Window): LayerNote[] {
  const [height, width] = input;
  if (input.length !== 3) return pictureFaults(input);
  if (placesOf(input, window).every((places) => places > 0)) return [];
  const parameters = { size: window.size, height: height!, width: width! };
  return [{ field, code: "pictureTooSmall", parameters }];
}
