import { expect, test } from "vitest";
import { type InitializerName, initializerNames } from "../experiment/schema";
import { initialVector } from "./parameters";
import { layersOf } from "./testing";

const inputs = 300;
const outputs = 200;
/** Variance and largest size of a weight, as Keras 3 and PyTorch document them. */
const truncation = 2 / 0.87962566103423978;
const facts: Record<InitializerName, { variance: number; largest: number }> = {
  pytorch: { variance: 1 / (3 * inputs), largest: 1 / Math.sqrt(inputs) },
  heNormal: { variance: 2 / inputs, largest: truncation * Math.sqrt(2 / inputs) },
  heUniform: { variance: 2 / inputs, largest: Math.sqrt(6 / inputs) },
  glorotNormal: { variance: 2 / (inputs + outputs), largest: truncation * Math.sqrt(2 / (inputs + outputs)) },
  glorotUniform: { variance: 2 / (inputs + outputs), largest: Math.sqrt(6 / (inputs + outputs)) },
  lecunNormal: { variance: 1 / inputs, largest: truncation * Math.sqrt(1 / inputs) },
  lecunUniform: { variance: 1 / inputs, largest: Math.sqrt(3 / inputs) },
};

test.each(initializerNames)("%s has the mean, variance and range of its formula", (initializer) => {
  const layers = layersOf({ type: "dense", units: outputs, initializer });
  const vector = initialVector(layers, [inputs], 1);
  expect(vector.length).toBe((inputs + 1) * outputs);
  const kernel = vector.subarray(0, inputs * outputs);
  const bias = vector.subarray(inputs * outputs);

  const { variance, largest } = facts[initializer];
  const count = kernel.length;
  const mean = kernel.reduce((sum, weight) => sum + weight, 0) / count;
  const measured = kernel.reduce((sum, weight) => sum + weight ** 2, 0) / count;
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / count));
  // The kurtosis is at most 3, so the variance's relative standard error is at most sqrt(2 / count).
  expect(Math.abs(measured / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  const size = kernel.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  expect(size).toBeLessThanOrEqual(Math.fround(largest));
  expect(size).toBeGreaterThan(0.99 * largest);

  if (initializer === "pytorch") {
    expect(
      Math.abs(bias.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / largest - 1),
    ).toBeLessThan(0.1);
  } else expect(bias.every((value) => value === 0)).toBe(true);
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
