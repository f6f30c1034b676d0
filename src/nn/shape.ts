/** The activations of one sample: `[units]`, or of an image `[height, width, channels]`. */
export type Shape = readonly number[];

/** The number of values of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
