import type { FailureParameters } from "../../messages/failure";
import type { ReadingCode } from "../../messages/reading.en";

/** Something that the lab does not have as the code has it. */
export interface ReadingNote {
  readonly code: ReadingCode;
  readonly parameters: FailureParameters;
  /** From 1; left out where a text has no lines, as JSON and files. */
  readonly line?: number;
}

/** A person reads no more, and a hostile text has many. */
const mostNotes = 50;

/** Collects what is told of a text, each thing once. */
export class Teller {
  private readonly told = new Map<string, ReadingNote>();

  tell(code: ReadingCode, parameters: FailureParameters = {}, line?: number): void {
    if (this.told.size >= mostNotes) return;
    const note: ReadingNote = { code, parameters, ...(line !== undefined && line > 0 && { line }) };
    this.told.set(JSON.stringify(note), note);
  }

  /** By line. */
  get notes(): ReadingNote[] {
    return [...this.told.values()].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }
}
