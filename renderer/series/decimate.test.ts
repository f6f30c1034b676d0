import { expect, test } from "vitest";
import { decimate } from "./decimate";

const waves = Float64Array.from({ length: 5000 }, (_, place) => Math.sin(place / 40));

test("few points stay as they are, without the missing ones", () => {
  expect(decimate(Float64Array.of(5, NaN, 7), 1, 3, 100)).toEqual([
    { x: 1, y: 5 },
    { x: 3, y: 7 },
  ]);
});

test("many points become about as many as asked for, in order, with both ends", () => {
  const points = decimate(waves, 1, 5000, 200);
  expect(points.length).toBeGreaterThan(150);
  expect(points.length).toBeLessThanOrEqual(202);
  expect(points[0]).toEqual({ x: 1, y: waves[0] });
  expect(points.at(-1)).toEqual({ x: 5000, y: waves[4999] });
  points.slice(1).forEach(({ x }, place) => expect(x).toBeGreaterThan(points[place]!.x));
  for (const { x, y } of points) expect(y).toBe(waves[x - 1]);
});

test("no spike is lost, wherever it stands", () => {
  for (const place of [1, 777, 2500, 4998]) {
    const values = Float64Array.from(waves);
    values[place] = 99;
    values[place - 1] = -99;
    const drawn = decimate(values, 1, 5000, 100).map(({ y }) => y);
    expect(drawn).toContain(99);
    expect(drawn).toContain(-99);
  }
});

test("a missing value inside a span does not hide its extremes", () => {
  const values = Float64Array.from(waves);
  values[1000] = NaN;
  values[1003] = 42;
  expect(decimate(values, 1, 5000, 100).map(({ y }) => y)).toContain(42);
});

test("only what is in view is drawn, and one epoch on either side", () => {
  const points = decimate(waves, 100, 120, 500);
  expect(points[0]!.x).toBe(99);
  expect(points.at(-1)!.x).toBe(121);
});
