import type { RawColumn, RawValue } from "../../../fields/raw-row";
import { fewOf } from "../../../messages/few";
import { type Failure, failureOf, LabError } from "../../../messages/failure";
import { withoutUnit } from "../../../table/cell-units";
import { cellName, type Engine, sqlText } from "../../../table/duckdb";
import { gapWordsOf } from "../../../table/gaps";
import { type DateWriting, dateOrderOf, momentSql } from "../../../table/moments";
import { booleanWords, type DecimalMark, momentPattern } from "../../../table/numbers";
import type { Cells } from "../../../table/read-table";
import { numberSql } from "../../../table/values";

/** How a cell becomes a raw value of a column. */
export interface CellReader {
  /** SQL of its number, beside its text; null where only the text counts. */
  readonly sql: string | null;
  /** @param number what `sql` gave. @returns the value, or why there is none */
  read(text: string | null, number: number | null): RawValue | { readonly failure: Failure };
  readonly dates?: DateWriting;
}

/** @param place of the column in the file */
export async function readerOf(
  column: RawColumn,
  place: number,
  mark: DecimalMark,
  { engine, units }: Pick<Cells, "engine" | "units">,
): Promise<CellReader> {
  const cell = cellName(place);
  const unit = units.get(place);
  const { kind } = column;
  const gaps = gapWordsOf({ kind, role: "feature" }, null);
  const gap = gapValue(column);
  const isGap = (text: string | null): text is null =>
    text === null || gaps.includes(text.trim().toLowerCase());
  const refuse = (code: "valueNoNumber" | "valueNoDate", text: string) => refused(code, column, text);
  if (kind === "number") {
    return {
      // A number of another unit is none of this column.
      sql: numberSql(unit?.unit === column.unit ? withoutUnit(cell, unit) : cell, mark),
      read: (text, number) => (isGap(text) ? gap : isFloat(number) ? number : refuse("valueNoNumber", text)),
    };
  }
  if (kind === "date") {
    const dates = await dateOrderOf(engine, cell);
    return {
      sql: `CASE WHEN regexp_matches(trim(${cell}), ${sqlText(momentPattern)}) THEN (${momentSql(cell, dates.order)})::DOUBLE END`,
      read: (text, number) => (isGap(text) ? gap : isFloat(number) ? number : refuse("valueNoDate", text)),
      dates,
    };
  }
  if (kind === "category") {
    const known = new Set(column.categories);
    return {
      sql: null,
      read: (text) => {
        if (text !== null && known.has(text)) return text;
        return isGap(text) ? gap : refused("valueNoCategory", column, text, [...known]);
      },
    };
  }
  const no = await noOf(column, cell, engine);
  return {
    sql: null,
    read: (text) => {
      if (text === column.yes) return true;
      if (isGap(text)) return gap;
      return no === null || text === no || sameWord(text, no)
        ? false
        : refused("valueNoCategory", column, text, [column.yes ?? "", no]);
    },
  };
}

/** Of a number that a network can be given. */
const isFloat = (value: number | null): value is number =>
  value !== null && Number.isFinite(Math.fround(value));

const sameWord = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Only gaps that training filled are filled here. */
function gapValue({ column, hasGaps }: RawColumn): null | { failure: Failure } {
  return hasGaps ? null : { failure: failureOf(new LabError("valueMissing", { column })) };
}

function refused(
  code: "valueNoNumber" | "valueNoDate" | "valueNoCategory",
  { column }: RawColumn,
  text: string,
  values: readonly string[] = [],
): { failure: Failure } {
  const value = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  const about = { column, value };
  const known = values.length > 0 ? { ...about, values: fewOf(values, 12) } : about;
  return { failure: failureOf(new LabError(code, known)) };
}

/**
 * The text of no beside that of yes: of known words the other one; else the only other text of the file. Null where
 * the file has no other.
 */
async function noOf({ yes = "" }: RawColumn, cell: string, engine: Engine): Promise<string | null> {
  const pair = booleanWords.find(([word]) => sameWord(word, yes));
  if (pair) return pair[1];
  const rows = await engine.rows(`SELECT DISTINCT ${cell} AS v FROM cells WHERE ${cell} IS NOT NULL LIMIT 4`);
  const gaps = gapWordsOf({ kind: "boolean", role: "feature" }, null);
  const others = rows
    .map(({ v }) => String(v))
    .filter((text) => text !== yes && !gaps.includes(text.trim().toLowerCase()));
  return others.length === 1 ? others[0]! : null;
}
