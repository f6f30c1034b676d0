/** The activations of one sample: `[units]`, or of an image `[height, width, channels]`. */
export type Shape = readonly number[];

/** The number of values of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether there can be such a tensor: a layer with faults, or data of which nothing is known, leaves shapes open. */
export function isKnown(shape: Shape): boolean {
  return shape.every((size) => Number.isInteger(size) && size > 0);
}
