import { expect, test } from "vitest";
import { tickLabel, timeStep } from "./ticks";

test("ticks of time are steps that people know, eight or fewer", () => {
  expect(timeStep({ from: 0, to: 5 })).toBeUndefined();
  expect(timeStep({ from: 0, to: 100 })).toBe(15);
  expect(timeStep({ from: 0, to: 4000 })).toBe(600);
  expect(timeStep({ from: 0, to: 3 * 86_400 })).toBe(43_200);
  expect(timeStep({ from: 0, to: 40 * 86_400 })).toBe(5 * 86_400);
});

test("a logarithmic axis names powers of ten, and 2 and 5 where there is room", () => {
  const labels = (from: number, to: number, values: number[]) =>
    values.filter((value) => tickLabel(from, to, String)(value) !== null);
  expect(labels(0.01, 2, [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.9, 1, 2])).toEqual([
    0.01, 0.02, 0.05, 0.1, 0.2, 1, 2,
  ]);
  expect(labels(0.001, 2, [0.001, 0.002, 0.01, 0.05, 0.1, 1, 2])).toEqual([0.001, 0.01, 0.1, 1]);
  expect(labels(0.3, 0.9, [0.3, 0.35, 0.4, 0.5, 0.8123])).toEqual([0.3, 0.4, 0.5]);
  expect(labels(0.31, 0.35, [0.31, 0.312, 0.32])).toEqual([0.31, 0.32]);
});
