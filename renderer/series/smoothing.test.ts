import { expect, test } from "vitest";
import { smooth } from "./smoothing";

test("weight 0 leaves the values as they are", () => {
  const values = Float64Array.of(3, 1, 2);
  expect(smooth(values, 0)).toBe(values);
});

test("a constant stays that constant from the first epoch on: the start is not pulled towards 0", () => {
  for (const value of smooth(new Float64Array(50).fill(0.7), 0.95)) expect(value).toBeCloseTo(0.7, 12);
});

test("it is the weighted mean with weights falling off by the factor", () => {
  const weight = 0.6;
  const values = [5, 1, 4, 2];
  const expected = values.map((_, place) => {
    const weights = values.slice(0, place + 1).map((_value, other) => weight ** (place - other));
    const total = weights.reduce((sum, w) => sum + w, 0);
    return weights.reduce((sum, w, other) => sum + w * values[other]!, 0) / total;
  });
  smooth(Float64Array.from(values), weight).forEach((value, place) => {
    expect(value).toBeCloseTo(expected[place]!, 12);
  });
});

test("an epoch without a value stays without one and does not spoil those after it", () => {
  const smoothed = smooth(Float64Array.of(2, NaN, 2), 0.5);
  expect([...smoothed]).toEqual([2, NaN, 2]);
});
