import { closeSync, fdatasync, fdatasyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { environmentSchema, epochRecordSchema } from "../experiment/result";
import { runEndSchema } from "../experiment/run-end";
import { failureSchema } from "../messages/failure";
import { openingError } from "../store/database-errors";

/**
 * What an attempt at an element tells, one line of JSON each, in `journals/<array>-<element>-<attempt>-<mark>.jsonl`. An attempt writes
 * its own file only, at its end only. A line counts once its line feed is there, so that one which was cut off counts for nothing.
 */

const run = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const lineSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("begun"),
    format: z.literal("dropout-lab-slurm-journal-1"),
    at: z.string(),
    host: z.string(),
    /** Slurm's number of this attempt's job. */
    job: z.string(),
    lab: z.string(),
  }),
  z.strictObject({ type: z.literal("started"), run, at: z.string() }),
  /** Of the run's epochs from here on. */
  z.strictObject({ type: z.literal("environment"), run, environment: environmentSchema }),
  /** How raw rows became what it trains on: the hash names a file of preparations/. */
  z.strictObject({ type: z.literal("prepared"), run, sha256 }),
  z.strictObject({ type: z.literal("epoch"), run, record: epochRecordSchema }),
  z.strictObject({ type: z.literal("failedOnce"), run, failure: failureSchema }),
  z.strictObject({
    type: z.literal("ended"),
    run,
    at: z.string(),
    status: z.enum(["done", "failed"]),
    failure: failureSchema.nullable(),
    /** Records of the run, of all attempts: if fewer can be read, it has not ended. */
    epochs: z.int().min(0),
    end: runEndSchema.nullable(),
    /** Of its file in weights/. */
    weights: sha256.nullable(),
  }),
]);
export type JournalLine = z.infer<typeof lineSchema>;

/** What one attempt has told. */
export interface Journal {
  readonly array: number;
  readonly element: number;
  /** How often Slurm had begun the element before. */
  readonly attempt: number;
  readonly lines: readonly JournalLine[];
}

const namePattern = /^(\d+)-(\d+)-(\d+)-([\w.-]+)\.jsonl$/;

/** In the order in which the attempts began, as far as one can know. @param ofInterest by array and element */
export function readJournals(
  folder: string,
  ofInterest: (array: number, element: number) => boolean = () => true,
): Journal[] {
  const place = join(folder, "journals");
  return readdirSync(place)
    .flatMap((name) => {
      const [, array, element, attempt] = (namePattern.exec(name) ?? []).map(Number);
      if (attempt === undefined || !ofInterest(array!, element!)) return [];
      return [{ name, array: array!, element: element!, attempt }];
    })
    .sort(
      (one, other) =>
        one.array - other.array || one.attempt - other.attempt || (one.name < other.name ? -1 : 1),
    )
    .map(({ name, ...told }) => ({ ...told, lines: linesIn(readFileSync(join(place, name), "utf8")) }));
}

/** The whole lines of a journal. What is cut off or damaged is left out: the run that it was about counts as not told of. */
export function linesIn(text: string): JournalLine[] {
  const whole = text.split("\n").slice(0, -1);
  return whole.flatMap((line) => {
    try {
      return [lineSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Writes the journal of one attempt. */
export class JournalWriter {
  private readonly handle: number;
  /** Bytes of whole lines. */
  private length = 0;

  /** @param name without its ending; new */
  constructor(
    private readonly folder: string,
    name: string,
  ) {
    this.handle = openSync(join(folder, "journals", `${name}.jsonl`), "wx");
  }

  /** @throws LabError as the store does, such as `databaseDiskFull`; the next line then takes the place of what was written of this one */
  add(line: JournalLine): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.handle, bytes, written, bytes.length - written, this.length + written);
      }
    } catch (error) {
      throw openingError(error, this.folder);
    }
    this.length += bytes.length;
  }

  /** When it returns, every line survives a power cut. */
  async sync(): Promise<void> {
    await promisify(fdatasync)(this.handle);
  }

  syncNow(): void {
    fdatasyncSync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }
}
