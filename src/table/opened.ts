import type { FileFormat } from "./file-type";
import type { ColumnKind, ColumnRole, Problem, Told } from "./description";
import type { Engine } from "./duckdb";
import type { NormalTable } from "./normalise";
import type { RowsInFile } from "./rows-in-file";
import type { KnownColumn } from "./scan/known";

/** What a file itself says of a column; text files say nothing. */
export interface ToldColumn {
  readonly kind?: ColumnKind;
  readonly role?: ColumnRole;
  /** Absent where the kind's own reason says more: "numbers from 0 to 9". */
  readonly reason?: Told;
}

/** Rows that are in DuckDB as `cells`, a table or a view. */
export interface LoadedRows extends NormalTable {
  /** What is known of their columns already, by place. */
  readonly known?: ReadonlyMap<number, KnownColumn>;
  /** Where `cells` is a view of a file. */
  readonly shown?: RowsInFile;
}

/** A file in which the lab has found a table: `load` brings its rows into DuckDB as `cells`. */
export interface OpenedTable {
  readonly format: FileFormat;
  /** Null where the format has one of its own. */
  readonly encoding: string | null;
  /** Null where no character divides the cells. */
  readonly delimiter: string | null;
  /** Null if no line names the columns. */
  readonly header: readonly string[] | null;
  readonly columns: number;
  /** By the columns' places. */
  readonly told: ReadonlyMap<number, ToldColumn>;
  /** @returns what is wrong, where only the rows tell it */
  load(engine: Engine): Promise<LoadedRows | Problem>;
}
