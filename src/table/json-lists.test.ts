import { expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

const row = (at: number): string => `[${at % 7}.5, ${at}, "${"ab"[at % 2]}"]`;
const names = ({ columns }: { columns: readonly { name: string }[] }) => columns.map(({ name }) => name);

test.each([
  ["a list in each line", lines(30, row)],
  ["one list of lists", `[${lines(29, (at) => `${row(at)},`)}${row(29)}]`],
  ["one list in one line", `[${Array.from({ length: 30 }, (_, at) => row(at)).join(", ")}]`],
])("JSON, %s, is a table without names", async (_, text) => {
  const table = await readText(text, { file: "rows.jsonl" });
  expect(errorsOf(table)).toEqual([]);
  expect(table).toMatchObject({ format: "json", header: false, rows: 30, target: 2 });
  expect(names(table)).toEqual(["", "", ""]);
  expect(table.classes.map(({ name }) => name)).toEqual(["a", "b"]);
});

test("a first list of words above numbers names the columns", async () => {
  const table = await readText(`["width", "height", "kind"]\n${lines(30, row)}`);
  expect(table).toMatchObject({ format: "json", header: true, rows: 30 });
  expect(names(table)).toEqual(["width", "height", "kind"]);
});

test("lists of numbers in each row are as many columns", async () => {
  const table = await readText(lines(30, (at) => `["${"ab"[at % 2]}", [${at}, ${at % 3}]]`));
  expect(errorsOf(table)).toEqual([]);
  expect(table.columns.map(({ kind }) => kind)).toEqual(["category", "number", "number"]);
});

test("lists of other lengths are told with their lines", async () => {
  const text = lines(30, (at) => (at === 6 ? "[1, 2]" : at === 9 ? "[1, 2, 3, 4]" : row(at)));
  const told = errorsOf(await readText(text));
  expect(told).toEqual([expect.stringContaining("do not have 3 cells as the others: 2 (lines: 7, 10)")]);
});

test.each([
  ["lists and records", `${row(0)}\n{"a": 1}\n`, "line 2 is no record"],
  ["one list of numbers", "[1, 2, 3]\n", "is JSON, but no list of records"],
  ["a bracket that is never closed", `${row(0)}\n[1, 2,`, "line 2 is no record"],
])("%s are refused", async (_, text, told) => {
  expect(errorsOf(await readText(text))).toEqual([expect.stringContaining(told)]);
});

test("brackets that are no JSON are text", async () => {
  const table = await readText(lines(30, (at) => `[${at % 5},${at % 3}),${"ab"[at % 2]}`));
  expect(table.format).toBe("text");
});
