import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "../messages/zod";
import { kindOfSource, dataSources, mapDataPaths, dataSchema, fileFieldsOf } from "./kinds";
import { split, splitFields } from "./source-kind";

test("every folder is registered", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect([...dataSources].sort()).toEqual(folders.map(({ name }) => name).sort());
});

test.each(dataSources)("%s: the form has every setting, and its bounds are the document's", (source) => {
  const { schema, fields, differences, task } = kindOfSource(source);
  const own = Object.keys(schema.shape).filter((key) => key !== "source" && !Object.hasOwn(split, key));
  expect(fields.map(({ key }) => key).sort()).toEqual(own.sort());
  // Two tasks are never compared, whatever their sources say.
  expect(Object.keys(differences).sort()).toEqual(own.filter((key) => key !== "task").sort());
  expect(splitFields.map(({ key }) => key)).toEqual(Object.keys(split));
  for (const field of [...fields, ...splitFields]) {
    if (field.kind !== "number") continue;
    const bounds = z.toJSONSchema(schema.shape[field.key] as z.ZodType);
    expect([field.min, field.max], field.key).toEqual([bounds.minimum, bounds.maximum]);
  }
  if (own.includes("task")) expect(task({ task: "regression" })).toBe("regression");
  else expect(["classification", "regression"]).toContain(task({}));
});

test.each(dataSources)("%s: every path of a document is changed, and nothing else", (source) => {
  const keys = fileFieldsOf(source).map(({ key }) => key);
  const paths = Object.fromEntries(keys.map((key) => [key, `/a/${key}`]));
  const config = dataSchema.parse({ source, train: 1, validation: 1, ...paths, ...columnsOf(source) });
  const changed = Object.fromEntries(keys.map((key) => [key, `/b/a/${key}`]));
  expect(mapDataPaths(config, (path) => `/b${path}`)).toEqual({ ...config, ...changed });
});

function columnsOf(source: (typeof dataSources)[number]) {
  const columns = kindOfSource(source).fields.filter(({ kind }) => kind === "column");
  return Object.fromEntries(columns.map(({ key }) => [key, "a"]));
}
