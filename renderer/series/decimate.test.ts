import { expect, test } from "vitest";
import { decimate, decimateBand, type Window } from "./decimate";

const epochs = (count: number) => Float64Array.from({ length: count }, (_, index) => index + 1);
const view = (from: number, to: number, logarithmic = false): Window => ({ from, to, logarithmic });
const waves = Float64Array.from({ length: 5000 }, (_, index) => Math.sin(index / 40));

test("few points stay as they are, and a missing one breaks the line", () => {
  expect(decimate(epochs(3), Float64Array.of(5, NaN, 7), view(1, 3), 100)).toEqual([
    { x: 1, y: 5 },
    { x: 2, y: NaN },
    { x: 3, y: 7 },
  ]);
  expect(decimate(epochs(4), Float64Array.of(NaN, 5, NaN, NaN), view(1, 4), 100)).toEqual([{ x: 2, y: 5 }]);
});

test.each([false, true])(
  "many points become about as many as asked for, with both ends; logarithmic: %s",
  (log) => {
    const points = decimate(epochs(5000), waves, view(1, 5000, log), 200);
    expect(points.length).toBeGreaterThan(100);
    expect(points.length).toBeLessThanOrEqual(202);
    expect(points[0]).toEqual({ x: 1, y: waves[0] });
    expect(points.at(-1)).toEqual({ x: 5000, y: waves[4999] });
    points.slice(1).forEach(({ x }, index) => expect(x).toBeGreaterThan(points[index]!.x));
    for (const { x, y } of points) expect(y).toBe(waves[x - 1]);
  },
);

test("no spike is lost, wherever it stands", () => {
  for (const log of [false, true]) {
    for (const index of [1, 777, 2500, 4998]) {
      const values = Float64Array.from(waves);
      values[index] = 99;
      values[index - 1] = -99;
      const drawn = decimate(epochs(5000), values, view(1, 5000, log), 100).map(({ y }) => y);
      expect(drawn).toContain(99);
      expect(drawn).toContain(-99);
    }
  }
});

test("a missing value inside a span does not hide its extremes", () => {
  const values = Float64Array.from(waves);
  values[1000] = NaN;
  values[1003] = 42;
  expect(decimate(epochs(5000), values, view(1, 5000), 100).map(({ y }) => y)).toContain(42);
});

test("only what is in view is drawn, and one epoch on either side", () => {
  const points = decimate(epochs(5000), waves, view(100, 120), 500);
  expect(points[0]!.x).toBe(99);
  expect(points.at(-1)!.x).toBe(121);
});

test("epochs that ended in the same instant are all there", () => {
  const points = decimate(Float64Array.of(1, 2, 2, 2, 3), Float64Array.of(1, 2, 9, 3, 1), view(1, 2), 100);
  expect(points.map(({ y }) => y)).toEqual([1, 2, 9, 3, 1]);
});

test("a thinned band covers the band, and nothing above or below it", () => {
  const low = waves.map((value) => value - 0.1);
  const high = waves.map((value) => value + 0.1);
  const band = decimateBand(epochs(5000), low, high, view(1, 5000), 200);
  expect(band.length).toBeLessThanOrEqual(202);
  expect(Math.min(...band.map((point) => point.low))).toBe(Math.min(...low));
  expect(Math.max(...band.map((point) => point.high))).toBe(Math.max(...high));
  const line = decimate(epochs(5000), waves, view(1, 5000), 200);
  for (const { x, y } of line) {
    const after = band.findIndex((point) => point.x >= x);
    const around = [band[Math.max(0, after - 1)]!, band[after]!];
    expect(Math.min(...around.map((point) => point.low))).toBeLessThan(y);
    expect(Math.max(...around.map((point) => point.high))).toBeGreaterThan(y);
  }
});
