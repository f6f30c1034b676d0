import { basename, extname, resolve } from "node:path";
import { tableFacts } from "../data/csv/table-facts";
import { experimentForTable } from "../experiment/for-table";
import type { ExperimentInput, Task } from "../experiment/schema";

/** A person's options for a table without a document. */
export interface TableWishes {
  /** A column's name, or its number counted from 0. */
  readonly target?: string;
  readonly task?: Task;
}

export function isTable(file: string): boolean {
  return /\.(csv|tsv|tab|txt|data|dat)$/i.test(file);
}

/**
 * An experiment for a table, and the choices that the lab made.
 * @throws LabError `csvTargetNotSaid`, and those of reading a table
 */
export async function documentForTable(
  file: string,
  { target, task }: TableWishes,
): Promise<{ document: ExperimentInput; decided: string }> {
  const facts = await tableFacts(resolve(file), target ?? null, task);
  const document = experimentForTable(basename(file, extname(file)) || "table", facts);
  const { data, training, seeds } = document;
  const kind =
    facts.task === "regression"
      ? `regression of ${facts.column}`
      : `classification of ${facts.column}, ${facts.outputs} classes`;
  const told = [
    `${kind}${task === undefined ? " (--task says otherwise)" : ""}, from ${facts.features} columns`,
    facts.header ? "the first line names the columns" : "the first line is data",
    `${data.train} rows to train with and ${data.validation} to validate with, of ${facts.rows}`,
    `two hidden layers, ${training?.epochs} epochs, ${seeds?.length} seeds`,
  ];
  return { document, decided: `Decided: ${told.join("; ")}.\n` };
}
