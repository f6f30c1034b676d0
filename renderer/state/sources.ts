import type { DataSource } from "../../src/data/kinds";
import { type DraftData, draftDataOf } from "../../src/experiment/draft";

/**
 * A source with its default settings, and with the counts and seed of the previous source. Files must still be
 * chosen.
 */
export function freshData(source: DataSource, { train, validation, seed }: DraftData): DraftData {
  return draftDataOf({ source, train, validation, seed });
}

interface Split {
  readonly train: number;
  readonly validation: number;
}

/** Counts of samples that a person wants, and those that a file can give. */
export interface Shares {
  readonly wanted: Split;
  readonly given: Split;
}

/**
 * The counts in the set-up for files with so many samples: as wanted, or four samples in five for training. Counts that the
 * file before could not give are wanted again.
 */
export function sharesOf(rows: number, { train, validation }: Split, before: Shares | null): Shares {
  const isAsGiven = train === before?.given.train && validation === before.given.validation;
  const wanted = isAsGiven ? before.wanted : { train, validation };
  return { wanted, given: wanted.train + wanted.validation <= rows ? wanted : splitOf(rows) };
}

function splitOf(rows: number): Split {
  const validation = Math.max(1, Math.round(rows / 5));
  return { train: Math.max(1, rows - validation), validation };
}

/** The names of a table's columns as targets; their numbers if they have no names. */
export function targetsOf(columns: readonly string[], header: boolean): (string | number)[] {
  return columns.map((name, column) => (header ? name : column));
}
