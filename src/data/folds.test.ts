import { describe, expect, test } from "vitest";
import { resampled } from "../experiment/resampling";
import { loadDataset } from "./load";
import { splitRows } from "./split";
import { splitNames } from "./source-kind";
import { temporaryFile } from "./testing";

const config = { seed: 3, train: 60, validation: 20, test: 20 };
const rows = 100;
const foldAt = (fold: number, changes: object = {}, facts: object = {}) =>
  splitRows({ ...config, ...changes, fold }, { rows, ...facts });

describe("folds", () => {
  test("each split has its number of rows, and no row is in two", () => {
    for (const fold of [0, 1, 2, 3, 4]) {
      const splits = foldAt(fold);
      expect(splitNames.map((name) => splits[name].length)).toEqual([60, 20, 20]);
      expect(new Set(splitNames.flatMap((name) => [...splits[name]])).size).toBe(100);
    }
  });

  test("k folds validate and test each row once", () => {
    const all = [0, 1, 2, 3, 4].map((fold) => foldAt(fold));
    for (const name of ["validation", "test"] as const) {
      const seen = all.flatMap((splits) => [...splits[name]]).sort((one, other) => one - other);
      expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
    }
  });

  test("where the rows do not divide evenly, no row is validated twice", () => {
    const uneven = { train: 61, validation: 30, test: 0 };
    const seen = [0, 1, 2].flatMap((fold) => [...foldAt(fold, uneven).validation]);
    expect(new Set(seen).size).toBe(90);
  });

  test("another seed has another order, and of more rows others are used", () => {
    expect([...foldAt(0).validation]).not.toEqual([...foldAt(0, { seed: 4 }).validation]);
    const few = { train: 6, validation: 2, test: 0 };
    const used = (seed: number) => {
      const { train, validation } = foldAt(0, { ...few, seed });
      return [...train, ...validation].sort((one, other) => one - other).join();
    };
    expect(used(1)).not.toBe(used(2));
  });

  test("stratified, each class has its share in every split, but for two samples", () => {
    const classes = Int32Array.from({ length: rows }, (_, row) => (row % 10 < 7 ? 0 : row % 10 < 9 ? 1 : 2));
    for (const fold of [0, 1, 2, 3, 4]) {
      const splits = foldAt(fold, { division: "stratified" }, { classes });
      for (const name of splitNames) {
        const counts = [0, 0, 0];
        for (const row of splits[name]) counts[classes[row]!]! += 1;
        [0.7, 0.2, 0.1].forEach((share, each) =>
          expect(Math.abs(counts[each]! - share * splits[name].length)).toBeLessThanOrEqual(2),
        );
      }
    }
  });
});

test.each(["csv", "table"] as const)(
  "%s: the seeds of one repetition validate every row of a file once",
  async (source) => {
    const lines = Array.from({ length: 30 }, (_, row) => `${row},${row % 2 === 0 ? "even" : "odd"}`);
    const path = temporaryFile("table.csv", ["number,kind", ...lines].join("\n"));
    const columns = [
      { name: "number", kind: "number", role: "feature" },
      { name: "kind", kind: "category", role: "target" },
    ];
    const data = {
      ...(source === "csv"
        ? { source, header: true }
        : { source, columns, gaps: "leaveOut", scaling: "none" }),
      ...{ path, target: "kind", task: "classification", seed: 1, train: 20, validation: 10, test: 0 },
      division: "random",
    } as unknown as Parameters<typeof loadDataset>[0];
    const validated = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const { validation, preparation } = await loadDataset(resampled(data, "folds", seed));
        const { mean, divisor } = preparation.features![0]!;
        return [...validation.inputs].map((value) => Math.round(value * divisor + mean));
      }),
    );
    expect(validated.flat().sort((one, other) => one - other)).toEqual(
      Array.from({ length: 30 }, (_, row) => row),
    );
  },
);
