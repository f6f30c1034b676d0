import { expect, test } from "vitest";
import { withTable } from "./read-table";
import { errorsOf, readText } from "./testing";
import { sheetRows, workbook, workbookParts } from "./workbook.testing";
import { zipOf } from "../data/npz/testing";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const read = (rows: string, more?: Record<string, string>) =>
  readText(workbook(rows, more), { file: "book.xlsx" });

/** All cells of the table, as text. */
async function cellsOf(content: Buffer): Promise<unknown[][]> {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  try {
    const path = join(folder, "book.xlsx");
    writeFileSync(path, content);
    return await withTable(path, {}, async (_, cells) =>
      (await cells!.engine.rows("SELECT * EXCLUDE n FROM cells ORDER BY n")).map((row) => Object.values(row)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const plain = Array.from({ length: 40 }, (_, row) => [
  row % 7 ? row / 7 : null,
  row % 3,
  row % 2 === 0,
  ["red", "green"][row % 2]!,
]);

test("a table below a title, a merged cell and empty rows", async () => {
  const rows = sheetRows([["My shop, 2024"]]) + sheetRows([["x", "grade", "sold", "kind"], ...plain], 4);
  const table = await read(rows);
  expect(errorsOf(table)).toEqual([]);
  expect(table).toMatchObject({
    ...{ format: "xlsx", encoding: null, delimiter: null, decimal: ".", header: true },
    ...{ rows: 40, skippedLines: 1, emptyRows: 2, target: 3, task: "classification" },
  });
  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ["x", "number"],
    ["grade", "number"],
    ["sold", "boolean"],
    ["kind", "category"],
  ]);
  expect(table.columns[0]!.gaps).toBe(6);
});

test("numbers keep their last bit and their point; formulas, dates, shared and rich texts are what they show", async () => {
  const cell = (name: string, type: string, value: string, style = "") =>
    `<c r="${name}" ${type}${style}><f>1+1</f><v>${value}</v></c>`;
  const row = (line: number) =>
    `<row r="${line}">${cell(`A${line}`, "", "0.30000000000000004")}${cell(`B${line}`, "", "1.125")}${cell(`C${line}`, "", "45000.25", ' s="1"')}${cell(`D${line}`, "", "45000", ' s="2"')}${cell(`E${line}`, 't="s"', String(line % 2))}${cell(`F${line}`, 't="str"', "a &amp; b")}${cell(`G${line}`, 't="e"', "#N/A")}</row>`;
  const content = workbook(sheetRows([["a", "b", "c", "d", "e", "f", "g"]]) + row(2) + row(3), {
    "xl/sharedStrings.xml":
      "<sst><si><t>one</t></si><si><r><t>tw</t></r><r><t>o</t></r><rPh><t>no</t></rPh></si></sst>",
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\ mmm\\ yyyy&quot; h&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>',
  });
  const values = ["0.30000000000000004", "1.125", "2023-03-15 06:00:00", "2023-03-15"];
  expect(await cellsOf(content)).toEqual([
    [...values, "one", "a & b", "#N/A"],
    [...values, "two", "a & b", "#N/A"],
  ]);
});

test("cells and rows without a place of their own follow one another", async () => {
  const rows = ["x,y,kind", ...plain.map(([x, y, , kind]) => `${x ?? 0},${y},${kind}`)].map((line) =>
    line.split(","),
  );
  const xml = rows
    .map((cells) => `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join("")}</row>`)
    .join("");
  expect(await read(xml)).toMatchObject({ rows: 40, features: 2, target: 2 });
});

test.each<[string, Buffer, string]>([
  [
    "a cell far to the right of many rows",
    workbook(
      `${sheetRows([["x"]])}<row r="2"><c r="XFD2"><v>1</v></c></row>${Array.from({ length: 9000 }, (_, row) => `<row r="${row + 3}"><c r="A${row + 3}"><v>1</v></c></row>`).join("")}`,
    ),
    "cells that the lab reads",
  ],
  ["rows out of order", workbook('<row r="3"><c r="A3"><v>1</v></c></row><row r="2"/>'), "is damaged"],
  ["a text that is not there", workbook('<row r="1"><c r="A1" t="s"><v>5</v></c></row>'), "is damaged"],
  [
    "entities",
    workbook("", { "xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>' }),
    "is damaged",
  ],
  ["no sheet", zipOf({ "xl/workbook.xml": Buffer.from("<workbook/>") }), "is damaged"],
  ["an empty sheet", workbook(""), "no rows"],
  ["a binary workbook", zipOf({ "xl/workbook.bin": Buffer.from("x") }), ".xlsb"],
  [
    "a text document",
    zipOf({ "[Content_Types].xml": Buffer.from("<Types/>"), "word/document.xml": Buffer.from("<x/>") }),
    "no text",
  ],
  [
    "a spreadsheet of OpenOffice",
    zipOf({ mimetype: Buffer.from("application/vnd.oasis.opendocument.spreadsheet") }),
    ".ods",
  ],
  ["half a workbook", workbook(sheetRows(plain)).subarray(0, 900), "is damaged"],
])("%s is refused by name", async (_, content, sentence) => {
  expect(errorsOf(await readText(content, { file: "book.xlsx" }))).toEqual([
    expect.stringContaining(sentence),
  ]);
});

test("a sheet that promises gigabytes is refused before it is read", async () => {
  const parts = workbookParts(sheetRows(plain));
  const content = zipOf(parts, true);
  // The unpacked size in the directory, as a bomb has it.
  const name = Buffer.from("xl/worksheets/sheet1.xml");
  const at = content.lastIndexOf(name) - 46;
  content.writeUInt32LE(0xfffffffe, at + 24);
  expect(errorsOf(await readText(content, { file: "book.xlsx" }))).toEqual([
    expect.stringMatching(/damaged|more than fits/),
  ]);
});

test("a first sheet that only tells about the table is passed over, and the other sheets are told", async () => {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const sheet = (rows: string) => `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`;
  const names = ["About", "Samples", "Old"];
  const content = workbook("", {
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, at) => `<Relationship Id="rId${at + 1}" Target="worksheets/sheet${at + 1}.xml"/>`).join("")}</Relationships>`,
    "xl/worksheets/sheet1.xml": sheet(sheetRows([["Made by us"], ["See the next sheet"]])),
    "xl/worksheets/sheet2.xml": sheet(
      sheetRows([["x", "grade", "sold", "kind"], ...plain, ["Total", null, 99]]),
    ),
    "xl/worksheets/sheet3.xml": sheet(sheetRows([["x", "y"]])),
  });
  const table = await readText(content, { file: "book.xlsx" });
  expect(table).toMatchObject({ rows: plain.length, header: true });
  expect(table.columns[0]).toMatchObject({ name: "x", kind: "number" });
  expect(table.problems.map(({ code, parameters }) => [code, parameters])).toEqual([
    ["otherSheets", { name: "Samples", names: "About, Old" }],
    ["totalsLeftOut", expect.any(Object)],
  ]);
});
