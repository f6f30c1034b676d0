import { expect, test } from "vitest";
import { reactive } from "vue";
import { draftDataOf } from "../../src/experiment/draft";
import { type DataConfig, dataSchema } from "../../src/experiment/schema";
import { createDataShape } from "./dataShape";

const inFile = { features: 4, outputs: 3, task: "classification" } as const;
const table = dataSchema.parse({
  ...{ source: "csv", path: "a.csv", target: "kind" },
  ...{ train: 20, validation: 10 },
});

test.each<[string, Partial<Record<string, unknown>>, boolean]>([
  ["nothing", {}, true],
  ["which samples are taken", { train: 5, validation: 6, seed: 7 }, true],
  ["how rows are divided", { division: "stratified", group: undefined }, true],
  ["the file", { path: "b.csv" }, false],
  ["the target", { target: "size" }, false],
  ["the task", { task: "regression" }, false],
  ["whether there is a header", { header: false, target: 0 }, false],
])("what a file holds is known as long as its data is the same; changed: %s", (_, changes, isKnown) => {
  const draft = reactive({ data: draftDataOf(table) });
  const { shape, noteFileShape } = createDataShape(draft);
  expect(shape.value).toBeNull();
  noteFileShape(table, inFile);
  expect(shape.value).toEqual(inFile);
  Object.assign(draft.data, changes);
  expect(shape.value).toEqual(isKnown ? inFile : null);
  // An answer about data that has changed meanwhile says nothing about the present data.
  Object.assign(draft.data, table, changes);
  noteFileShape({ ...table, ...changes } as DataConfig, null);
  expect(shape.value).toBeNull();
});

test("a source that is drawn needs no file, whatever a file holds", () => {
  const draft = reactive({ data: draftDataOf({ source: "moons", train: 20, validation: 10 }) });
  const { shape, noteFileShape } = createDataShape(draft);
  noteFileShape(table, inFile);
  expect(shape.value).toEqual({ features: 2, outputs: 2, task: "classification" });
});
