import type { DataSource } from "../../src/data/kinds";
import { type DraftData, draftDataOf } from "../../src/experiment/draft";
import type { Divided } from "../../src/fields/division";

/**
 * A source with its default settings, and with the counts and seed of the previous source. Files must still be
 * chosen.
 */
export function freshData(source: DataSource, { train, validation, test, seed }: DraftData): DraftData {
  return draftDataOf({ source, train, validation, test, seed });
}

type Counts = Pick<DraftData, "train" | "validation" | "test">;
type Usual = Divided["usual"];

export const keyOfCounts = ({ train, validation, test }: Counts) => JSON.stringify([train, validation, test]);

/**
 * Which counts of samples the set-up has for a file: all rows in the usual shares, unless a person or a document asked for
 * others. Those stay as they are, also for the files after this one as long as these can give them.
 */
export class SharedOut {
  /** Counts that the lab itself has put into the set-up: nobody asked for them. */
  private readonly given = new Set<string>();
  /** What was asked for and a file could not give. */
  private wanted: Counts | null = null;

  /** These counts were carried along from other data, or belong to a set-up without files. */
  noteUnasked(counts: Counts): void {
    this.given.add(keyOfCounts(counts));
  }

  isUnasked(counts: Counts): boolean {
    return this.given.has(keyOfCounts(counts));
  }

  /** @param isNew whether the files have just been chosen */
  countsFor(rows: number, usual: Usual, current: Counts, isNew: boolean): Counts {
    const isAsked = !this.isUnasked(current);
    if (isAsked && !isNew) {
      this.wanted = null;
      return current;
    }
    const asked = isAsked ? current : this.wanted;
    const fits = asked !== null && asked.train + asked.validation + asked.test <= rows;
    this.wanted = fits ? null : asked;
    if (fits) return asked;
    this.noteUnasked(usual);
    return { train: usual.train, validation: usual.validation, test: usual.test };
  }
}

/** The names of a table's columns as targets; their numbers if they have no names. */
export function targetsOf(columns: readonly string[], header: boolean): (string | number)[] {
  return columns.map((name, column) => (header ? name : column));
}
