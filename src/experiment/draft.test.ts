import { expect, test } from "vitest";
import { checkDraft, type Draft, draftOf, withoutFiles } from "./draft";
import { presetIds, presets } from "./presets";
import { dataSources, experimentSchema } from "./schema";

const ofOneDraw = { ...presets.moons.document, evaluation: {} };
const draftFrom = (data: object): Draft => draftOf({ ...ofOneDraw, data });
const split = { train: 10, validation: 10, seed: 1 };

test.each([
  ["csv", ["path", "target"]],
  ["idx", ["images", "labels"]],
])("in a draft of %s, what is not chosen yet is absent, and the check names the files", (source, fields) => {
  const draft = draftFrom({ source, ...split });
  for (const field of fields) expect(draft.data).not.toHaveProperty(field);
  const { experiment, faults } = checkDraft(draft);
  expect(experiment).toBeNull();
  expect(faults.map(({ path }) => path)).toEqual(fields.map((field) => `data.${field}`));
  for (const { path, code } of faults) if (path !== "data.target") expect(code).toBe("fileNotChosen");
});

test("once all is chosen, a draft is an experiment, whole", () => {
  const chosen = {
    source: "csv",
    ...split,
    path: "table.csv",
    target: "kind",
    task: "classification",
    header: true,
  };
  const draft = draftFrom(chosen);
  const { experiment, faults } = checkDraft(draft, { features: 2, outputs: 2, task: "classification" });
  expect(faults).toEqual([]);
  expect(experiment).toEqual(experimentSchema.parse({ ...ofOneDraw, data: chosen }));
  expect(experiment).toEqual(draft);
});

test("placeholders of earlier versions and of presets count as not chosen", () => {
  expect(draftFrom({ source: "csv", ...split, path: "", target: "" }).data).toEqual(
    draftFrom({ source: "csv", ...split }).data,
  );
  expect(draftFrom({ source: "idx", ...split, images: "", labels: "file:1/labels" }).data).toEqual({
    source: "idx",
    ...split,
    labels: "file:1/labels",
    transposed: false,
    division: "random",
    test: 0,
  });
  for (const id of presetIds) expect(JSON.stringify(draftOf(presets[id].document).data)).not.toContain('""');
});

test("without its files, a draft keeps all else, of every source", () => {
  for (const source of dataSources) {
    const bare = draftFrom({ source, ...split });
    expect(withoutFiles(bare)).toEqual(bare);
  }
  const table = draftFrom({ source: "csv", ...split, path: "file:1/table.csv", target: 3 });
  expect(withoutFiles(table).data).toEqual({ ...draftFrom({ source: "csv", ...split }).data, target: 3 });
});

test("anything else that is missing or wrong is no draft", () => {
  expect(() => draftFrom({ source: "csv" })).toThrow();
  expect(() => draftFrom({ source: "elsewhere", ...split })).toThrow();
  expect(() => draftFrom({ source: "csv", ...split, path: 7 })).toThrow();
});
