import { expect, test } from "vitest";
import { canBeLogarithmic, evenPoints, valueAt } from "./sample";

test.each([1, 2, 3, 4])(
  "of %i settings each has one of its values in each part of its range",
  (dimensions) => {
    const bases = [2, 3, 5, 7].slice(0, dimensions);
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const [dimension, base] of bases.entries()) {
        // A (0, 1)-sequence: the first b^k points have exactly one number in each b^k-th of the line.
        const parts = base ** 2;
        const numbers = evenPoints(parts, dimensions, seed).map((point) => point[dimension]!);
        const places = numbers
          .map((number) => Math.floor(parts * number + 1e-6))
          .sort((one, other) => one - other);
        expect(places).toEqual(Array.from({ length: parts }, (_, index) => index));
      }
    }
  },
);

test("each cell of a 2 by 3 board has exactly one of any 6 points in a row that begin with a multiple of 6", () => {
  const points = evenPoints(36, 2, 7);
  for (let start = 0; start < 36; start += 6) {
    const cells = points.slice(start, start + 6).map(([x, y]) => Math.floor(2 * x!) * 3 + Math.floor(3 * y!));
    expect([...cells].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  }
});

test("each cell of a 4 by 4 board has 2 to 6 of 64 points", () => {
  const cells = new Array<number>(16).fill(0);
  for (const [x, y] of evenPoints(64, 2, 7)) cells[4 * Math.floor(4 * x!) + Math.floor(4 * y!)]! += 1;
  expect(Math.min(...cells)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...cells)).toBeLessThanOrEqual(6);
});

test("a seed repeats its points, and another has others", () => {
  expect(evenPoints(5, 2, 3)).toEqual(evenPoints(5, 2, 3));
  expect(evenPoints(5, 2, 3)).not.toEqual(evenPoints(5, 2, 4));
});

test("a logarithmic scale is of numbers above 0", () => {
  const fit = [
    [1e-6, 1],
    [0, 1],
    [-1, 1],
    [1, "adam"],
  ].map(canBeLogarithmic);
  expect(fit).toEqual([true, false, false, false]);
});

test("values lie in their range", () => {
  expect(valueAt({ values: [0, 0.6] }, 0.5)).toBe(0.3);
  expect(valueAt({ values: [1e-6, 1e-2], log: true }, 0.5)).toBe(1e-4);
  expect(valueAt({ values: [0, 1], log: true }, 0.5)).toBe(0.5);
  expect([0, 0.4, 0.999].map((share) => valueAt({ values: [16, 18], whole: true }, share))).toEqual([
    16, 17, 18,
  ]);
  expect([0, 0.5, 0.999].map((share) => valueAt({ values: ["sgd", "adam"] }, share))).toEqual([
    "sgd",
    "adam",
    "adam",
  ]);
  expect(valueAt({ values: [0.33333, 0.33334] }, 0)).toBe(0.33333);
});
