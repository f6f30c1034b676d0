import { expect, test } from "vitest";
import { wholeRange } from "./axis";
import type { CurveChoice } from "./choice";
import { nextPosition, readAt, snap } from "./readout";
import { SeriesStore } from "./store";
import { choiceOf, group, record, storeOf } from "./testing";

const names = ({ rows }: ReturnType<typeof readAt>) => rows.map(({ group: { name } }) => name);

/** Two groups whose epochs have 10 and 25 steps. */
function differentBatches(): SeriesStore {
  const store = new SeriesStore([group("a", 1, 4, 10), group("b", 1, 2, 25)]);
  [4, 3, 2, 1].forEach((loss, index) => store.add("a1", record(index + 1, loss)));
  [8, 7].forEach((loss, index) => store.add("b1", record(index + 1, loss)));
  return store;
}

test("the best comes first: the lowest loss, the highest accuracy, in the mode in front", () => {
  const store = storeOf({ a: [[3, 2]], b: [[1]], c: [[2]] });
  const choice: CurveChoice = { ...choiceOf(store), kinds: new Set(["correct", "forgotten"]) };
  const first = readAt(store, "loss", choice, 1);
  expect(names(first)).toEqual(["b", "c", "a"]);
  expect(first.rows[0]!.values).toEqual([1, 2]);
  expect(names(readAt(store, "accuracy", choice, 1))).toEqual(["b", "c", "a"]);
  expect(names(readAt(store, "loss", choice, 2))).toEqual(["a"]);
});

test("what is read was measured: the mean before smoothing, with its band", () => {
  const store = storeOf({
    a: [
      [1, 3],
      [1, 5],
    ],
  });
  const { rows } = readAt(store, "loss", { ...choiceOf(store), smoothing: 0.9, band: "range" }, 2);
  expect(rows).toMatchObject([{ seed: null, epoch: 2, values: [4], band: { low: 3, high: 5 } }]);
});

test("single seeds have rows of their own, also where the mean has ended", () => {
  const store = storeOf({ a: [[3, 2], [5]] });
  const choice = choiceOf(store);
  const seeds = (change: Partial<CurveChoice>, x: number) =>
    readAt(store, "loss", { ...choice, ...change }, x).rows.map(({ seed, values }) => [seed, ...values]);
  expect(seeds({ seeds: "single" }, 1)).toEqual([
    [1, 3],
    [2, 5],
  ]);
  expect(seeds({ seeds: "both" }, 1)).toEqual([[null, 4]]);
  expect(seeds({ seeds: "both" }, 2)).toEqual([[1, 2]]);
  expect(seeds({ seeds: "mean" }, 2)).toEqual([]);
});

test("by steps, each line is read at its own nearest epoch", () => {
  const store = differentBatches();
  const choice: CurveChoice = { ...choiceOf(store), xAxis: "step" };
  expect(readAt(store, "loss", choice, 30).rows.map(({ epoch, values }) => [epoch, ...values])).toEqual([
    [3, 2],
    [1, 8],
  ]);
  expect(readAt(store, "loss", choice, 50).rows.map(({ epoch }) => epoch)).toEqual([2]);
  expect(snap(store, choice, 26)).toBe(25);
  expect(snap(store, choice, 1000)).toBe(50);
  const steps = [0, 10, 20, 25, 30, 40, 50];
  steps.slice(1).forEach((to, index) => expect(nextPosition(store, choice, steps[index]!, 1)).toBe(to));
  expect(nextPosition(store, choice, 50, 1)).toBeNull();
  expect(nextPosition(store, choice, 25, -1)).toBe(20);
  expect(nextPosition(store, choice, 10, -1)).toBeNull();
});

test("the whole axis: what has come, or while they grow what is to come; a logarithmic one begins at the first", () => {
  const store = differentBatches();
  const range = (axis: CurveChoice["xAxis"], logarithmic = false, growing = false) =>
    wholeRange(store, store.groups, { axis, logarithmic, growing });
  expect(range("epoch")).toEqual({ from: 1, to: 4 });
  expect(range("epoch", true)).toEqual({ from: 1, to: 4 });
  expect(range("step")).toEqual({ from: 0, to: 50 });
  expect(range("step", true)).toEqual({ from: 10, to: 50 });
  expect(range("time")).toEqual({ from: 0, to: 4 });
  expect(range("time", true)).toEqual({ from: 1, to: 4 });
  const young = storeOf({ a: [[3]] }, 40);
  expect(wholeRange(young, young.groups, { axis: "step", logarithmic: false, growing: true }).to).toBe(400);
  expect(wholeRange(young, young.groups, { axis: "epoch", logarithmic: false, growing: false })).toEqual({
    from: 1,
    to: 2,
  });
  const unbegun = storeOf({ a: [[]] });
  expect(wholeRange(unbegun, unbegun.groups, { axis: "time", logarithmic: true, growing: true })).toEqual({
    from: 1,
    to: 2,
  });
});
