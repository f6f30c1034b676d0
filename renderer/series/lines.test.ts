import { expect, test } from "vitest";
import { buildLines, type CurveChoice } from "./lines";
import { readAt } from "./readout";
import { SeriesStore } from "./store";

function storeOf(runs: { variant: number; losses: number[] }[]): SeriesStore {
  const store = new SeriesStore(1 + Math.max(...runs.map(({ variant }) => variant)));
  runs.forEach(({ variant, losses }, run) => {
    store.addRun(String(run), variant);
    losses.forEach((loss, place) => {
      store.add(String(run), {
        epoch: place + 1,
        training: { loss: loss + 0.3, accuracy: 0.5 },
        train: { eval: { loss: loss - 0.3, accuracy: 0.5 } },
        validation: {
          eval: { loss, accuracy: 1 - loss / 10 },
          train: { loss: loss + 1, accuracy: 0.9 - loss / 10 },
        },
        trainingSeconds: 1,
        evaluationSeconds: 1,
      });
    });
  });
  return store;
}

const everything: CurveChoice = {
  variants: [0, 1],
  kinds: new Set(["correct", "forgotten", "training", "trainCorrect"]),
  smoothing: 0,
  front: "correct",
};
const range = { from: 1, to: 3 };

test("one seed: a line for each kind and variant, the kind in front last", () => {
  const store = storeOf([
    { variant: 0, losses: [3, 2, 1] },
    { variant: 1, losses: [6, 5, 4] },
  ]);
  const lines = buildLines(store, "loss", everything, range);
  expect(lines).toHaveLength(8);
  expect(lines.slice(-2).map(({ kind }) => kind)).toEqual(["correct", "correct"]);
  expect(lines.at(-1)).toEqual({
    variant: 1,
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
  const store = storeOf([
    { variant: 0, losses: [3, 2] },
    { variant: 0, losses: [5, 4] },
  ]);
  const choice: CurveChoice = {
    ...everything,
    variants: [0],
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
  const store = storeOf([{ variant: 0, losses: [2, 4] }]);
  const choice: CurveChoice = { ...everything, variants: [0], kinds: new Set(["correct"]), smoothing: 0.5 };
  const [raw, line] = buildLines(store, "loss", choice, range);
  expect(raw).toMatchObject({ faint: true, points: [{ y: 2 }, { y: 4 }] });
  expect(line!.faint).toBe(false);
  expect(line!.points[1]!.y).toBeCloseTo((0.5 * 2 + 4) / 1.5, 12);
});

test("switched off variants and kinds are not drawn", () => {
  const store = storeOf([
    { variant: 0, losses: [3] },
    { variant: 1, losses: [6] },
  ]);
  expect(buildLines(store, "loss", { ...everything, variants: [] }, range)).toEqual([]);
  expect(buildLines(store, "loss", { ...everything, kinds: new Set() }, range)).toEqual([]);
});

test("the readout puts the best first: the lowest loss, the highest accuracy, in the mode in front", () => {
  const store = storeOf([
    { variant: 0, losses: [3, 2] },
    { variant: 1, losses: [1] },
    { variant: 2, losses: [2] },
  ]);
  const choice: CurveChoice = {
    ...everything,
    variants: [0, 1, 2],
    kinds: new Set(["correct", "forgotten"]),
  };
  const first = readAt(store, "loss", choice, 1);
  expect(first.rows.map(({ variant }) => variant)).toEqual([1, 2, 0]);
  expect(first.rows[0]!.values).toEqual([1, 2]);
  expect(readAt(store, "accuracy", choice, 1).rows.map(({ variant }) => variant)).toEqual([1, 2, 0]);
  expect(readAt(store, "loss", choice, 2).rows.map(({ variant }) => variant)).toEqual([0]);
});
