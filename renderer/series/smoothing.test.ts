import { expect, test } from "vitest";
import { smooth } from "./smoothing";

test("weight 0 leaves the values as they are", () => {
  const values = Float64Array.of(3, 1, 2);
  expect(smooth(values, 0)).toBe(values);
});

test.each([0.7, 0.1, 1 / 3, 1e-9])(
  "a constant %d stays exactly that constant, from the first epoch on",
  (constant) => {
    for (const weight of [0.02, 0.6, 0.95, 0.98]) {
      expect(new Set(smooth(new Float64Array(500).fill(constant), weight))).toEqual(new Set([constant]));
    }
  },
);

test("it is the weighted mean with weights falling off by the factor", () => {
  const weight = 0.6;
  const values = [5, 1, 4, 2];
  const expected = values.map((_, index) => {
    const weights = values.slice(0, index + 1).map((_value, other) => weight ** (index - other));
    const total = weights.reduce((sum, w) => sum + w, 0);
    return weights.reduce((sum, w, other) => sum + w * values[other]!, 0) / total;
  });
  smooth(Float64Array.from(values), weight).forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, 12);
  });
});

test("a step from 0 to 1 after k epochs is (1 - wᵐ) / (1 - wⁿ), m epochs after it, n in all", () => {
  const weight = 0.9;
  const k = 30;
  const step = Float64Array.from({ length: 100 }, (_, index) => (index < k ? 0 : 1));
  smooth(step, weight).forEach((value, index) => {
    const n = index + 1;
    expect(value).toBeCloseTo((1 - weight ** Math.max(0, n - k)) / (1 - weight ** n), 12);
  });
});

test("an epoch without a value stays without one and does not spoil those after it", () => {
  const smoothed = smooth(Float64Array.of(2, NaN, 2), 0.5);
  expect([...smoothed]).toEqual([2, NaN, 2]);
});
