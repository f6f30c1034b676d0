import type { Preview } from "../../src/contract/contract";
import { fileFieldsOf, needsFiles } from "../../src/data/kinds";
import { usualCounts } from "../../src/data/source-kind";
import type { DraftData } from "../../src/experiment/draft";
import type { Division } from "../../src/fields/division";
import type { Task } from "../../src/fields/task";
import { keyOfCounts, SharedOut } from "./sources";

/** Who changed a set-up's data: a person; the lab, in consequence of a preview; a document, undo or redo that replaced it. */
export type ChangedBy = "person" | "lab" | "replacement";

interface Shares {
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  readonly division?: Division;
}

/** The files that the data names, as text. */
export function namedFiles(data: DraftData): string {
  const settings = data as unknown as Record<string, unknown>;
  return JSON.stringify(fileFieldsOf(data.source).map(({ key }) => settings[key]));
}

/**
 * How the set-up divides the rows of its files. Their number is not known when the files are chosen; a document that was
 * opened stays as it is, and so does what undo and redo bring back.
 */
export class FileRows {
  private readonly shared = new SharedOut();
  /** The files and the task that the rows were last divided for. */
  private dividedFor: { readonly files: string; readonly task: Task | null };
  private hadFiles: boolean;
  /** Whether the data is as a document, undo or redo brought it, but for what the lab itself has added since. */
  private isAsOpened = false;

  /** @param data the last session's, which comes without its files */
  constructor(data: DraftData) {
    this.dividedFor = { files: namedFiles(data), task: null };
    this.hadFiles = needsFiles(data.source);
    // What it had by the usual rule nobody asked for.
    const { train, validation, test } = data;
    if (keyOfCounts(usualCounts(train + validation + test)) === keyOfCounts(data))
      this.shared.noteUnasked(data);
  }

  noteChange(data: DraftData, by: ChangedBy): void {
    const hasFiles = needsFiles(data.source);
    if (by === "replacement") {
      this.isAsOpened = true;
      this.dividedFor = { files: namedFiles(data), task: null };
    } else {
      if (by === "person") this.isAsOpened = false;
      // Nobody has asked for as many rows of a file as the lab drew itself.
      if (!this.hadFiles && hasFiles) this.shared.noteUnasked(data);
    }
    this.hadFiles = hasFiles;
  }

  /** @returns the settings that this preview of the data decides; none stays out only because it would not change */
  sharesFor(data: DraftData, { rows, shape, divided }: Preview): Shares {
    if (!needsFiles(data.source) || rows < 2 || shape === null) return {};
    const { task } = shape;
    const files = namedFiles(data);
    const isNew = files !== this.dividedFor.files;
    const isOtherTask = this.dividedFor.task !== null && task !== this.dividedFor.task;
    this.dividedFor = { files, task };
    if (this.isAsOpened) return {};
    const usual = divided?.usual ?? { ...usualCounts(rows), division: "random" as const };
    // Whoever asked for counts of their own means their division too.
    const isDivided =
      "division" in data &&
      this.shared.isUnasked(data) &&
      (isNew || (isOtherTask && data.division !== "inOrder"));
    // Nothing else of the data: what the file proposes is not in it yet.
    const { train, validation, test } = this.shared.countsFor(rows, usual, data, isNew);
    return { train, validation, test, ...(isDivided && { division: usual.division }) };
  }
}
