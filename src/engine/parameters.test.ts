import { expect, test } from "vitest";
import { initializerNames, initializerOf } from "../nn/initializers/kinds";
import { initialState } from "./parameters";
import { layersOf } from "./testing";

const initialVector = (...settings: Parameters<typeof initialState>) => initialState(...settings).weights;

test.each(initializerNames)("%s begins a bias at zero or draws it like the kernel", (initializer) => {
  const [inputs, units] = [300, 200];
  const vector = initialVector(layersOf({ type: "dense", units, initializer }), [inputs], 1);
  expect(vector.length).toBe((inputs + 1) * units);
  const largest = (values: Float32Array) => values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const [kernel, bias] = [vector.subarray(0, inputs * units), vector.subarray(inputs * units)];
  if (!initializerOf(initializer).drawsBias) expect(largest(bias)).toBe(0);
  else expect(Math.abs(largest(bias) / largest(kernel) - 1)).toBeLessThan(0.1);
});

test("a layer's weights depend on seed and ordinal, not on the layers between", () => {
  const dense = { type: "dense", units: 4 } as const;
  const plain = initialVector(layersOf(dense, { type: "relu" }, dense), [4], 1);
  const withDropout = initialVector(
    layersOf({ type: "dropout", rate: 0.2 }, dense, { type: "tanh" }, { type: "dropout", rate: 0.5 }, dense),
    [4],
    1,
  );
  expect(withDropout).toEqual(plain);
  expect(plain.subarray(0, 20)).not.toEqual(plain.subarray(20));
  expect(initialVector(layersOf(dense, { type: "relu" }, dense), [4], 2)).not.toEqual(plain);
});
