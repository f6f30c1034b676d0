import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelAxes } from "../nn/layers/layer-code";
import { channelByChannel } from "./axes";
import { fromPyTorch, toPyTorch } from "./pytorch-tensors";

const kernel = { lab: "kernel", pytorch: "weight", axes: kernelAxes, keras: "kernel", along: 0 };
const numbers = (count: number) => Float32Array.from({ length: count }, (_, index) => index);

test("a dense kernel is transposed", () => {
  expect(toPyTorch({ shape: [2, 3], values: numbers(6) }, kernel)).toEqual({
    shape: [3, 2],
    values: Float32Array.of(0, 3, 1, 4, 2, 5),
  });
});

test("a kernel after a flattened picture has its rows in PyTorch's order, channel by channel", () => {
  const order = channelByChannel([1, 2, 3]);
  // The lab: pixel 0 channels 0, 1, 2, then pixel 1; PyTorch: channel 0 pixels 0, 1, ...
  expect(order).toEqual([0, 3, 1, 4, 2, 5]);
  const { shape, values } = toPyTorch({ shape: [6, 1], values: numbers(6) }, kernel, order);
  expect({ shape, values: [...values] }).toEqual({ shape: [1, 6], values: order });
});

test("the way back gives what went out, for every shape", () => {
  const sizes = fc.integer({ min: 1, max: 5 });
  const shapes = fc.oneof(fc.tuple(sizes, sizes), fc.tuple(sizes, sizes, sizes, sizes), fc.tuple(sizes));
  fc.assert(
    fc.property(shapes, fc.boolean(), (shape, isSorted) => {
      const tensor = {
        shape: [...shape],
        values: numbers(shape.reduce((product, size) => product * size, 1)),
      };
      const order = isSorted ? channelByChannel([1, shape[0], 1]).reverse() : undefined;
      const there = toPyTorch(tensor, kernel, order);
      expect(fromPyTorch(there, kernel, order)).toEqual(tensor);
    }),
  );
});

test("each value of a convolution's kernel is where PyTorch reads it", () => {
  const [height, width, inputs, outputs] = [2, 3, 4, 5];
  const tensor = { shape: [height, width, inputs, outputs], values: numbers(120) };
  const { shape, values } = toPyTorch(tensor, { ...kernel, along: undefined });
  expect(shape).toEqual([outputs, inputs, height, width]);
  const [row, column, input, output] = [1, 2, 3, 4];
  const there = ((output * inputs + input) * height + row) * width + column;
  const here = ((row * width + column) * inputs + input) * outputs + output;
  expect(values[there]).toBe(here);
});
