import type { TableTextCode } from "../messages/table.en";
import type { FileFormat } from "./file-type";
import type { ColumnKind, ColumnRole, FeatureKind } from "../fields/table";
import type { Task } from "../fields/task";
import type { FailureParameters } from "../messages/failure";

export type { ColumnKind, ColumnRole };
export type TableTask = Task;

/** Something that the lab tells about a table: a code of src/messages/table.*.ts and what fills its sentence. */
export interface Told {
  readonly code: TableTextCode;
  readonly parameters: FailureParameters;
}

/** What is wrong with a table, or may be: with an error, the lab does not train on it as it stands. */
export interface Problem extends Told {
  readonly level: "error" | "warning";
}

export function errorOf(code: TableTextCode, parameters: FailureParameters = {}): Problem {
  return { level: "error", code, parameters };
}

export interface Column {
  /** From 1. */
  readonly number: number;
  /** Empty where no line names it. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly reason: Told;
  /** The kinds that it can have as a feature. */
  readonly kinds: readonly FeatureKind[];
  /** Cells without a value. */
  readonly gaps: number;
  /** Different values, gaps not counted. */
  readonly values: number;
}

export interface ClassCount {
  readonly name: string;
  readonly rows: number;
}

/** How the lab reads a table. */
export interface TableDescription {
  /** Null if the file holds no table. */
  readonly format: FileFormat | null;
  /** Null where the format has one of its own; empty if the file holds no table. */
  readonly encoding: string | null;
  /** Null where nothing divides the rows: one column, or a format with cells of its own. */
  readonly delimiter: string | null;
  readonly decimal: "." | ",";
  /** Whether a line names the columns. */
  readonly header: boolean;
  /** Lines of text that belong to no row: titles, comments, `sep=`, footnotes. */
  readonly skippedLines: number;
  readonly emptyRows: number;
  readonly emptyColumns: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The target's place in `columns`; null if none is proposed. */
  readonly target: number | null;
  readonly task: TableTask | null;
  /** The place in `columns` of the one that says whose the rows are; null if none does. */
  readonly group: number | null;
  /** Sorted by code point; none for regression. */
  readonly classes: readonly ClassCount[];
  /** Whether its numbers are the pixels of pictures. */
  readonly pictures: boolean;
  /** Columns that are features. */
  readonly features: number;
  readonly gaps: { readonly cells: number; readonly rows: number };
  /** Rows whose features equal those of an earlier row. */
  readonly duplicates: number;
  readonly problems: readonly Problem[];
}
