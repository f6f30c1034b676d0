import { expect, test } from "vitest";
import { errorsOf, readText } from "./testing";
import { sheetRows, workbook } from "./workbook.testing";

/** Sheets as people make them: merged cells, heads of several lines, Orange's lines, formulas. */

type Cell = string | number | null;

const rows = Array.from({ length: 30 }, (_, row): Cell[] => [
  150 + ((row * 7) % 40) / 2,
  50 + ((row * 11) % 30),
  ["ill", "well"][row % 2]!,
]);

const merging = (main: string, ...refs: string[]) => ({
  "xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${main}</sheetData><mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells></worksheet>`,
});

const read = (cells: readonly (readonly Cell[])[], ...refs: string[]) =>
  readText(workbook("", merging(sheetRows(cells), ...refs)), { file: "book.xlsx" });

const names = ({ columns }: Awaited<ReturnType<typeof read>>) => columns.map(({ name }) => name);
const codes = ({ problems }: Awaited<ReturnType<typeof read>>) => problems.map(({ code }) => code);

test("a title, and heads of two lines with merged cells", async () => {
  const heads = [["Clinic, 2026"], ["Body", null, "Result"], ["height", "weight", "group"]];
  const table = await read([...heads, ...rows], "A1:C1", "A2:B2");
  expect(names(table)).toEqual(["Body · height", "Body · weight", "Result · group"]);
  expect([table.rows, codes(table)]).toEqual([30, ["headsJoined"]]);
  const upright = await read(
    [["Body", null, "group"], ["height", "weight", null], ...rows],
    "A1:B1",
    "C1:C2",
  );
  expect(names(upright)).toEqual(["Body · height", "Body · weight", "group"]);
  expect([upright.rows, upright.classes.map(({ name }) => name)]).toEqual([30, ["ill", "well"]]);
});

test("cells that are merged over rows have their value in each of them, and it is told", async () => {
  const groups = ["red", "green", "blue"].flatMap((group) =>
    Array.from({ length: 10 }, (_, row): Cell[] => [row === 0 ? group : null, ...rows[row]!]),
  );
  const table = await read(
    [["colour", "height", "weight", "group"], ...groups],
    "A2:A11",
    "A12:A21",
    "A22:A31",
  );
  expect(table.columns[0]).toMatchObject({ kind: "category", gaps: 0, values: 3 });
  expect(table.problems).toEqual([{ level: "warning", code: "mergedCells", parameters: { count: 27 } }]);
  const numbers = rows.map(([height, weight, group], row): Cell[] => [
    row % 3 === 0 ? row : null,
    height!,
    weight!,
    group!,
  ]);
  const refs = Array.from({ length: 10 }, (_, at) => `A${2 + 3 * at}:A${4 + 3 * at}`);
  const merged = await read([["visit", "height", "weight", "group"], ...numbers], ...refs);
  expect(merged.columns[0]).toMatchObject({ kind: "number", gaps: 0, values: 10 });
});

test("Orange's three lines", async () => {
  const table = await read([
    ["height", "weight", "group", "note"],
    ["c", "c", "d", "s"],
    [null, "ignore", "class", "meta"],
    ...rows.map((cells, row) => [...cells, `n${row}`]),
  ]);
  expect(table.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ["height", "number", "feature"],
    ["weight", "number", "left out"],
    ["group", "category", "target"],
    ["note", "text", "left out"],
  ]);
  expect([table.rows, table.problems]).toEqual([30, []]);
});

test("formulas without values are counted", async () => {
  const main = sheetRows([["height", "weight", "group"], ...rows]).replaceAll(
    /<row r="(\d+)"><c r="A\d+"><v>[^<]*<\/v><\/c>/g,
    (_, line: string) => `<row r="${line}"><c r="A${line}"><f>B${line}*2</f></c>`,
  );
  const table = await readText(workbook("", merging(main)), { file: "book.xlsx" });
  expect(table.problems).toContainEqual({
    ...{ level: "warning", code: "formulasWithoutValues", parameters: { count: 30 } },
  });
});

test("merged cells beyond reason are refused", async () => {
  const refs = Array.from({ length: 100_001 }, (_, at) => `<mergeCell ref="A${at + 1}:A1048576"/>`);
  const parts = merging(sheetRows([["x", "group"], ...rows]));
  const [name, xml] = Object.entries(parts)[0]!;
  const content = workbook("", { [name]: xml.replace("<mergeCells>", `<mergeCells>${refs.join("")}`) });
  expect(errorsOf(await readText(content, { file: "book.xlsx" }))).toEqual([
    expect.stringMatching(/more than fits/),
  ]);
});
