import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { comparisonSchema } from "../analysis/schema";
import { checkExperiment } from "../experiment/check";
import { jsonSchemas } from "./json-schema";
import { presetIds, presets } from "../experiment/presets";
import { resultSchema } from "../experiment/result";

const docs = new URL("../../docs/", import.meta.url);
const page = readFileSync(new URL("formats.md", docs), "utf8");
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text!) as object);

/** `npx vitest run src/schemas/formats.test.ts -u` writes the files again. */
test.each(["experiment", "result", "analysis", "runs"] as const)(
  "docs/%s.schema.json is up to date",
  async (name) => {
    const text = `${JSON.stringify(jsonSchemas[name], null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`../../docs/${name}.schema.json`);
  },
);

describe("the JSON Schema as it is in docs", () => {
  const read = (name: string) =>
    z.fromJSONSchema(JSON.parse(readFileSync(new URL(`${name}.schema.json`, docs), "utf8")) as never);

  test.each(presetIds)("takes the preset %s", (id) => {
    const { document, files } = presets[id];
    const given = Object.fromEntries(files.map((field) => [field, "file"]));
    expect(read("experiment").parse({ ...document, data: { ...document.data, ...given } })).toBeTruthy();
  });

  test.each([
    ["a rate of 1", { network: { layers: [{ type: "dropout", rate: 1 }] } }],
    ["an unknown field", { colour: "red" }],
    ["an unknown source", { data: { source: "letters", train: 1, validation: 1 } }],
  ])("refuses %s", (_, change) => {
    expect(read("experiment").safeParse({ ...presets.textbook.document, ...change }).success).toBe(false);
  });

  test("takes the page's result", () => {
    const result = examples.find((example) => "format" in example);
    expect(read("result").parse(result)).toBeTruthy();
  });
});

describe("docs/formats.md", () => {
  test("has examples that are right", () => {
    expect(examples).toHaveLength(3);
    for (const example of examples) {
      if ("family" in example) expect(comparisonSchema.parse(example)).toEqual(example);
      else if ("format" in example) expect(resultSchema.parse(example)).toEqual(example);
      else expect(checkExperiment(example)).toMatchObject({ faults: [], warnings: [] });
    }
  });

  test("names every field and every choice of the schemas", () => {
    const unnamed = [...wordsOf(jsonSchemas)].filter((word) => !page.includes(`\`${word}\``));
    expect(unnamed).toEqual([]);
  });
});

/** Field names and choices in a JSON Schema. */
function wordsOf(schema: unknown, words = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return words;
  const { properties, enum: choices, const: choice } = schema as Record<string, unknown>;
  for (const name of Object.keys(properties ?? {})) words.add(name);
  for (const value of [...((choices as unknown[]) ?? []), choice])
    if (typeof value === "string") words.add(value);
  for (const inner of Object.values(schema)) wordsOf(inner, words);
  return words;
}
