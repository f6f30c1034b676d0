import { expect, test } from "vitest";
import type { CurveChoice } from "./choice";
import { drawingOf } from "./lines";
import { smooth } from "./smoothing";
import type { SeriesStore } from "./store";
import { choiceOf, storeOf } from "./testing";

const all = { from: 1, to: 1000 };
const draw = (store: SeriesStore, change: Partial<CurveChoice> = {}, range = all, width = 400) =>
  drawingOf(store, "loss", { ...choiceOf(store), ...change }, range, width);
const told = (store: SeriesStore, change: Partial<CurveChoice>) =>
  draw(store, change).lines.map(({ kind, seed, faint, points }) => [
    kind,
    seed,
    faint,
    points.map(({ y }) => y),
  ]);

test("one seed: a line for each kind and group, the kind in front last", () => {
  const store = storeOf({ a: [[3, 2, 1]], b: [[6, 5, 4]] });
  const { lines } = draw(store, {
    kinds: new Set(["correct", "forgotten", "training", "trainCorrect", "gap"]),
  });
  expect(lines).toHaveLength(10);
  expect(lines.slice(-2).map(({ kind }) => kind)).toEqual(["correct", "correct"]);
  expect(lines.at(-1)).toEqual({
    group: store.groups[1],
    kind: "correct",
    seed: null,
    faint: false,
    points: [
      { x: 1, y: 6 },
      { x: 2, y: 5 },
      { x: 3, y: 4 },
    ],
  });
});

test("mean and seeds: the single runs are faint and behind, but not of the mode that steps back", () => {
  const store = storeOf({
    a: [
      [3, 2],
      [5, 4],
    ],
  });
  expect(told(store, { kinds: new Set(["correct", "forgotten"]), front: "forgotten" })).toEqual([
    ["forgotten", 1, true, [4, 3]],
    ["forgotten", 2, true, [6, 5]],
    ["correct", null, false, [4, 3]],
    ["forgotten", null, false, [5, 4]],
  ]);
});

test("the mean alone, or the seeds alone; a mode that nothing stands in front of does not step back", () => {
  const store = storeOf({
    a: [
      [3, 2],
      [5, 4],
    ],
  });
  const forgotten = { kinds: new Set(["forgotten"] as const), front: "correct" as const };
  expect(told(store, { seeds: "mean" })).toEqual([["correct", null, false, [4, 3]]]);
  expect(told(store, { ...forgotten, seeds: "single" })).toEqual([
    ["forgotten", 1, false, [4, 3]],
    ["forgotten", 2, false, [6, 5]],
  ]);
  expect(told(store, { ...forgotten, seeds: "both" })).toHaveLength(3);
});

test("smoothing leaves what it changes faint behind: a mean, a single seed", () => {
  const store = storeOf({ a: [[2, 4]] });
  const smoothed = [2, expect.closeTo((0.5 * 2 + 4) / 1.5, 12)];
  for (const [seeds, seed] of [
    ["mean", null],
    ["both", null],
    ["single", 1],
  ] as const) {
    expect(told(store, { seeds, smoothing: 0.5 })).toEqual([
      ["correct", seed, true, [2, 4]],
      ["correct", seed, false, smoothed],
    ]);
  }
});

test("smoothing is of the epochs, whatever part is in view and however few points are drawn of it", () => {
  const losses = Array.from({ length: 1000 }, (_, index) => 2 + Math.sin(index / 7) + (index % 13) / 10);
  const store = storeOf({ a: [losses] });
  const smoothed = smooth(Float64Array.from(losses), 0.9);
  for (const [range, width] of [
    [all, 400],
    [all, 50],
    [{ from: 300, to: 340 }, 400],
  ] as const) {
    const line = draw(store, { smoothing: 0.9 }, range, width).lines.at(-1)!;
    for (const { x, y } of line.points) expect(y).toBe(smoothed[x - 1]);
  }
});

test("bands: one standard deviation, the 95 % interval of the mean, all seeds", () => {
  const store = storeOf({ a: [[1], [2], [6]] });
  const band = (kind: CurveChoice["band"]) => draw(store, { band: kind }).bands[0]?.points[0];
  // Mean 3, standard deviation √7; with 2 degrees of freedom 95 % of t lie within 0.95 √(2 / (1 - 0.95²)).
  expect(band("sd")).toEqual({ x: 1, low: 3 - Math.sqrt(7), high: 3 + Math.sqrt(7) });
  expect(band("interval")!.high).toBeCloseTo(
    3 + 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2)) * Math.sqrt(7 / 3),
    10,
  );
  expect(band("range")).toEqual({ x: 1, low: 1, high: 6 });
  expect(band("none")).toBeUndefined();
});

test("no band of one seed, no interval of two, none around single seeds", () => {
  expect(draw(storeOf({ a: [[1]] }), { band: "range" }).bands).toEqual([]);
  const two = storeOf({ a: [[1], [2]] });
  expect(draw(two, { band: "interval" }).bands).toEqual([]);
  expect(draw(two, { band: "sd" }).bands).toHaveLength(1);
  expect(draw(two, { band: "sd", seeds: "single" }).bands).toEqual([]);
});

test("the interval of shares ends at 0 and 100 %, as it does in the numbers", () => {
  // Accuracies of 10, 90 and 95 %.
  const store = storeOf({ a: [[9], [1], [0.5]] });
  const choice: CurveChoice = { ...choiceOf(store), band: "interval" };
  const [point] = drawingOf(store, "accuracy", choice, all, 400).bands[0]!.points;
  expect(point).toEqual({ x: 1, low: 0, high: 1 });
});

test("steps are updates, so that groups with other batches stand where they belong; time is each run's own", () => {
  const store = storeOf({ a: [[3, 2], [5]] });
  const xs = (change: Partial<CurveChoice>) =>
    draw(store, change, { from: 0, to: 100 }).lines.map(({ points }) => points.map(({ x }) => x));
  expect(xs({ xAxis: "step" })).toEqual([[10, 20], [10], [10]]);
  expect(xs({ xAxis: "time" })).toEqual([[1, 2], [1], [1]]);
});

test("the axis shows everything in view, bands too, but no share that cannot be", () => {
  const store = storeOf({
    a: [
      [1, 8, 3, 100],
      [2, 2, 5, 100],
    ],
  });
  const { extent, outside, notPositive } = draw(store, { band: "none" }, { from: 1, to: 3 });
  expect(extent).toEqual({ min: 1, max: 8 });
  expect([outside, notPositive]).toEqual([0, 0]);
  const wide = storeOf({ a: [[0.1], [4], [0.1]] });
  expect(draw(wide, { band: "sd" }).extent!.min).toBe(0);
  const accuracy = drawingOf(wide, "accuracy", { ...choiceOf(wide), band: "interval" }, all, 400);
  expect(accuracy.extent!.max).toBe(1);
});

test("a logarithmic axis says how many points it cannot show, and breaks the line there", () => {
  const store = storeOf({ a: [[1, 0, 0.01, 0.1]] });
  const { extent, notPositive, lines } = draw(store, { logY: true });
  expect(notPositive).toBe(1);
  expect(extent).toEqual({ min: 0.01, max: 1 });
  expect(lines[0]!.points.map(({ y }) => y)).toEqual([1, NaN, 0.01, 0.1]);
  expect(drawingOf(store, "accuracy", { ...choiceOf(store), logY: true }, all, 400).notPositive).toBe(0);
});

test("outliers are left out only where that is wished, and then counted", () => {
  const losses = Array.from({ length: 100 }, (_, index) => (index === 50 ? 1e6 : 1 + index / 100));
  const store = storeOf({ a: [losses] });
  expect(draw(store).extent!.max).toBe(1e6);
  const { extent, outside } = draw(store, { ignoreOutliers: true });
  expect(extent!.max).toBeLessThan(2.1);
  expect(outside).toBe(losses.filter((loss) => loss < extent!.min || loss > extent!.max).length);
  expect(outside).toBeGreaterThan(0);
});

test("a mean that ends before a run does is told", () => {
  const store = storeOf({ a: [[3, 2, 1], [5]], b: [[1]] });
  expect(draw(store).shortMeans).toEqual(["a"]);
  expect(draw(store, { seeds: "single" }).shortMeans).toEqual([]);
});

test("nothing switched on, nothing drawn", () => {
  const store = storeOf({ a: [[3]], b: [[6]] });
  expect(draw(store, { groups: [] })).toMatchObject({ lines: [], bands: [], extent: null });
  expect(draw(store, { kinds: new Set() }).lines).toEqual([]);
  expect(draw(storeOf({ a: [[], []] })).lines).toEqual([]);
});
