import { expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

const row = (index: number): string =>
  `${index % 2 ? "+1" : "-1"} 1:${index / 7} 3:${(index * 37) % 11} 7:-2.5e-3`;

test("what a row does not name is 0", async () => {
  const file = "rows.svm";
  const table = await readText(`# made by hand\n${lines(30, row)}\n+1 4:1 # a note\n-1\n`, { file });
  expect(errorsOf(table)).toEqual([]);
  expect(table).toMatchObject({ format: "svmlight", rows: 32, skippedLines: 1, task: "classification" });
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ["label", "target"],
    ["1", "feature"],
    ["2", "left out"],
    ["3", "feature"],
    ["4", "feature"],
    ["5", "left out"],
    ["6", "left out"],
    ["7", "feature"],
  ]);
  expect(table.classes.map(({ name, rows }) => [name, rows])).toEqual([
    ["+1", 16],
    ["-1", 16],
  ]);
  expect(table.gaps).toEqual({ cells: 0, rows: 0 });
});

test("groups are a column of their own, and features may count from 0", async () => {
  const table = await readText(
    lines(30, (index) => `${index % 3} qid:${index >> 3} 0:${index / 3} 2:${index % 5}`),
  );
  expect(table.columns.map(({ name, role }) => [name, role])).toEqual([
    ["label", "target"],
    ["qid", "left out"],
    ["0", "feature"],
    ["1", "left out"],
    ["2", "feature"],
  ]);
});

test("decimals as labels are regression", async () => {
  const table = await readText(
    lines(30, (index) => `${index * 1.7 + 0.05} 1:${index / 4} 2:${(index * 37) % 11}`),
  );
  expect(table).toMatchObject({ format: "svmlight", task: "regression", features: 2 });
});

test("lines that are no rows are told with their places", async () => {
  const table = await readText(`${lines(60, row)}1 a:b\n1 3:0.5 x\n`);
  expect(table.problems).toEqual([
    { level: "error", code: "notSvmlight", parameters: { count: 2, lines: "61, 62" } },
  ]);
});

test.each([
  ["more columns than a document can name", "1 1:1 2000000:1\n0 3:1\n", "tooManyColumns"],
  ["more cells than fit", lines(1000, (index) => `${index % 2} ${index + 1}:1 90000:1`), "tooManyCells"],
])("%s are refused by name", async (_, text, code) => {
  expect((await readText(text)).problems).toMatchObject([{ level: "error", code }]);
});

test.each([
  ["times", lines(30, (index) => `${index} 12:${String(index).padStart(2, "0")} 13:45`)],
  ["numbers", lines(30, (index) => `${index} 1.5`)],
])("%s are no features", async (_, text) => {
  expect((await readText(text)).format).toBe("text");
});
