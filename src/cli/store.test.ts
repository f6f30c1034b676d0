import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseFile } from "../store/folders";
import { built } from "../lab/testing";
import { Store } from "../store/store";
import { experiment } from "../store/testing";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
let file: string;
beforeEach(() => {
  terminal = openTerminal();
  file = databaseFile(terminal.folder);
});
afterEach(() => terminal.close());

const damage = "damage that is long enough to be read as a header of something";

function keepExperiment(path: string, name: string): void {
  const store = new Store(path);
  store.createExperiment({ ...experiment, name });
  store.close();
}

test("a damaged store is named with its place and the ways out, and every command leaves it as it is", async () => {
  writeFileSync(file, damage);
  for (const command of [["runs"], ["run", "moons"], ["store", "check"]]) {
    const { code, output, errors } = await terminal.lab(...command);
    expect([code, output]).toEqual([1, ""]);
    expect(errors).toContain(`${file} is damaged (`);
    expect(errors).toContain("lab store --help");
    expect(errors).not.toContain("    at ");
  }
  expect((await terminal.lab("store", "restore")).errors).toContain("There is no backup of");
  expect(readdirSync(terminal.folder).filter((name) => name.startsWith("lab."))).toEqual(["lab.sqlite"]);
  expect(readFileSync(file, "utf8")).toBe(damage);

  const begun = await terminal.lab("store", "new");
  const aside = /kept as (.*)\n/.exec(begun.output)![1]!;
  expect(readFileSync(aside, "utf8")).toBe(damage);
  expect((await terminal.lab("runs")).output).toContain("There are no runs yet");
});

test("a backup is listed, restored, and what was there is kept", async () => {
  keepExperiment(join(terminal.folder, "lab.backup-version-1-2026-01-01T000000Z.sqlite"), "older");
  const newest = join(terminal.folder, "lab.backup-version-2-2026-01-02T030405Z.sqlite");
  keepExperiment(newest, "newer");
  keepExperiment(file, "newest of all");
  const { code, output } = await terminal.lab("store", "check");
  expect(code).toBe(0);
  expect(output).toMatch(/lab\.sqlite is sound: 0\.\d MB, tables of version \d+\n/);
  expect(output).toContain(`backup of version 2, 2026-01-02T03:04:05Z: ${newest}\n`);

  const restored = await terminal.lab("store", "restore");
  expect((await terminal.lab("runs")).output).toMatch(/ newer /);
  const aside = /kept as (.*)\n/.exec(restored.output)![1]!;
  await terminal.lab("store", "restore", aside);
  expect((await terminal.lab("runs")).output).toMatch(/newest of all/);
});

test("of a newer version", async () => {
  keepExperiment(file, "a");
  const raw = new DatabaseSync(file);
  raw.exec("PRAGMA user_version = 99");
  raw.close();
  const { code, errors } = await terminal.lab("runs");
  expect(code).toBe(1);
  expect(errors).toMatch(/was written by a newer Dropout Lab \(tables 99, this one knows \d+\)/);
});

test.skipIf(process.platform === "win32")("a store that may only be read is named so", async () => {
  keepExperiment(file, "a");
  const raw = new DatabaseSync(file);
  raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  raw.close();
  for (const name of readdirSync(terminal.folder)) chmodSync(join(terminal.folder, name), 0o444);
  chmodSync(terminal.folder, 0o555);
  // Root may write anything, so another user tries.
  const nobody = process.getuid!() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = spawn(process.execPath, [built("cli.cjs"), "runs"], {
    env: { ...process.env, DROPOUT_LAB_HOME: terminal.folder },
    stdio: ["ignore", "ignore", "pipe"],
    ...nobody,
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const [code] = (await once(child, "close")) as [number];
  chmodSync(terminal.folder, 0o755);
  expect(errors).toContain(`${file} cannot be written to (`);
  expect(code).toBe(1);
});
