import { type FeatureKind, isFeatureKind } from "../../fields/table";
import type { Column, TableDescription, TableTask } from "../../table/description";
import { numberCell } from "../../table/cell-units";
import { cellName, sqlText } from "../../table/duckdb";
import { gapWordsOf } from "../../table/gaps";
import { type DateOrder, dateOrderOf, momentSql } from "../../table/moments";
import { type DecimalMark, gapWords } from "../../table/numbers";
import type { Cells } from "../../table/read-table";
import { isGapSql, numberSql } from "../../table/values";
import { yesOf } from "../../table/wishes";
import type { TableConfig } from "./kind";

/** A column that is a feature, or several: a category has one for each of its values. */
export interface TableFeature {
  readonly column: Column;
  /** `gap`: 1 where the column has no value. */
  readonly kind: FeatureKind | "gap";
  /** Its first feature's place in a row of inputs, and how many it has. */
  readonly place: number;
  readonly width: number;
  /** SQL: its number, or the text of its category; NULL in a gap, and where a date cannot be. */
  readonly sql: string;
  /** The number of each category's feature. */
  readonly categories: ReadonlyMap<string, number>;
  /** The text that is 1; only of yes and no. */
  readonly yes?: string;
  /** What stands beside each of its numbers in the file. */
  readonly unit?: string;
}

/** How the rows of a table become inputs and targets. */
export interface Preparation {
  readonly features: readonly TableFeature[];
  /** Numbers in a row of inputs. */
  readonly width: number;
  /** SQL: the target's number, or its class as text; NULL in a gap. */
  readonly target: string;
  /** SQL: the target's text. */
  readonly targetCell: string;
  readonly targetPlace: number;
  /** Names of the classes in the order of their numbers; empty for regression. */
  readonly classes: readonly string[];
  /** SQL: whether a row is used. */
  readonly isUsed: string;
  /** The same for the scan: columns in which a used row has a value, with the texts that stand for none; null where these are not known. */
  readonly needed: readonly { readonly place: number; readonly gaps: readonly string[] }[] | null;
  /** Places of the columns of numbers that DuckDB may read as such: each row has one, and nothing asks for its text. */
  readonly bare: ReadonlySet<number>;
  /** Columns of dates that can be read in two ways. */
  readonly doubtfulDates: readonly Column[];
  /** Columns of dates with years of two digits, and how one is read. */
  readonly shortYears: readonly { readonly column: Column; readonly example: string }[];
}

/** `isUsed` where no row is left out. */
export const everyRow = "true";

/** @param table without errors */
export async function prepare(
  table: TableDescription,
  cells: Cells,
  gaps: TableConfig["gaps"],
): Promise<Preparation> {
  const { task } = table;
  const plain = await plainColumns(
    table.columns.filter((column) => isReadAsNumber(column, task)),
    cells,
  );
  const features: TableFeature[] = [];
  const doubtfulDates: Column[] = [];
  const shortYears: { column: Column; example: string }[] = [];
  let place = 0;
  for (const column of table.columns) {
    const { kind, role } = column;
    if (role !== "feature" || !isFeatureKind(kind)) continue;
    const categories = kind === "category" ? await valuesOf(column, cells) : [];
    const width = kind === "category" ? categories.length : 1;
    const dates = kind === "date" ? await dateOrderOf(cells.engine, cellName(column.number - 1)) : null;
    if (dates?.short)
      shortYears.push({ column, example: await readDate(cells.engine, dates.short, dates.order) });
    else if (dates?.isCertain === false) doubtfulDates.push(column);
    const sql = await valueSql(column, cells, plain, dates?.order);
    const numbered = new Map(categories.map((value, number) => [value, number]));
    const yes = kind === "boolean" ? { yes: await yesIn(column, cells) } : {};
    const unit = kind === "number" ? cells.units.get(column.number - 1)?.unit : undefined;
    features.push({
      ...{ column, kind, place, width, sql, categories: numbered, ...yes },
      ...(unit !== undefined && { unit }),
    });
    place += width;
    if (gaps === "fillAndMark" && column.gaps > 0) {
      const mark = `(${isGapIn(column, task)})::DOUBLE`;
      features.push({ column, kind: "gap", place, width: 1, sql: mark, categories: new Map() });
      place += 1;
    }
  }
  const target = table.columns[table.target!]!;
  // A target is never filled in: it would be an answer that nobody gave.
  const needed = [target, ...(gaps === "leaveOut" ? features.map(({ column }) => column) : [])];
  const withGaps = needed.filter((column) => column.gaps > 0);
  return {
    features,
    width: place,
    target: task === "regression" ? numberOf(target, cells, plain) : cellName(target.number - 1),
    targetCell: cellName(target.number - 1),
    targetPlace: target.number - 1,
    classes: inOrder(table.classes.map(({ name }) => name)),
    isUsed:
      withGaps.length === 0
        ? everyRow
        : withGaps.map((column) => `NOT ${isGapIn(column, task)}`).join(" AND "),
    needed: knownGaps(withGaps, task, cells),
    bare: new Set(
      [...plain].flatMap((column) => (isBare(column, table.rows, cells) ? [column.number - 1] : [])),
    ),
    doubtfulDates,
    shortYears,
  };
}

/** "03/11/26 = 2026-11-03" */
async function readDate({ rows }: Cells["engine"], text: string, order: DateOrder): Promise<string> {
  const days = momentSql(sqlText(text), order);
  const [row] = await rows(`SELECT (DATE '1970-01-01' + floor(${days})::INTEGER)::VARCHAR AS day`);
  return row?.["day"] ? `${text} = ${String(row["day"])}` : text;
}

function knownGaps(
  columns: readonly Column[],
  task: TableTask | null,
  { known }: Cells,
): Preparation["needed"] {
  const needed = columns.flatMap((column) => {
    const place = column.number - 1;
    const words = known.get(place)?.words;
    const gapWords = gapWordsOf(column, task);
    const isGap = ({ text }: { text: string }): boolean => gapWords.includes(text.trim().toLowerCase());
    return words ? [{ place, gaps: words.filter(isGap).map(({ text }) => text) }] : [];
  });
  return needed.length === columns.length ? needed : null;
}

/** SQL: whether a row has no value there. */
export function isGapIn(column: Column, task: TableTask | null): string {
  return isGapSql(cellName(column.number - 1), gapWordsOf(column, task));
}

function isReadAsNumber({ kind, role }: Column, task: TableTask | null): boolean {
  return role === "feature" ? kind === "number" : role === "target" && task === "regression";
}

/** Whole numbers by their value, as labels of other formats are; any other text by its characters. */
function inOrder(classes: readonly string[]): readonly string[] {
  const areNumbers = classes.every((name) => /^(?:0|-?[1-9]\d{0,14})$/.test(name));
  return areNumbers ? [...classes].sort((one, other) => Number(one) - Number(other)) : classes;
}

async function valueSql(
  column: Column,
  cells: Cells,
  plain: ReadonlySet<Column>,
  order: DateOrder = "dayFirst",
): Promise<string> {
  const cell = cellName(column.number - 1);
  if (column.kind === "number") return numberOf(column, cells, plain);
  const filled = (sql: string): string =>
    column.gaps === 0 ? sql : `CASE WHEN NOT ${isGapIn(column, null)} THEN ${sql} END`;
  if (column.kind === "date") return filled(momentSql(cell, order));
  if (column.kind === "category") return filled(cell);
  const yes = await yesIn(column, cells);
  return filled(`(${cell} = ${sqlText(yes)})::DOUBLE`);
}

/** The text of yes in a column of yes and no. */
async function yesIn(column: Column, cells: Cells): Promise<string> {
  const [one = "", other = one] = await valuesOf(column, cells);
  return yesOf([one, other]);
}

/** Of columns of numbers, those whose filled cells DuckDB reads by itself: a look at characters takes far longer. */
async function plainColumns(columns: readonly Column[], cells: Cells): Promise<ReadonlySet<Column>> {
  const isScanned = ({ number }: Column): boolean => cells.known.get(number - 1)?.isPlain === true;
  const scanned = columns.filter(isScanned);
  const others = columns.filter((column) => !isScanned(column));
  if (others.length === 0) return new Set(scanned);
  const odd = others.map((column, index) => {
    const cell = cellName(column.number - 1);
    const other = markOf(column, cells) === "." ? "_" : ".";
    const number = plainSql(column, cells);
    const isOdd = `${cell} IS NOT NULL AND (coalesce(NOT isfinite(${number}), true) OR contains(${cell}, '${other}'))`;
    return `count(*) FILTER (${isOdd})::DOUBLE AS o${index}`;
  });
  const [row] = await cells.engine.rows(`SELECT ${odd.join(", ")} FROM cells`);
  return new Set([...scanned, ...others.filter((_, index) => row?.[`o${index}`] === 0)]);
}

const markOf = ({ number }: Column, { marks }: Cells): DecimalMark => marks.get(number - 1) ?? ".";

function isBare(column: Column, rows: number, cells: Cells): boolean {
  const known = cells.known.get(column.number - 1);
  return known?.isPlain === true && known.facts.filled === rows && markOf(column, cells) === ".";
}

function plainSql(column: Column, cells: Cells): string {
  const cell = numberCell(column.number - 1, cells.units);
  const text = markOf(column, cells) === "." ? cell : `replace(${cell}, ',', '.')`;
  return `TRY_CAST(${text} AS DOUBLE)`;
}

function numberOf(column: Column, cells: Cells, plain: ReadonlySet<Column>): string {
  if (plain.has(column)) return plainSql(column, cells);
  const cell = cellName(column.number - 1);
  const number = numberSql(numberCell(column.number - 1, cells.units), markOf(column, cells));
  return `CASE WHEN NOT ${isGapSql(cell, gapWords)} THEN ${number} END`;
}

/** The different values of a column in the whole file, by code point. */
async function valuesOf(column: Column, cells: Cells): Promise<string[]> {
  const values = knownValues(column, cells) ?? (await differentValues(column, cells));
  // UTF-8 keeps the order of code points, UTF-16 does not.
  const bytes = values.map((value) => Buffer.from(value)).sort(Buffer.compare);
  return bytes.map(String);
}

function knownValues(column: Column, { known }: Cells): string[] | undefined {
  const gaps = gapWordsOf(column, null);
  const texts = known.get(column.number - 1)?.values?.map(({ text }) => text);
  return texts?.filter((text) => !gaps.includes(text.trim().toLowerCase()));
}

async function differentValues(column: Column, { engine }: Cells): Promise<string[]> {
  const cell = cellName(column.number - 1);
  const rows = await engine.rows(
    `SELECT DISTINCT ${cell} AS v FROM cells WHERE NOT ${isGapSql(cell, gapWordsOf(column, null))}`,
  );
  return rows.map(({ v }) => String(v));
}
