import { expect, test } from "vitest";
import { buildLines, type CurveChoice } from "./lines";
import { readAt } from "./readout";
import type { SeriesStore } from "./store";
import { storeOf } from "./testing";

function everything(store: SeriesStore): CurveChoice {
  return {
    groups: store.groups,
    kinds: new Set(["correct", "forgotten", "training", "trainCorrect"]),
    smoothing: 0,
    front: "correct",
  };
}
const range = { from: 1, to: 3 };

test("one seed: a line for each kind and group, the kind in front last", () => {
  const store = storeOf({ a: [[3, 2, 1]], b: [[6, 5, 4]] });
  const lines = buildLines(store, "loss", everything(store), range);
  expect(lines).toHaveLength(8);
  expect(lines.slice(-2).map(({ kind }) => kind)).toEqual(["correct", "correct"]);
  expect(lines.at(-1)).toEqual({
    group: store.groups[1],
    kind: "correct",
    faint: false,
    points: [
      { x: 1, y: 6 },
      { x: 2, y: 5 },
      { x: 3, y: 4 },
    ],
  });
});

test("several seeds: the single runs are faint and behind, the mean is the line", () => {
  const store = storeOf({
    a: [
      [3, 2],
      [5, 4],
    ],
  });
  const choice: CurveChoice = {
    ...everything(store),
    kinds: new Set(["correct", "forgotten"]),
    front: "forgotten",
  };
  const lines = buildLines(store, "loss", choice, range);
  expect(lines.map(({ kind, faint, points }) => [kind, faint, points.map(({ y }) => y)])).toEqual([
    ["forgotten", true, [4, 3]],
    ["forgotten", true, [6, 5]],
    ["correct", false, [4, 3]],
    ["forgotten", false, [5, 4]],
  ]);
});

test("smoothing leaves the values as they are faint behind, even of a single seed", () => {
  const store = storeOf({ a: [[2, 4]] });
  const choice: CurveChoice = { ...everything(store), kinds: new Set(["correct"]), smoothing: 0.5 };
  const [raw, line] = buildLines(store, "loss", choice, range);
  expect(raw).toMatchObject({ faint: true, points: [{ y: 2 }, { y: 4 }] });
  expect(line!.faint).toBe(false);
  expect(line!.points[1]!.y).toBeCloseTo((0.5 * 2 + 4) / 1.5, 12);
});

test("switched off groups and kinds are not drawn", () => {
  const store = storeOf({ a: [[3]], b: [[6]] });
  expect(buildLines(store, "loss", { ...everything(store), groups: [] }, range)).toEqual([]);
  expect(buildLines(store, "loss", { ...everything(store), kinds: new Set() }, range)).toEqual([]);
});

test("the readout puts the best first: the lowest loss, the highest accuracy, in the mode in front", () => {
  const store = storeOf({ a: [[3, 2]], b: [[1]], c: [[2]] });
  const choice: CurveChoice = { ...everything(store), kinds: new Set(["correct", "forgotten"]) };
  const first = readAt(store, "loss", choice, 1);
  const names = ({ rows }: typeof first) => rows.map(({ group }) => group.name);
  expect(names(first)).toEqual(["b", "c", "a"]);
  expect(first.rows[0]!.values).toEqual([1, 2]);
  expect(names(readAt(store, "accuracy", choice, 1))).toEqual(["b", "c", "a"]);
  expect(names(readAt(store, "loss", choice, 2))).toEqual(["a"]);
});
