import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LabError } from "../messages/failure";
import { type SmallDisk, smallDisk } from "../store/small-disk.testing";
import { ElementKeeper } from "./element-keeper";
import { type JournalLine, JournalWriter, linesIn } from "./journal";

/** The folder that nodes share is full: an element is on hold, as a lab is whose store's disk is full. */

let disk: SmallDisk;
beforeEach(() => {
  disk = smallDisk();
  for (const name of ["journals", "weights"]) mkdirSync(join(disk.folder, name));
});
afterEach(() => disk.remove());

const codeOf = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
  return "nothing was thrown";
};
const started = (run: number): JournalLine => ({ type: "started", run, at: "x".repeat(3000) });
const told = () => linesIn(readFileSync(join(disk.folder, "journals", "1-0-0-7.a.jsonl"), "utf8"));

test("a line that found no room is told whole once there is room, and nothing before it is lost", () => {
  const journal = new JournalWriter(disk.folder, "1-0-0-7.a");
  journal.add(started(0));
  disk.fill();
  let run = 1;
  // The block in which the file ends may still take a line.
  while (codeOf(() => journal.add(started(run))) === "nothing was thrown") run += 1;
  expect(codeOf(() => journal.add(started(run)))).toBe("databaseDiskFull");
  disk.makeRoom();
  expect(told()).toHaveLength(run);
  journal.add(started(run));
  journal.close();
  expect(told()).toEqual(Array.from({ length: run + 1 }, (_, index) => started(index)));
});

test("weights that found no room leave nothing behind, and are kept once there is room", () => {
  const journal = new JournalWriter(disk.folder, "1-0-0-7.a");
  const keeper = new ElementKeeper(disk.folder, journal, new Map());
  const weights = new Uint8Array(100_000).fill(7);
  disk.fill();
  const code = codeOf(() => keeper.saveWeights("3", weights));
  disk.makeRoom();
  expect(code).toBe("databaseDiskFull");
  expect(readdirSync(join(disk.folder, "weights"))).toEqual([]);
  keeper.saveWeights("3", weights);
  journal.close();
  const [name] = readdirSync(join(disk.folder, "weights"));
  expect(name).toMatch(/^3-[0-9a-f]{64}\.safetensors$/);
  expect(readFileSync(join(disk.folder, "weights", name!)).equals(weights)).toBe(true);
});
