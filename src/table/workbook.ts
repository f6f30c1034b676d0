import { fileSize } from "../data/files";
import { withZip, type ZippedFile } from "../data/files-in-zip";
import type { TableNotation } from "../fields/table";
import { LabError } from "../messages/failure";
import { fewOf } from "../messages/few";
import { errorOf, type Problem } from "./description";
import type { FoundDialect } from "./dialect";
import { MergedRows } from "./merged-cells";
import { normalCells } from "./normal-cells";
import type { Reading } from "./reading";
import { layoutOf } from "./layout";
import { tooManyCells } from "./limits";
import { type PlacedRow, RowSorter, sampleRows } from "./normalise";
import type { OpenedTable, ToldColumn } from "./opened";
import { orangeLines, orangeNames } from "./orange";
import { RowWriter } from "./row-writer";
import { readSheet, type SheetEnd, type SheetRow, type SheetValues } from "./workbook-sheet";
import { dateStyles, sharedTexts } from "./workbook-values";
import { readXml } from "./workbook-xml";

/** Parts of a workbook. */
const mostFiles = 10_000;
/** Unpacked bytes of a sheet: a million rows of some 50 cells. */
const mostSheetBytes = 2 ** 32;
/** More sheets in front of the table are not looked at. */
const mostTried = 10;

/**
 * Opens the first sheet with columns of an Excel workbook (ECMA-376: a zip of XML files) as if it had been saved as CSV. Cells have
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
  const { sheets, from1904 } = await shownSheets(workbook);
  const texts = await sharedTexts(parts.get("xl/sharedstrings.xml"));
  const dates = await dateStyles(parts.get("xl/styles.xml"));
  const values = { texts, dates, from1904 };
  const relations = parts.get("xl/_rels/workbook.xml.rels");
  const found = await firstTable(sheets.slice(0, mostTried), values, async (id) =>
    parts.get(await placeOf(relations, id)),
  );
  if ("code" in found) return found;
  const { name, file: sheet, sample, columns, end } = found;
  const others = sheets.filter((each) => each.name !== name).map((each) => each.name);
  if (columns === 0) return errorOf("noRows");
  const padded = (cells: readonly string[]): string[] =>
    Array.from({ length: columns }, (_, place) => cells[place] ?? "");
  const rows = sample.map(({ cells }) => ({ ...rowOf, cells: padded(cells) }));
  const threeLines = header === undefined ? orangeLines(rows.map(({ cells }) => cells)) : null;
  const layout = threeLines?.notation.layout ?? layoutOf(rows, header);
  const sorter = new RowSorter<PlacedRow & Pick<SheetRow, "numbers">>(layout, dialect);
  const writer = new RowWriter(target);
  const merged = new MergedRows(end.merged, layout.leading);
  const hasOther = new Set<number>();
  try {
    await readSheet(
      sheet,
      values,
      (row) => {
        const { cells, numbers, line } = merged.fill(row);
        for (const kept of sorter.add({ ...rowOf, cells: padded(cells), numbers, line })) {
          writer.add(kept.cells);
          kept.cells.forEach((cell, place) => {
            if (cell !== "" && !kept.from.numbers.has(place)) hasOther.add(place);
          });
        }
      },
      () => writer.flush(),
    );
  } finally {
    await writer.end();
  }
  const told = new Map<number, ToldColumn>();
  for (let place = 0; place < columns; place++) if (!hasOther.has(place)) told.set(place, { kind: "number" });
  const orange = threeLines ? null : orangeNames(layout.header);
  for (const [place, own] of (threeLines ?? orange)?.told ?? []) told.set(place, own);
  return {
    format: "xlsx",
    encoding: null,
    delimiter: null,
    header: orange?.names ?? layout.header,
    columns,
    told,
    load: async (engine) => {
      const cells = await normalCells(engine, target, { columns, longest: writer.longest }, reading);
      const { problems, ...sorted } = sorter.end();
      return {
        longest: writer.longest,
        ...sorted,
        problems: [
          ...problemsOfSheets(name, others),
          ...countedProblem("mergedCells", merged.filled),
          ...countedProblem("formulasWithoutValues", end.unknownFormulas),
          ...problems,
        ],
        ...cells,
      };
    },
  };
}

/** For what looks at cells of several lines. */
const dialect: FoundDialect = {
  ...({ delimiter: ",", quote: '"', backslash: false } as const),
  ...{ byLineFeeds: true, isDivided: true, start: 0 },
};

const rowOf = { next: 0, lineEnds: 0, misplaced: 0, isTooLong: false } as const;

interface Sheet {
  readonly name: string;
  readonly id: string;
}

/** The sheets that are shown, in their order. */
async function shownSheets(workbook: ZippedFile): Promise<{ sheets: readonly Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXml(workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = ["1", "true"].includes(attributes["date1904"] ?? "");
      const isShown = (attributes["state"] ?? "visible") === "visible";
      if (name !== "sheet" || !isShown) return;
      const id = Object.entries(attributes).find(([key]) => /^\w+:id$/.test(key))?.[1] ?? "";
      sheets.push({ name: attributes["name"] ?? "", id });
    },
  });
  return { sheets, from1904 };
}

interface FoundSheet {
  readonly name: string;
  readonly file: ZippedFile;
  /** The first rows. */
  readonly sample: readonly SheetRow[];
  readonly columns: number;
  readonly end: SheetEnd;
}

/** Fewer rows with two cells or more are hardly a table. */
const fewestRows = 3;

/** The first sheet that may be a table: one that only tells about the others has one column, or a line or two. */
async function firstTable(
  sheets: readonly Sheet[],
  values: SheetValues,
  fileOf: (id: string) => Promise<ZippedFile | undefined>,
): Promise<FoundSheet | Problem> {
  let first: FoundSheet | Problem | null = null;
  for (const { name, id } of sheets) {
    const file = await fileOf(id);
    const found = file ? await lookAt(name, file, values) : errorOf("fileIsDamaged");
    if ("code" in found ? first === null : mayBeTable(found)) return found;
    first ??= found;
  }
  return first === null ? errorOf("fileIsDamaged") : first;
}

const mayBeTable = ({ columns, sample }: FoundSheet): boolean =>
  columns > 1 &&
  sample.filter(({ cells }) => cells.filter((cell) => cell !== "").length > 1).length >= fewestRows;

async function lookAt(name: string, file: ZippedFile, values: SheetValues): Promise<FoundSheet | Problem> {
  if (file.size > mostSheetBytes) return errorOf("fileTooLarge");
  const sample: SheetRow[] = [];
  let columns = 0;
  let rows = 0;
  const end = await readSheet(file, values, (row) => {
    if (sample.length < sampleRows) sample.push(row);
    columns = Math.max(columns, row.cells.length);
    rows += 1;
  });
  // A cell takes some bytes, but one far to the right makes each row as long.
  const excess = tooManyCells(rows, columns, 10_000_000 + file.size);
  return excess ?? { name, file, sample, columns, end };
}

function countedProblem(code: "mergedCells" | "formulasWithoutValues", count: number): Problem[] {
  return count === 0 ? [] : [{ level: "warning", code, parameters: { count } }];
}

function problemsOfSheets(name: string, others: readonly string[]): Problem[] {
  if (others.length === 0) return [];
  return [{ level: "warning", code: "otherSheets", parameters: { name, names: fewOf(others, 5) } }];
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
