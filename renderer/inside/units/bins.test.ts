import { expect, test } from "vitest";
import { commonBins } from "./bins";

test("histograms are put into the coarsest bins, and keep their values", () => {
  const fine = { width: 0.25, first: -3, counts: [1, 2, 3, 4, 5, 5] };
  const coarse = { width: 0.5, first: 1, counts: [6, 2] };
  // From -1, -0.5, 0, 0.5 and 1 on.
  expect(commonBins([fine, coarse])).toEqual({
    width: 0.5,
    first: -2,
    shares: [
      [1 / 20, 5 / 20, 9 / 20, 5 / 20, 0],
      [0, 0, 0, 6 / 8, 2 / 8],
    ],
  });
  expect(commonBins([{ width: 1, first: 0, counts: [2] }])).toEqual({ width: 1, first: 0, shares: [[1]] });
});
