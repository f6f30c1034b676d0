import { describe, expect, test } from "vitest";
import { errorsOf, lines, readText } from "./testing";

const cells = (row: number) => [["red", "blue"][row % 2]!, `${((row * 13) % 30) / 8}`, `${row % 3}`];
const plain = `colour,length,label\n${lines(30, (row) => cells(row).join(","))}`;
const names = ["colour", "length", "label"];
const drawn = (row: readonly string[]) => `| ${row.map((cell) => cell.padEnd(8)).join(" | ")} |`;
const inColumns = (row: readonly string[], between: string) =>
  row.map((cell) => cell.padEnd(8)).join(between);
const grid = "+----------+----------+----------+\n";

/** What a table tells, but for what stands around it. */
async function told(text: string) {
  const { columns, classes, duplicates, rows, problems } = await readText(text);
  const shown = columns.filter(({ reason }) => reason?.code !== "isEmpty");
  return { columns: shown.map(({ number: _, ...column }) => column), classes, duplicates, rows, problems };
}

describe("lines that are drawn between rows are no rows", () => {
  test.each([
    ["Markdown", `${drawn(names)}\n|----|---:|:--:|\n${lines(30, (row) => drawn(cells(row)))}`],
    [
      "Markdown with short rules",
      `${drawn(names)}\n| - | -: | :-: |\n${lines(30, (row) => drawn(cells(row)))}`,
    ],
    [
      "Markdown without outer bars",
      `colour | length | label\n---|---|---\n${lines(30, (row) => cells(row).join(" | "))}`,
    ],
    ["Emacs", `${drawn(names)}\n|----+----+----|\n${lines(30, (row) => drawn(cells(row)))}`],
    ["MySQL", `${grid}${drawn(names)}\n${grid}${lines(30, (row) => drawn(cells(row)))}${grid}`],
    [
      "PostgreSQL",
      `${inColumns(names, " | ")}\n---------+----------+-------\n${lines(30, (row) => inColumns(cells(row), " | "))}(30 rows)\n\n`,
    ],
    [
      "a grid",
      `${grid}${drawn(names)}\n${grid.replaceAll("-", "=")}${lines(30, (row) => `${drawn(cells(row))}\n${grid.trim()}`)}`,
    ],
    [
      "columns between rules",
      `${inColumns(names, "  ")}\n========  ========  ========\n${lines(30, (row) => inColumns(cells(row), "  "))}========  ========  ========\n`,
    ],
  ])("%s", async (_, text) => {
    expect(await told(text)).toEqual(await told(plain));
  });

  test("a row of dashes between commas holds gaps", async () => {
    const table = await readText(
      `a,b,c\n${lines(20, (row) => (row === 9 ? "---,---,---" : `${row / 8},${row % 3},${row % 7}`))}`,
    );
    expect(table).toMatchObject({ rows: 20, gaps: { cells: 3, rows: 1 } });
  });
});

describe("titles that a spreadsheet has filled up with delimiters are no rows", () => {
  const header = "day;purpose;amount;currency";
  const rows = lines(
    40,
    (row) =>
      `${1 + (row % 28)}.03.2025;${["rent", "food"][row % 2]};${row - 9},5;${["EUR", "USD"][(row % 3) % 2]}`,
  );
  test.each([
    ["Statement;;;\nAccount;DE12 3456;;\nPeriod;01.01.2025 - 31.12.2025;;\n;;;\n", 3],
    ["Account:;DE12 3456;;\n\n", 1],
    ["Station;5;;\nHeight;300 m;;\nOwner;Kim;;\n;;;\n", 3],
    ["Account;DE12 3456\nOwner;Kim\n\n", 2],
  ])("%j", async (titles, count) => {
    const table = await readText(`${titles}${header}\n${rows}`);
    const alone = await readText(`${header}\n${rows}`);
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ rows: 40, header: true, skippedLines: count, columns: alone.columns });
  });

  test("a closing balance below is no row either", async () => {
    const table = await readText(`${header}\n${rows}Saldo;;1.234,56;EUR\n`);
    expect(table).toMatchObject({ rows: 40, problems: [{ code: "totalsLeftOut" }] });
  });

  test("rows that lack their last value stay rows", async () => {
    const some = lines(10, (row) => `${row},${row / 8},${row === 0 ? "" : "xy"[row % 2]}`);
    expect(await readText(`id,size,kind\n${some}`)).toMatchObject({
      rows: 10,
      header: true,
      skippedLines: 0,
    });
  });
});
