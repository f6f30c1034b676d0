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

/** Grid of images whose inputs are grey values from 0 to 1. */
export function imagesPreview(
  { inputs, targets, rows }: RawSplit,
  { width, height }: { width: number; height: number },
): Preview["sample"] {
  const size = width * height;
  return {
    kind: "images",
    width,
    height,
    pixels: Array.from({ length: rows }, (_, row) =>
      Uint8Array.from(inputs.subarray(row * size, (row + 1) * size), (value) => Math.round(255 * value)),
    ),
    labels: Array.from(targets),
  };
}
