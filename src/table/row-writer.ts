import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Writes rows in the one notation that DuckDB then reads: UTF-8, commas, \n, each row with its number from 0 in front. */
export class RowWriter {
  rows = 0;
  /** The bytes of the longest row. */
  longest = 0;
  private readonly output;
  private waiting = "";

  constructor(path: string) {
    this.output = createWriteStream(path);
  }

  add(cells: readonly string[]): void {
    const line = rowLine(this.rows, cells);
    this.rows += 1;
    // Three bytes at most for each UTF-16 unit.
    this.longest = Math.max(this.longest, 3 * line.length);
    this.waiting += line;
  }

  /** To be called now and then, so that what was added does not have to be in memory. */
  async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = "";
    if (text !== "" && !this.output.write(text)) await once(this.output, "drain");
  }

  async end(): Promise<void> {
    await this.flush();
    this.output.end();
    await finished(this.output);
  }
}

export function rowLine(number: number, cells: readonly string[]): string {
  return `${number},${cells.map(inQuotes).join(",")}\n`;
}

function inQuotes(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
