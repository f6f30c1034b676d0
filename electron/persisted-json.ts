import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { z } from "zod";

/**
 * A small value that the window keeps between starts, in its own JSON file. An unreadable file counts as missing, and
 * a failed write is only logged, so that no window fails to open or close because of it.
 */
export class PersistedJson<T> {
  private value: T;

  constructor(
    private readonly file: string,
    schema: z.ZodType<T>,
    otherwise: T,
  ) {
    this.value = this.read(schema) ?? otherwise;
  }

  get(): T {
    return this.value;
  }

  /** Written at once and completely, because the window may be about to close. */
  set(value: T): void {
    this.value = value;
    const draft = `${this.file}.${process.pid}.part`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(draft, JSON.stringify(value));
      renameSync(draft, this.file);
    } catch (error) {
      process.stderr.write(`${this.file} was not written: ${String(error)}\n`);
    }
  }

  private read(schema: z.ZodType<T>): T | undefined {
    try {
      return schema.safeParse(JSON.parse(readFileSync(this.file, "utf8"))).data;
    } catch {
      return undefined;
    }
  }
}
