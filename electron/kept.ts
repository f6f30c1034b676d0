import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { z } from "zod";

/**
 * A small thing that the window keeps between starts, as a JSON file of its own. What cannot be read counts as never kept,
 * and what cannot be written is given up with a word: no window should fail to open or to close for it.
 */
export class Kept<T> {
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

  /** Written at once and whole: the window may be about to close. */
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
