import { expect, test } from "vitest";
import { marksOf } from "./marks";
import { choiceOf, storeOf } from "./testing";

const store = storeOf({
  a: [
    [3, 1, 2],
    [5, 4, 3],
  ],
});
const counted = new Map([
  [
    "a",
    new Map([
      [1, 2],
      [2, 3],
    ]),
  ],
]);
const placesOf = (change = {}) =>
  marksOf(store, "loss", { ...choiceOf(store), counted, ...change }).map(({ x, y }) => [x, y]);

test("each run is marked at the epoch that counts, with its own value in the mode that is looked at", () => {
  expect(placesOf()).toEqual([
    [2, 1],
    [3, 3],
  ]);
  expect(placesOf({ kinds: new Set(["forgotten"]), front: "forgotten" })).toEqual([
    [2, 2],
    [3, 4],
  ]);
  expect(placesOf({ smoothing: 0.9, xAxis: "step" })).toEqual([
    [20, 1],
    [30, 3],
  ]);
});

test("a run that does not count has no mark, nor has a chart without the mode's curves", () => {
  expect(placesOf({ counted: new Map([["a", new Map([[2, 1]])]]) })).toEqual([[1, 5]]);
  expect(placesOf({ kinds: new Set(["training"]) })).toEqual([]);
});
