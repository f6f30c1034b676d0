import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processMark } from "./process.mjs";

/** Adds 1 to a file five times, slowly enough to lose counts without a lock. */
const program = `
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { withLock } from ${JSON.stringify(resolve("scripts/setup/lock.mjs"))};
const [file, milliseconds] = process.argv.slice(-2);
for (let time = 0; time < 5; time++) {
  await withLock({ step: () => undefined }, async () => {
    const count = Number(readFileSync(file, "utf8"));
    await wait(Number(milliseconds));
    writeFileSync(file, String(count + 1));
  });
}`;

/** @type {string} */
let folder;
/** @type {string} */
let counter;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-lock-"));
  counter = join(folder, "counter");
  writeFileSync(counter, "0");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {number} milliseconds */
const parameters = (milliseconds) => [
  "--input-type=module",
  "-e",
  program,
  "--",
  counter,
  String(milliseconds),
];
const environment = () => ({ env: { ...process.env, DROPOUT_LAB_CACHE: folder } });
const count = () => promisify(execFile)(process.execPath, parameters(20), environment());

test("processes take turns", async () => {
  await Promise.all([count(), count(), count()]);
  expect(readFileSync(counter, "utf8")).toBe("15");
  expect(existsSync(join(folder, "setup.lock"))).toBe(false);
});

test("the lock of a killed process is taken over", async () => {
  const first = spawn(process.execPath, parameters(60_000), environment());
  const lock = join(folder, "setup.lock");
  // It is there a moment before its owner's name is in it.
  while (!existsSync(lock) || readFileSync(lock, "utf8") === "") await wait(20);
  first.kill("SIGKILL");
  await new Promise((resolveExit) => first.once("exit", resolveExit));
  expect(readFileSync(lock, "utf8")).toMatch(`${hostname()} ${first.pid}`);
  await Promise.all([count(), count()]);
  expect(readFileSync(counter, "utf8")).toBe("10");
});

// Otherwise the lock would be given up only after a whole test's time-out.
test.skipIf(processMark(process.pid) === null)(
  "nor does a process hold it that has the number of the one that did",
  async () => {
    const mark = processMark(process.pid);
    writeFileSync(join(folder, "setup.lock"), `${hostname()} ${process.pid} ${mark}0`);
    await count();
    expect(readFileSync(counter, "utf8")).toBe("5");
  },
);
