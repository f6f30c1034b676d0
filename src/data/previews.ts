import type { Preview } from "../fields/preview";
import type { RawSplit } from "./source";

/** Scatter plot of the first two features of each row. */
export function pointsPreview(
  { inputs, targets, rows }: RawSplit,
  features: number,
  [xName, yName]: readonly [string, string],
): Preview["sample"] {
  const places = Array.from({ length: rows }, (_, row) => row * features);
  return {
    kind: "points",
    xName,
    yName,
    x: places.map((index) => inputs[index]!),
    // Points of a source with a single feature lie on a line.
    y: places.map((index) => (features > 1 ? inputs[index + 1]! : 0)),
    labels: Array.from(targets),
  };
}

/** Scatter plot of the target against one feature. @param feature its number, from 0 */
export function targetPreview(
  { inputs, targets, rows }: RawSplit,
  features: number,
  feature: number,
  xName: string,
): Preview["sample"] {
  const x = Array.from({ length: rows }, (_, row) => inputs[row * features + feature]!);
  return { kind: "points", xName, yName: "target", x, y: Array.from(targets), labels: [] };
}

/** Grid of images whose inputs are values from 0 to 1. Of three channels or more, the first three are colours. */
export function imagesPreview(
  { inputs, targets, rows }: RawSplit,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
): Preview["sample"] {
  const shown = channels < 3 ? 1 : 3;
  const size = width * height;
  return {
    kind: "images",
    width,
    height,
    channels: shown,
    pixels: Array.from({ length: rows }, (_, row) =>
      Uint8Array.from({ length: size * shown }, (_unused, index) => {
        const place = (row * size + Math.floor(index / shown)) * channels + (index % shown);
        return Math.round(255 * inputs[place]!);
      }),
    ),
    labels: Array.from(targets),
  };
}
