import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Failure } from "../experiment/result";
import { sayImpersonally } from "./scrub";

const entrySchema = z.strictObject({
  /** ISO 8601. */
  time: z.string(),
  /** Which part of the lab it was: a verb, a run, the program. */
  where: z.string(),
  code: z.string(),
  text: z.string(),
});
export type ErrorEntry = z.infer<typeof entrySchema>;

/** Bytes from which the older entries are dropped. */
const largest = 100_000;
const kept = 100;

/**
 * The last failures of every process of the lab, one JSON document a line in `errors.jsonl` beside the store. Nothing
 * personal is written, so it may be shown to others. Where it cannot be written, this process still knows its own.
 */
export class ErrorLog {
  private readonly file: string;
  private unwritten: ErrorEntry[] = [];

  constructor(folder: string) {
    this.file = join(folder, "errors.jsonl");
  }

  note(where: string, failure: Failure): void {
    const entry = {
      time: new Date().toISOString(),
      where,
      code: failure.code,
      text: sayImpersonally(failure),
    };
    try {
      appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
      if (statSync(this.file).size > largest) this.shorten();
    } catch {
      // A full disk is itself among what is noted here.
      this.unwritten = [...this.unwritten, entry].slice(-kept);
    }
  }

  /** Newest last. @param count as many as help others unless told */
  last(count = 20): ErrorEntry[] {
    return [...this.read(), ...this.unwritten].slice(-count);
  }

  private read(): ErrorEntry[] {
    let text: string;
    try {
      text = readFileSync(this.file, "utf8");
    } catch {
      return [];
    }
    return text.split("\n").flatMap((line) => {
      try {
        return [entrySchema.parse(JSON.parse(line))];
      } catch {
        // An empty end, or what a power cut left of a line.
        return [];
      }
    });
  }

  private shorten(): void {
    const lines = this.read().slice(-kept);
    writeFileSync(this.file, lines.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  }
}
