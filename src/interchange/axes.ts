import type { Tensor } from "./tensor";

/** Values row-major in one order of axes, in another. @param order for each new axis which old one it is */
export function transposed({ shape, values }: Tensor, order: readonly number[]): Tensor {
  const to = order.map((axis) => shape[axis]!);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const steps = order.map((axis) => strides[axis]!);
  const moved = new Float32Array(values.length);
  const place = to.map(() => 0);
  for (let index = 0, from = 0; index < moved.length; index++) {
    moved[index] = values[from]!;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++place[axis]! < to[axis]!) break;
      from -= steps[axis]! * to[axis]!;
      place[axis] = 0;
    }
  }
  return { shape: to, values: moved };
}

/** The order that undoes another. */
export function inverseOf(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** The slices along an axis in another order. @param order for each new slice which old one it is */
export function reordered({ shape, values }: Tensor, axis: number, order: readonly number[]): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const count = shape[axis]!;
  const moved = new Float32Array(values.length);
  for (let outer = 0; outer < values.length; outer += count * inner)
    order.forEach((old, place) =>
      moved.set(values.subarray(outer + old * inner, outer + (old + 1) * inner), outer + place * inner),
    );
  return { shape, values: moved };
}

/** For each value of a picture [height, width, channels] that is flattened channel by channel, which it is pixel by pixel. */
export function channelByChannel([height, width, channels]: readonly [number, number, number]): number[] {
  const pixels = height * width;
  return Array.from(
    { length: pixels * channels },
    (_, place) => (place % pixels) * channels + Math.floor(place / pixels),
  );
}
