import { expect, test } from "vitest";
import { ReadingLine } from "./reading-line";

function linesOf(isTTY: boolean): string[] {
  const written: string[] = [];
  let now = 0;
  const output = { isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  const line = new ReadingLine("a.csv", output, () => now);
  for (let share = 0; share <= 1; share += 0.1) {
    line.tell(share);
    now += 100;
  }
  line.end();
  return written;
}

test("a terminal is told how far the reading is, a few times a second, and has an empty line afterwards", () => {
  expect(linesOf(true)).toEqual([
    "\r\u001B[Kreading a.csv: 30% (Ctrl-C stops)",
    "\r\u001B[Kreading a.csv: 60% (Ctrl-C stops)",
    "\r\u001B[Kreading a.csv: 89% (Ctrl-C stops)",
    "\r\u001B[K",
  ]);
});

test("a file or pipe gets nothing of it", () => {
  expect(linesOf(false)).toEqual([]);
});
