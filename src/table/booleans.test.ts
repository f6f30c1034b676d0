import { describe, expect, test } from "vitest";
import { dataSchema } from "../data/kinds";
import { previewData } from "../data/load";
import { rawData, temporaryFile } from "../data/testing";
import { booleanWords, gapWordsInText } from "./numbers";
import { readTable } from "./read-table";

const rows = 24;
/** Every eighth cell is a gap, the others are yes and no in turn. */
const tableOf = (yes: string, no: string, gap: string, behind = "size") => {
  const lines = Array.from({ length: rows }, (_, row) => {
    const word = row % 8 === 7 ? gap : row % 2 ? yes : no;
    const size = `${(row * 7) % 11}.5`;
    return behind === "size" ? `${word},${size}` : `${size},${word}`;
  });
  const header = behind === "size" ? "smoker,size" : "size,smoker";
  return temporaryFile("people.csv", [header, ...lines].join("\n"));
};

describe.each(booleanWords)("%s and %s", (yes, no) => {
  test.each(["", ...gapWordsInText, "NA", " N/A ", "NaN"])("with gaps written as %j", async (gap) => {
    const path = tableOf(yes, no, gap);
    const { columns, gaps } = await readTable(path, { target: "size" });
    expect(columns[0]).toMatchObject({
      kind: "boolean",
      role: "feature",
      gaps: 3,
      reason: { code: "isBoolean" },
    });
    expect(columns[0]!.kinds).toContain("boolean");
    expect(gaps).toMatchObject({ cells: 3, rows: 3 });
  });
});

test("a gap is left out, or filled in as the most frequent", async () => {
  const path = tableOf("Yes", "No", "NA");
  const data = { source: "table", path, target: "size", task: "regression", train: 14, validation: 7 };
  const preview = await previewData(dataSchema.parse(data));
  expect(preview).toMatchObject({ rows: 21, shape: { features: 1 }, failure: null });
  const filled = dataSchema.parse({ ...data, train: 16, validation: 8, gaps: "fill", ...preview.proposed });
  const { train, validation } = await rawData(filled);
  for (const split of [train, validation])
    expect([...split.inputs].every((x) => x === 0 || x === 1)).toBe(true);
});

test("of classes, a word for a gap is a class of its own", async () => {
  const { columns, classes, target } = await readTable(tableOf("yes", "no", "NA", "target"), {
    target: "smoker",
  });
  expect(columns[target!]).toMatchObject({ name: "smoker", kind: "category", role: "target", gaps: 0 });
  expect(classes).toEqual([
    { name: "NA", rows: 3 },
    { name: "no", rows: 12 },
    { name: "yes", rows: 9 },
  ]);
});

test.each([
  ["a third word", "maybe"],
  ["a dash, which is a word among words", "-"],
])("%s makes categories", async (_what, word) => {
  const { columns } = await readTable(tableOf("yes", "no", word), { target: "size" });
  expect(columns[0]).toMatchObject({ kind: "category" });
});

test("a column of nothing but words for gaps is empty", async () => {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${["NA", "?", ""][row % 3]},${row % 5}.5,${"ab"[row % 2]}`,
  );
  const { columns, gaps } = await readTable(temporaryFile("gaps.csv", ["x,size,kind", ...lines].join("\n")));
  expect(columns[0]).toMatchObject({ role: "left out", reason: { code: "isEmpty" } });
  expect(gaps).toMatchObject({ cells: 0, rows: 0 });
});
