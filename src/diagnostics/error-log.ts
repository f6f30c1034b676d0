import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Failure } from "../messages/failure";
import { sayImpersonally } from "./redact";

const entrySchema = z.strictObject({
  /** ISO 8601. */
  time: z.string(),
  /** The part of the lab that failed: a verb, a run, the program. */
  where: z.string(),
  code: z.string(),
  text: z.string(),
});
export type ErrorEntry = z.infer<typeof entrySchema>;

/** Above this size in bytes, the older entries are dropped. */
const largest = 100_000;
const kept = 100;

/**
 * The last failures of every process of the lab, one JSON document per line in `errors.jsonl` beside the store. It
 * holds nothing personal, so people may share it. If the file cannot be written, this process still has its own
 * entries.
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
      // A full disk is itself one of the failures noted here.
      this.unwritten = [...this.unwritten, entry].slice(-kept);
    }
  }

  /** Newest last. @param count by default as many as are useful in a report */
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
        // An empty end, or a line that a power cut left incomplete.
        return [];
      }
    });
  }

  private shorten(): void {
    const lines = this.read().slice(-kept);
    writeFileSync(this.file, lines.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  }
}
