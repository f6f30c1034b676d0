import { expect, test } from "vitest";
import { strongestPairs } from "./strongest";

test("the pairs that correlate most come first, whatever their sign, each once", () => {
  // prettier-ignore
  const values = [
    1, 0.2, -0.9,
    0.2, 1, 0.5,
    -0.9, 0.5, 1,
  ];
  expect(strongestPairs({ units: [0, 4, 7], values }, 2)).toEqual([
    { one: 0, other: 7, r: -0.9 },
    { one: 4, other: 7, r: 0.5 },
  ]);
  expect(strongestPairs({ units: [3], values: [1] }, 2)).toEqual([]);
});
