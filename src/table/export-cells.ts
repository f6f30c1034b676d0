import { type CellUnit, numberCell } from "./cell-units";
import type { Column, TableTask } from "./description";
import { cellName, type Engine, sqlName, sqlText } from "./duckdb";
import { gapWordsOf } from "./gaps";
import type { DecimalMark } from "./numbers";
import { digitsSql, isGapSql } from "./values";

interface ReadCells {
  readonly columns: readonly Column[];
  readonly header: boolean;
  readonly task: TableTask | null;
  /** Decimal marks of the columns of numbers, by their place. */
  readonly marks: ReadonlyMap<number, DecimalMark>;
  readonly units: ReadonlyMap<number, CellUnit>;
}

/** Writes the table as the lab reads it: UTF-8, commas, decimal points, gaps empty, without empty rows and columns. */
export async function exportCells(
  engine: Engine,
  { columns, header, task, marks, units }: ReadCells,
  path: string,
): Promise<void> {
  const taken = new Set<string>();
  const values = columns
    .filter(({ reason }) => reason.code !== "isEmpty")
    .map((column) => {
      const place = column.number - 1;
      const cell = cellName(place);
      const isClasses = column.role === "target" && task === "classification";
      const mark = isClasses ? undefined : marks.get(place);
      const value = mark ? digitsSql(`trim(${numberCell(place, units)})`, mark) : cell;
      // DuckDB compares names without regard to case.
      let name = column.name || `column ${column.number}`;
      while (taken.has(name.toLowerCase())) name += "_";
      taken.add(name.toLowerCase());
      return `CASE WHEN NOT ${isGapSql(cell, gapWordsOf(column, task))} THEN ${value} END AS ${sqlName(name)}`;
    });
  if (values.length === 0) return;
  await engine.run(
    `COPY (SELECT ${values.join(", ")} FROM cells ORDER BY n) TO ${sqlText(path)} (FORMAT csv, HEADER ${header})`,
  );
}
