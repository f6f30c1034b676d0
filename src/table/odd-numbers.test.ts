import { expect, test } from "vitest";
import { readTable } from "./read-table";
import { lines, readText } from "./testing";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

test.each([
  ["(1,234.5)", "2,000.5", ";", -1234.5],
  ["($1,234)", "$2,000.5", ";", -1234],
  ["$(1,234)", "$2,000.5", ";", -1234],
  ["(1.234,5)", "2.000,5", ";", -1234.5],
  ["1.234,56-", "2.000,56", ";", -1234.56],
  ["12.5-", "20.5", ",", -12.5],
  ["12.5\u2212", "20.5", ",", -12.5],
  ["(12 %)", "20 %", ",", -12],
  ["€ (12.5)", "€ 20.5", ",", -12.5],
])("%s beside %s is a negative number", async (negative, positive, delimiter, expected) => {
  const rows = lines(30, (row) => [row % 3 === 0 ? negative : positive, "xy"[row % 2]].join(delimiter));
  const text = `amount${delimiter}kind\n${rows}`;
  const { columns, problems } = await readText(text);
  expect(problems.filter(({ level }) => level === "error")).toEqual([]);
  expect(columns[0]).toMatchObject({ kind: "number", reason: { parameters: { least: expected } } });
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  try {
    const [file, csv] = [join(folder, "table.csv"), join(folder, "read.csv")];
    writeFileSync(file, text);
    await readTable(file, { csv });
    expect(readFileSync(csv, "utf8").split("\n")[1]).toBe(`${expected},x`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["12,34,567", 1234567],
  ["５２．５", 52.5],
  ["４５９", 459],
])("%s is the number %d", async (text, expected) => {
  const rows = lines(30, (row) => `${row % 3 === 0 ? text : "0.5"};${"xy"[row % 2]}`);
  const { columns } = await readText(`amount;kind\n${rows}`);
  expect(columns[0]).toMatchObject({ kind: "number", reason: { parameters: { most: expected } } });
});

test("a column half of numbers that is read as words is told", async () => {
  const rows = lines(60, (row) => `${row % 3 === 0 ? `<0.${row}` : row / 8},${row % 7},${"xy"[row % 2]}`);
  const { columns, problems } = await readText(`measured,size,kind\n${rows}`);
  expect(columns[0]).toMatchObject({ kind: "text", role: "left out" });
  expect(problems).toMatchObject([{ code: "numbersWithWords", parameters: { names: "measured" } }]);
});

test.each(["(a)", "(1", "1)", "--1", "-1-", "(-1)", "()", "-"])("%s is no negative number", async (cell) => {
  const rows = lines(60, (row) => `${row === 7 ? cell : ((row * 17) % 60) / 8},${"xy"[row % 2]}`);
  const { columns, gaps, problems } = await readText(`amount,kind\n${rows}`);
  expect(columns[0]).toMatchObject({ kind: "number", reason: { parameters: { least: 0 } } });
  expect(gaps.cells + problems.filter(({ code }) => code === "wordsAmongNumbers").length).toBe(1);
});
