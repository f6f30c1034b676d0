import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { mutatedBytes } from "../fuzz/mutations";
import { LabError } from "../messages/failure";
import { fuzz, inFull, inPieces } from "../test-size";
import type { TableDescription } from "./description";
import { readTable } from "./read-table";
import { errorsOf } from "./testing";

/** For tests only: damaged tables. Each is described, or refused by name; a crash ends the test's process, which fails. */

/** Each opens a database. */
export const hostileRuns = inFull(10_000, 60);
/** In milliseconds: ends only what hangs, on however busy a machine. */
export const hostileTimeout = 14_400_000;
/** More than DuckDB may take, and what Node and its heap take beside it. */
const mostMemory = 1.5 * 2 ** 30;

/** A few bits flipped, which gets further than a hole. */
const flipped = (file: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(7)), { maxLength: 3 }).map((bits) => {
    const bytes = new Uint8Array(file);
    for (const [at, bit] of bits) bytes[at]! ^= 1 << bit;
    return bytes;
  });

export const damaged = (file: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.oneof(mutatedBytes(file), flipped(file));

function isSound(table: TableDescription): void {
  const { columns, target, features, rows } = table;
  expect(columns.every(({ number }, place) => number === place + 1)).toBe(true);
  expect(target === null || target < columns.length).toBe(true);
  if (errorsOf(table).length === 0)
    expect([features > 0, target !== null, rows > 0]).toEqual([true, true, true]);
}

/**
 * Reads files of such contents; both ends have to be reached.
 * @param path where each is written @returns how many came to which end, to be shown
 */
export async function holdHostile(contents: fc.Arbitrary<Uint8Array>, path: string): Promise<string> {
  const seen = { sound: 0, refused: 0 };
  const begun = performance.now();
  await fc.assert(
    fc.asyncProperty(
      contents,
      inPieces(async (content) => {
        writeFileSync(path, content);
        seen[(await isRead(path)) ? "sound" : "refused"] += 1;
        expect(mostMemoryUntilNow()).toBeLessThan(mostMemory);
      }),
    ),
    { ...fuzz, numRuns: hostileRuns },
  );
  expect(Math.min(seen.sound, seen.refused)).toBeGreaterThan(0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  return `${basename(path)}: ${seen.sound} sound, ${seen.refused} refused in ${seconds} s`;
}

async function isRead(path: string): Promise<boolean> {
  try {
    const table = await readTable(path);
    isSound(table);
    return errorsOf(table).length === 0;
  } catch (error) {
    // An archive that cannot be unpacked holds no table that could be described.
    if (error instanceof LabError && error.code !== "unexpected") return false;
    throw error;
  }
}

/** Bytes that this process has had in memory at most. Where the system does not say, what it has now. */
export function mostMemoryUntilNow(): number {
  if (process.platform !== "linux") return process.memoryUsage.rss();
  return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))![1]);
}
