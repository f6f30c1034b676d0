import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test, vi } from "vitest";
import { databaseFile } from "../store/folders";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { openTerminal, type Terminal } from "./testing";

/** A home on a network drive: real processes whose system calls are refused as such a drive refuses them. */

const { resolve } = createRequire(import.meta.url);
const tools = temporaryFolder();
const library = join(tools.path, "network-drive.so");
let folder: ReturnType<typeof temporaryFolder>;
let near: Terminal;

beforeAll(() => {
  const source = join(import.meta.dirname, "../store/fixtures/network-drive.c");
  execFileSync("gcc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
});
afterAll(() => tools.remove());
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  folder = temporaryFolder();
  near = openTerminal({ place: folder.path });
});
afterEach(() => {
  near.close();
  folder.remove();
  vi.unstubAllEnvs();
});

const far = (lacks: "locks" | "shm") =>
  openTerminal({ place: folder.path, env: { LD_PRELOAD: library, LAB_DRIVE: lacks } });

function modeOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("PRAGMA journal_mode").get();
  } finally {
    database.close();
  }
}

/** Opened read-only: a lab that opened it here would convert it to WAL mode. */
function recordsIn(file: string, experiment: string): number {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  try {
    const query =
      "SELECT total(epochs_done) AS records FROM runs JOIN experiments ON experiment = experiments.number WHERE name = ?";
    return (database.prepare(query).get(experiment) as { records: number }).records;
  } finally {
    database.close();
  }
}

const training = { batchSize: 16, epochs: 60 };

describe.skipIf(process.platform !== "linux")("a home on a network drive", () => {
  test.each(["before there is a store", "with a store"])(
    "that cannot lock files is called so, %s, and the store is as it was",
    async (when) => {
      const small = near.write("small.json", smallExperiment());
      if (when === "with a store") expect(await near.lab("run", small)).toMatchObject({ code: 0 });
      const { code, output, errors } = await far("locks").lab("runs");
      expect([code, output]).toEqual([1, ""]);
      expect(errors).toContain(databaseFile(folder.path));
      expect(errors).toContain("network drives");
      expect(errors).toContain("DROPOUT_LAB_HOME");
      expect(readdirSync(folder.path).filter((name) => name.includes("trial"))).toEqual([]);
      expect(await near.lab("run", small)).toMatchObject({ code: 0 });
    },
  );

  test("that cannot share memory holds a store with a rollback journal: two terminals train into it, one is killed, and the store is sound", async () => {
    const terminal = far("shm");
    const names = ["one", "two"].map((name) =>
      terminal.write(`${name}.json`, smallExperiment({ name, training, seeds: [1, 2] })),
    );
    const ends = await Promise.all(names.map((name) => terminal.lab("run", name, "--jobs", "1")));
    expect(ends.map(({ code, errors }) => [code, /held|again|failed/.test(errors)])).toEqual([
      [0, false],
      [0, false],
    ]);
    const file = databaseFile(folder.path);
    expect(modeOf(file)).toEqual({ journal_mode: "delete" });
    expect(existsSync(`${file}-wal`)).toBe(false);

    const long = smallExperiment({ name: "long", training: { batchSize: 16, epochs: 4000 }, seeds: [1] });
    const killed = terminal.start("run", terminal.write("long.json", long), "--jobs", "1");
    await expect.poll(() => recordsIn(file, "long"), { timeout: 60_000 }).toBeGreaterThan(20);
    process.kill(-killed.child.pid!, "SIGKILL");
    await killed.ended;
    const told = near.stored()!;
    expect(told.runs.map(({ status }) => status)).toContain("interrupted");
    expect(told.runs[0]!.records.map(({ epoch }) => epoch)).toEqual(
      told.runs[0]!.records.map((_, index) => index + 1),
    );
  });

  test("takes over a store that was made elsewhere, log and all, and gives it back", async () => {
    const file = databaseFile(folder.path);
    expect(await near.lab("run", near.write("small.json", smallExperiment()))).toMatchObject({ code: 0 });
    const id = /[0-9a-f]{16}/.exec((await near.lab("runs")).output)![0];
    // A process that is killed while it writes leaves its log behind.
    const log = `
      const { DatabaseSync } = require(${JSON.stringify(resolve("@photostructure/sqlite"))});
      new DatabaseSync(process.argv[1]).exec("PRAGMA journal_mode = WAL; UPDATE experiments SET name = 'in the log'");
      process.kill(process.pid, "SIGKILL");`;
    spawnSync(process.execPath, ["-e", log, file]);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);

    const there = await far("shm").lab("runs");
    expect([there.code, there.errors]).toEqual([0, ""]);
    expect(there.output).toContain(id);
    expect(there.output).toContain("in the log");
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect((await near.lab("runs")).output).toEqual(there.output);
    expect(modeOf(file)).toEqual({ journal_mode: "wal" });
  });
});
