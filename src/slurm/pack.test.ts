import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fuzz } from "../test-size";
import { packed } from "./pack";

describe("packed", () => {
  test("has every run exactly once, in at most so many elements of nearly equal size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 200 }), (count, limit) => {
        const runs = Array.from({ length: count }, (_, index) => index);
        const elements = packed(runs, limit);
        expect(elements.length).toBe(Math.min(count, limit));
        expect(elements.flat().sort((one, other) => one - other)).toEqual(runs);
        const sizes = elements.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        // Earlier runs begin earlier.
        for (const element of elements)
          expect(element).toEqual([...element].sort((one, other) => one - other));
      }),
      { ...fuzz, numRuns: 100 },
    );
  });

  test("mixes variants, also where their number is that of the elements", () => {
    const variants = ["a", "b", "c"];
    const runs = [1, 2, 3, 4].flatMap((seed) => variants.map((variant) => `${variant}${seed}`));
    expect(packed(runs, 3)).toEqual([
      ["a1", "c2", "a3", "c4"],
      ["b1", "b2", "b3", "b4"],
      ["c1", "a2", "c3", "a4"],
    ]);
  });

  test("has no element without runs", () => {
    expect(packed([], 10)).toEqual([]);
    expect(packed(["a"], 10)).toEqual([["a"]]);
  });
});
