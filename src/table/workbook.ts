import { fileSize } from "../data/files";
import { withZip, type ZippedFile } from "../data/files-in-zip";
import type { TableNotation } from "../fields/table";
import { LabError } from "../messages/failure";
import { errorOf, type Problem } from "./description";
import type { FoundDialect } from "./dialect";
import { normalCells } from "./normal-cells";
import type { Reading } from "./reading";
import { layoutOf } from "./layout";
import { tooManyCells } from "./limits";
import { RowSorter, sampleRows } from "./normalise";
import type { OpenedTable, ToldColumn } from "./opened";
import { RowWriter } from "./row-writer";
import { readSheet, type SheetRow } from "./workbook-sheet";
import { dateStyles, sharedTexts } from "./workbook-values";
import { readXml } from "./workbook-xml";

/** Parts of a workbook. */
const mostFiles = 10_000;
/** Unpacked bytes of a sheet: a million rows of some 50 cells. */
const mostSheetBytes = 2 ** 32;

/**
 * Opens the first sheet of an Excel workbook (ECMA-376: a zip of XML files) as if it had been saved as CSV. Cells have
 * the values that Excel computed last; dates are dates.
 * @param target for the rows, as DuckDB reads them
 */
export async function openWorkbook(
  path: string,
  target: string,
  { header }: Pick<TableNotation, "header">,
  reading: Reading,
): Promise<OpenedTable | Problem> {
  try {
    return await withZip(path, async (zipped) =>
      openSheet(await partsOf(zipped, await fileSize(path)), target, { header, reading }),
    );
  } catch (error) {
    if (error instanceof LabError && error.code !== "fileDamaged") throw error;
    return errorOf(error instanceof RangeError ? "fileTooLarge" : "fileIsDamaged");
  }
}

type Parts = ReadonlyMap<string, ZippedFile>;

async function partsOf(zipped: AsyncIterable<ZippedFile>, size: number): Promise<Parts> {
  const parts = new Map<string, ZippedFile>();
  let packed = 0;
  for await (const file of zipped) {
    packed += file.packed;
    // Files of a zip that share bytes can unpack to anything.
    if (packed > size || parts.size === mostFiles) throw new Error("no workbook has such parts");
    parts.set(file.name.toLowerCase(), file);
  }
  return parts;
}

async function openSheet(
  parts: Parts,
  target: string,
  { header, reading }: { header: boolean | undefined; reading: Reading },
): Promise<OpenedTable | Problem> {
  const workbook = parts.get("xl/workbook.xml");
  // Excel's binary workbooks, and other programs' files.
  if (!workbook) return errorOf(parts.has("xl/workbook.bin") ? "fileIsSpreadsheet" : "fileIsBinary");
  const { sheet: id, from1904 } = await firstSheet(workbook);
  const sheet = parts.get(await placeOf(parts.get("xl/_rels/workbook.xml.rels"), id));
  if (!sheet) return errorOf("fileIsDamaged");
  if (sheet.size > mostSheetBytes) return errorOf("fileTooLarge");
  const texts = await sharedTexts(parts.get("xl/sharedstrings.xml"));
  const dates = await dateStyles(parts.get("xl/styles.xml"));
  const values = { texts, dates, from1904 };
  const sample: SheetRow[] = [];
  let columns = 0;
  let rows = 0;
  await readSheet(sheet, values, (row) => {
    if (sample.length < sampleRows) sample.push(row);
    columns = Math.max(columns, row.cells.length);
    rows += 1;
  });
  // A cell takes some bytes, but one far to the right makes each row as long.
  const excess = tooManyCells(rows, columns, 10_000_000 + sheet.size);
  if (excess) return excess;
  if (columns === 0) return errorOf("noRows");
  const padded = (cells: readonly string[]): string[] =>
    Array.from({ length: columns }, (_, place) => cells[place] ?? "");
  const layout = layoutOf(
    sample.map(({ cells }) => ({ ...rowOf, cells: padded(cells) })),
    header,
  );
  const sorter = new RowSorter(layout, dialect);
  const writer = new RowWriter(target);
  const hasOther = new Set<number>();
  try {
    await readSheet(
      sheet,
      values,
      ({ cells, numbers, line }) => {
        const kept = sorter.add({ ...rowOf, cells: padded(cells), line });
        if (!kept) return;
        writer.add(kept);
        cells.forEach((cell, place) => {
          if (cell !== "" && !numbers.has(place)) hasOther.add(place);
        });
      },
      () => writer.flush(),
    );
  } finally {
    await writer.end();
  }
  const told = new Map<number, ToldColumn>();
  for (let place = 0; place < columns; place++) if (!hasOther.has(place)) told.set(place, { kind: "number" });
  return {
    format: "xlsx",
    encoding: null,
    delimiter: null,
    header: layout.header,
    columns,
    told,
    load: async (engine) => {
      const cells = await normalCells(engine, target, { columns, longest: writer.longest }, reading);
      return { longest: writer.longest, ...sorter.end(), ...cells };
    },
  };
}

/** For what looks at cells of several lines. */
const dialect: FoundDialect = {
  ...({ delimiter: ",", quote: '"', backslash: false } as const),
  ...{ byLineFeeds: true, isDivided: true, start: 0 },
};

const rowOf = { next: 0, lineEnds: 0, misplaced: 0, isTooLong: false } as const;

/** The first sheet that is shown. */
async function firstSheet(workbook: ZippedFile): Promise<{ sheet: string; from1904: boolean }> {
  let sheet = "";
  let from1904 = false;
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = ["1", "true"].includes(attributes["date1904"] ?? "");
      const isShown = (attributes["state"] ?? "visible") === "visible";
      if (name === "sheet" && isShown && sheet === "") {
        sheet = Object.entries(attributes).find(([key]) => /^\w+:id$/.test(key))?.[1] ?? "";
      }
    },
  });
  return { sheet, from1904 };
}

async function placeOf(relations: ZippedFile | undefined, id: string): Promise<string> {
  let place = "";
  await (relations &&
    readXml(relations, {
      open: (name, attributes) => {
        if (name === "Relationship" && attributes["Id"] === id) place = attributes["Target"] ?? "";
      },
    }));
  return (place.startsWith("/") ? place.slice(1) : `xl/${place}`).toLowerCase();
}
