import { expect, test } from "vitest";
import type { Preview } from "../../src/contract/contract";
import { usualCounts } from "../../src/data/source-kind";
import { type DraftData, draftDataOf } from "../../src/experiment/draft";
import type { Task } from "../../src/fields/task";
import { FileRows } from "./fileRows";

const moons = draftDataOf({ source: "moons", train: 1000, validation: 1000, seed: 1 });
const table = (path: string, changes: object = {}): DraftData =>
  ({
    ...draftDataOf({ source: "table", train: 1000, validation: 1000, seed: 1 }),
    path,
    ...changes,
  }) as DraftData;

function previewOf(rows: number, task: Task = "classification"): Preview {
  const division = task === "classification" ? "stratified" : "random";
  return {
    shape: { features: 2, outputs: task === "classification" ? 3 : 1, task },
    failure: null,
    rows,
    classes: [],
    sample: { kind: "table", columns: [], cells: [], target: null },
    divided: {
      usual: { ...usualCounts(rows), division },
      ...{ limit: null, counts: null, classes: [], groups: null, duplicates: null },
    },
  };
}

/** The data after the preview has decided what it may. */
function after(rows: FileRows, data: DraftData, preview: Preview): DraftData {
  const changed = { ...data, ...rows.sharesFor(data, preview) };
  rows.noteChange(changed, "lab");
  return changed;
}

const counts = (data: DraftData) => [data.train, data.validation, data.test];

test("all rows of a new file are divided, as its task asks for, and again for another file or another task", () => {
  const rows = new FileRows(moons);
  let data = table("one.csv");
  rows.noteChange(data, "person");
  data = after(rows, data, previewOf(200));
  expect(counts(data)).toEqual([140, 30, 30]);
  expect(data).toMatchObject({ division: "stratified" });
  // Once more changes nothing.
  expect(after(rows, data, previewOf(200))).toEqual(data);
  data = after(rows, data, previewOf(200, "regression"));
  expect(data).toMatchObject({ division: "random" });
  data = { ...data, path: "two.csv" } as DraftData;
  rows.noteChange(data, "person");
  expect(counts(after(rows, data, previewOf(100, "regression")))).toEqual([70, 15, 15]);
});

test("counts and a division that a person sets stay, and the file's order stays with another task", () => {
  const rows = new FileRows(moons);
  let data = table("one.csv");
  rows.noteChange(data, "person");
  data = after(rows, data, previewOf(200));
  data = { ...data, division: "inOrder" } as DraftData;
  rows.noteChange(data, "person");
  data = after(rows, data, previewOf(200, "regression"));
  expect(data).toMatchObject({ division: "inOrder" });
  data = { ...data, train: 50, validation: 20, test: 0 };
  rows.noteChange(data, "person");
  expect(counts(after(rows, data, previewOf(150, "regression")))).toEqual([50, 20, 0]);
  // Nothing else is decided, also for the next file: what it proposes must not be overwritten.
  for (const path of ["one.csv", "two.csv"]) {
    const next = { ...data, path } as DraftData;
    expect(rows.sharesFor(next, previewOf(150))).toEqual({ train: 50, validation: 20, test: 0 });
  }
});

test("what a document, undo or redo brings stays as it is, until a person changes it", () => {
  const rows = new FileRows(moons);
  let data = table("one.csv", { train: 120, validation: 40 });
  rows.noteChange(data, "replacement");
  data = after(rows, data, previewOf(200));
  expect(counts(data)).toEqual([120, 40, 0]);
  // What the lab adds leaves it as opened.
  data = { ...data, target: "kind" } as DraftData;
  rows.noteChange(data, "lab");
  expect(counts(after(rows, data, previewOf(100)))).toEqual([120, 40, 0]);
  data = { ...data, path: "two.csv" } as DraftData;
  rows.noteChange(data, "person");
  expect(counts(after(rows, data, previewOf(100)))).toEqual([70, 15, 15]);
  // The counts asked for come back with a file that can give them.
  data = { ...data, path: "three.csv", train: 70, validation: 15, test: 15 } as DraftData;
  rows.noteChange(data, "person");
  expect(counts(after(rows, data, previewOf(1000)))).toEqual([120, 40, 0]);
});

test("data without files, or of which nothing is known, is not divided", () => {
  const rows = new FileRows(moons);
  expect(rows.sharesFor(moons, previewOf(200))).toEqual({});
  const data = table("one.csv");
  rows.noteChange(data, "person");
  expect(rows.sharesFor(data, { ...previewOf(200), shape: null })).toEqual({});
  expect(rows.sharesFor(data, previewOf(1))).toEqual({});
  // The last session's counts by the usual rule were nobody's wish.
  const kept = table("one.csv", usualCounts(100));
  expect(counts(after(new FileRows(kept), kept, previewOf(300)))).toEqual([210, 45, 45]);
});
