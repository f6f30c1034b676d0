import type { DataSource } from "../../src/data/kinds";
import { type DraftData, draftDataOf } from "../../src/experiment/draft";

/**
 * A source with its default settings, and with the counts and seed of the previous source. Files must still be
 * chosen.
 */
export function freshData(source: DataSource, { train, validation, seed }: DraftData): DraftData {
  return draftDataOf({ source, train, validation, seed });
}

/** Four samples in five for training, as many as the files have. */
export function splitOf(rows: number): { train: number; validation: number } {
  const validation = Math.max(1, Math.round(rows / 5));
  return { train: Math.max(1, rows - validation), validation };
}

/** The names of a table's columns as targets; their numbers if they have no names. */
export function targetsOf(columns: readonly string[], header: boolean): (string | number)[] {
  return columns.map((name, column) => (header ? name : column));
}
