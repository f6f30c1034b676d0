import { type CellUnit, numberCell } from "./cell-units";
import type { Column } from "./description";
import { cellName, type Engine } from "./duckdb";
import { joint } from "./heads";
import { dateOrderOf, momentSql } from "./moments";
import type { DecimalMark } from "./numbers";
import { numberSql } from "./values";

/** Fewer rows often rise by chance. */
const fewestRows = 20;
/** Most columns fall within these, and need no look at the whole file. */
const lookedAtFirst = 1000;

/** Names of numbers that are times. */
const timeName =
  /^(?:t|time|times|timestamp|date|datetime|year|elapsed|epoch_?time|unix_?time|시간|시각|날짜|일시|연도|년도|연월|時間|時刻|日時|日付|年|时间|日期|zeit|datum|jahr|zeitpunkt|temps|fecha|año)(?:[ _.([].*)?$/i;

const isTimeName = (name: string): boolean => timeName.test(name.split(joint).at(-1)!);

/**
 * The first column that holds times which only rise from row to row: then the file is likely sorted by time.
 * @param marks decimal marks of the columns of numbers, by place
 * @param units that stand in their cells, by place
 * @returns null if there is none
 */
export async function risingTime(
  engine: Engine,
  rows: number,
  columns: readonly Column[],
  marks: ReadonlyMap<number, DecimalMark>,
  units: ReadonlyMap<number, CellUnit>,
): Promise<Column | null> {
  if (rows < fewestRows) return null;
  for (const column of columns) {
    const { kind, role, name, number, values } = column;
    const cell = cellName(number - 1);
    const mark = marks.get(number - 1);
    const isTime = kind === "date" || (kind === "number" && mark !== undefined && isTimeName(name));
    if (!isTime || role === "target" || values < 3) continue;
    const value =
      kind === "date"
        ? momentSql(cell, (await dateOrderOf(engine, cell)).order)
        : numberSql(numberCell(number - 1, units), mark!);
    if (
      (await rises(engine, value, lookedAtFirst)) &&
      (rows <= lookedAtFirst || (await rises(engine, value)))
    )
      return column;
  }
  return null;
}

/** Whether no value is smaller than the one before; cells without one count as nothing. */
async function rises(engine: Engine, value: string, first?: number): Promise<boolean> {
  const some = first === undefined ? "" : `LIMIT ${first}`;
  const [row] = await engine.rows(`
    SELECT coalesce(bool_and(x >= before), true) AS rises, max(x) > min(x) AS differs FROM (
      SELECT x, lag(x) OVER (ORDER BY n) AS before FROM (
        SELECT n, ${value} AS x FROM (SELECT * FROM cells ${some})) WHERE x IS NOT NULL)`);
  return row?.["rises"] === true && row["differs"] === true;
}
