import { zipOf } from "../data/npz/testing";

/** For tests only: the parts of a workbook with one sheet. @param rows its XML */
export function workbookParts(
  rows: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, Buffer> {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="no" sheetId="2" state="hidden" r:id="rId9"/><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Target="worksheets/sheet9.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)]));
}

export function workbook(rows: string, more: Readonly<Record<string, string>> = {}): Buffer {
  return zipOf(workbookParts(rows, more), true);
}

/** Rows of cells as XML: numbers, texts, booleans; null for none. */
export function sheetRows(
  rows: readonly (readonly (string | number | boolean | null)[])[],
  first = 1,
): string {
  return rows
    .map((cells, row) => {
      const line = first + row;
      const xml = cells.map((cell, place) => cellXml(`${columnName(place)}${line}`, cell));
      return `<row r="${line}">${xml.join("")}</row>`;
    })
    .join("");
}

function cellXml(name: string, cell: string | number | boolean | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${name}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${name}" t="b"><v>${Number(cell)}</v></c>`;
  const text = cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<c r="${name}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function columnName(place: number): string {
  return (place >= 26 ? columnName(Math.floor(place / 26) - 1) : "") + String.fromCharCode(65 + (place % 26));
}
