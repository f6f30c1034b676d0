import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { previewData } from "../data/load";
import { temporaryFolder } from "../data/testing";
import { dataSchema } from "../experiment/schema";
import { isPastedTable, keepPastedTable } from "./pasted-table";

test.each([
  ["cells of a spreadsheet", "a\tb\r\n1\t2\r\n", true],
  ["lines of a CSV file", "a,b\n1,2", true],
  ["an old Mac's", "a;b\r1;2", true],
  ["Markdown", "| a | b |\n|---|:--|\n| 1 | 2 |\n", true],
  ["a database's terminal", "+---+---+\r\n| a | b |\r\n+---+---+\r\n| 1 | 2 |\r\n", true],
  ["PostgreSQL's", " a | b \n---+---\n 1 | 2 \n", true],
  ["a heading between lines", "---\nTitle | more\n---\nText\n", false],
  ["one row", "a\tb", false],
  ["one column", "a\nb\nc", false],
  ["a sentence, and more", "Dropout, as it was meant\nby its authors", false],
  ["nothing", "", false],
])("whether it is a table: %s", (_, text, expected) => {
  expect(isPastedTable(text)).toBe(expected);
});

test("the same cells are kept once, and read as they were in the spreadsheet", async () => {
  const folder = temporaryFolder();
  const rows = Array.from(
    { length: 12 },
    (_, row) => `"길이 ""cm""\n${row}"\t${row},5\t${row % 2 ? "예" : "아니요"}`,
  );
  const cells = `이름\t값\t답\r\n${rows.join("\r\n")}\r\n`;
  const path = await keepPastedTable(folder, cells);
  expect(await keepPastedTable(folder, cells)).toBe(path);
  expect(await keepPastedTable(folder, `${cells}"x"\t1\t예\r\n`)).not.toBe(path);
  expect(readdirSync(join(folder, "pasted"))).toHaveLength(2);
  expect(readFileSync(path, "utf8")).toBe(cells);
  const { table } = await previewData(dataSchema.parse({ source: "table", path, train: 5, validation: 5 }));
  expect(table!.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ["이름", "text", "left out"],
    ["값", "number", "feature"],
    ["답", "boolean", "target"],
  ]);
});
