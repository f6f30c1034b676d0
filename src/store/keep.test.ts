import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { built } from "../lab/testing";
import { LabError } from "../messages/failure";
import { faultsInFile } from "./integrity";
import { migrations } from "./migrations";
import { backupsOf, checkFile, restore, setAside } from "./recovery";
import { ownerOf } from "./owner";
import { Store } from "./store";
import { anything, codeOf, experiment, record } from "./testing";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-keep-"));
  file = join(folder, "lab.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dump = (version: number) => readFileSync(join(__dirname, "fixtures", `version-${version}.sql`), "utf8");

/** The file as the first version of the lab left it. */
function writeFirstVersion(path = file): void {
  writeVersion(1, path);
}

function writeVersion(version: number, path = file): void {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec(`BEGIN; ${dump(version)} PRAGMA user_version = ${version}; COMMIT`);
  database.close();
}

/** A store with `epochs` records in each of four runs, all ended. */
function writeStore(epochs: number): string {
  const store = new Store(file);
  const id = store.createExperiment(experiment);
  for (const run of store.summary(id).runs) {
    for (let epoch = 1; epoch <= epochs; epoch++) store.addEpoch(run.id, record(epoch));
    store.endRun(run.id, "done");
  }
  store.close();
  settle();
  return id;
}

/** Moves the log into the file, as a process does when it ends. */
function settle(): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function rowsOf(path: string, sql: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

/** Hashes of every file in the folder, without SQLite's shared memory and empty logs. */
function contents(): Record<string, string> {
  const files = readdirSync(folder)
    .filter((name) => !name.endsWith("-shm"))
    .map((name) => [name, readFileSync(join(folder, name))] as const)
    .filter(([, content]) => content.length > 0);
  return Object.fromEntries(files.map(([name, content]) => [name, hashOf(content)]));
}

function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function overwrite(path: string, position: number, bytes: Uint8Array): void {
  const content = readFileSync(path);
  content.set(bytes, position);
  writeFileSync(path, content);
}

/** The byte at which a page of this table or index begins. */
function pageOf(name: string): number {
  const [page] = rowsOf(file, `SELECT max(pageno) AS number FROM dbstat WHERE name = '${name}'`) as {
    number: number;
  }[];
  return (page!.number - 1) * 4096;
}

function failureOfOpening(): LabError {
  try {
    new Store(file).close();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  return expect.fail("it was opened");
}

describe("a file of the first version", () => {
  test("is brought up to date with all that it held, after a backup", async () => {
    writeFirstVersion();
    const sql = "SELECT run, epoch, record FROM epochs ORDER BY run, epoch";
    const [before, weights] = [rowsOf(file, sql), rowsOf(file, "SELECT * FROM weights")];
    const begun = Date.now();
    const store = new Store(file);
    const { page, experiments, runs } = store.search({ ...anything, sort: "oldest" });
    expect([experiments, runs]).toEqual([3, 7]);
    expect(
      page.map(({ name, source, note, tags, pinned }) => ({ name, source, note, tags, pinned })),
    ).toEqual([
      { name: "version 1 – 첫 판", source: "moons", note: "", tags: [], pinned: false },
      { name: "regression", source: "csv", note: "", tags: [], pinned: false },
      { name: "killed", source: "moons", note: "", tags: [], pinned: false },
    ]);
    expect(
      page.map((each) => each.runs.map((run) => [run.status, run.attempt, run.epochsDone, run.epochs])),
    ).toEqual([
      Array.from({ length: 4 }, () => ["done", 1, 3, 3]),
      [["done", 1, 4, 4]],
      [
        ["interrupted", 1, 4, 9000],
        ["interrupted", 1, 0, 9000],
      ],
    ]);
    for (const { id, runs: listed } of page) {
      const detail = store.experiment(id);
      for (const [index, { records }] of detail.runs.entries()) {
        const last = records.at(-1)?.validation;
        expect(listed[index]!.last).toEqual(
          last
            ? {
                loss: last.eval.loss,
                accuracy: last.eval.accuracy ?? null,
                forgottenLoss: last.train.loss,
                forgottenAccuracy: last.train.accuracy ?? null,
              }
            : null,
        );
        const losses = records.map(({ validation }) => validation.eval.loss);
        expect(listed[index]!.bestLoss).toBe(losses.length > 0 ? Math.min(...losses) : null);
      }
    }
    store.close();
    expect(rowsOf(file, sql)).toEqual(before);
    expect(rowsOf(file, "SELECT * FROM weights")).toEqual(weights);
    expect(await faultsInFile(file)).toEqual([]);

    const [backup, ...others] = backupsOf(file);
    expect(others).toEqual([]);
    expect(backup!.version).toBe(1);
    expect(Date.parse(backup!.made)).toBeGreaterThanOrEqual(Math.floor(begun / 1000) * 1000);
    expect(Date.parse(backup!.made)).toBeLessThanOrEqual(Date.now());
    expect(rowsOf(backup!.path, sql)).toEqual(before);
    expect(rowsOf(backup!.path, "PRAGMA user_version")).toEqual([{ user_version: 1 }]);
    // The next start finds the file up to date and makes no other backup.
    new Store(file).close();
    expect(backupsOf(file)).toEqual([backup]);
  });

  test("is left as it is where the upgrade fails, and no backup piles up", () => {
    writeFirstVersion();
    const database = new DatabaseSync(file);
    database.exec("UPDATE experiments SET document = '{broken' WHERE number = 2");
    database.close();
    settle();
    const before = contents();
    expect(failureOfOpening().code).toBe("databaseDamaged");
    expect(contents()).toEqual(before);
  });

  test("is upgraded once while two labs of the first version write and two others open it", async () => {
    writeFirstVersion();
    const raw = new DatabaseSync(file);
    raw.exec("UPDATE runs SET status = 'done'");
    raw.close();
    const writer = `
      const { DatabaseSync } = require("@photostructure/sqlite");
      const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
      const insert = db.prepare("INSERT INTO epochs (run, epoch, record) SELECT 7, ?, record FROM epochs WHERE run = 6 AND epoch = 1");
      console.log("ready");
      process.stdin.once("data", () => {
        for (let epoch = 1; epoch <= 300; epoch++) insert.run(2 * epoch + Number(process.argv[2]));
        db.close();
      });`;
    const writers = [0, 1].map((parity) => spawn(process.execPath, ["-e", writer, file, String(parity)]));
    await Promise.all(writers.map(({ stdout }) => once(stdout, "data")));
    for (const { stdin } of writers) stdin.end("go");
    const others = [0, 1].map(() =>
      spawn(process.execPath, [built("cli.cjs"), "runs"], {
        env: { ...process.env, DROPOUT_LAB_HOME: folder },
        stdio: "ignore",
      }),
    );
    const store = new Store(file);
    const exits = await Promise.all([...writers, ...others].map((child) => once(child, "exit")));
    expect(exits.map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
    expect(backupsOf(file)).toHaveLength(1);
    const counted = "SELECT epochs_done, (SELECT count(*) FROM epochs WHERE run = number) AS kept FROM runs";
    expect(rowsOf(file, `${counted} WHERE number = 7`)).toEqual([{ epochs_done: 600, kept: 600 }]);
    store.close();
    expect(await faultsInFile(file)).toEqual([]);
  });
});

describe.each([2, 3, 4])("a file of version %i", (version) => {
  const runsOf = (store: Store) => store.experiments().flatMap(({ runs }) => runs);
  const statuses = (store: Store) => runsOf(store).map(({ status }) => status);

  test("whose process was killed: its runs are interrupted, and everything else is as it was", async () => {
    writeVersion(version);
    const epochs = "SELECT * FROM epochs ORDER BY run, epoch";
    const columns =
      "number, id, variant, rate, seed, attempt, started, epochs_done, last_loss, best_loss, environment";
    const sql = `SELECT ${columns} FROM runs ORDER BY number`;
    const before = [epochs, sql, "SELECT * FROM weights"].map((each) => rowsOf(file, each));
    const store = new Store(file);
    expect(statuses(store)).toEqual(["interrupted", "interrupted", "done", "done"]);
    expect(runsOf(store).every(({ ended }) => ended !== null)).toBe(true);
    expect([epochs, sql, "SELECT * FROM weights"].map((each) => rowsOf(file, each))).toEqual(before);
    const [killed] = store.experiments();
    expect(store.reopenRuns(killed!.id).reopened).toHaveLength(2);
    store.close();
    expect(await faultsInFile(file)).toEqual([]);
    expect(backupsOf(file).map(({ version }) => version)).toEqual([version]);
    expect(rowsOf(file, "PRAGMA user_version")).toEqual([{ user_version: migrations.length }]);
  });
});

test("a file of version 4 keeps what was measured at the runs' ends", () => {
  writeVersion(4);
  const kept = rowsOf(file, "SELECT measures FROM ends ORDER BY run") as { measures: string }[];
  const store = new Store(file);
  const [killed, trained] = store.experiments().map(({ id }) => store.experiment(id));
  const endsOf = (detail: typeof killed) => detail!.runs.map(({ end }) => end ?? null);
  expect(endsOf(trained)).toEqual(kept.map(({ measures }) => JSON.parse(measures) as unknown));
  expect(endsOf(trained)).toMatchObject([{ epoch: 2, test: { rows: 10 } }, { epoch: 2 }]);
  expect(endsOf(killed)).toEqual([null, null]);
  expect(trained!.experiment.evaluation.measureAt).toBe("best");
  store.close();
});

describe("a file of the second version", () => {
  const runsOf = (store: Store) => store.experiments().flatMap(({ runs }) => runs);
  const statuses = (store: Store) => runsOf(store).map(({ status }) => status);
  const idle = ["-e", "setInterval(() => undefined, 1e6)"];

  test("whose process lives: it keeps its runs until it is dead", async () => {
    writeVersion(2);
    const child = spawn(process.execPath, idle);
    await once(child, "spawn");
    const { pid, mark } = ownerOf(child.pid!);
    const older = new DatabaseSync(file, { timeout: 10_000 });
    older.prepare("UPDATE runs SET owner_pid = ?, owner_mark = ? WHERE experiment = 2").run(pid, mark);
    const store = new Store(file);
    expect(statuses(store)).toEqual(["queued", "running", "done", "done"]);
    const { id } = store.experiments()[0]!;
    expect(codeOf(() => store.reopenRuns(id))).toBe("runOfAnotherProcess");
    expect(codeOf(() => store.deleteExperiments([id]))).toBe("experimentGoesOn");
    // The older lab still has the file open: it ends a run, and begins another experiment.
    older.exec("UPDATE runs SET status = 'done', ended = '2026-11-28T07:00:00.000Z' WHERE number = 4");
    older
      .prepare(
        `INSERT INTO runs (id, experiment, variant, rate, seed, owner_pid, owner_mark)
           SELECT 'new', experiment, variant, rate, 2, ?, ? FROM runs WHERE number = 4`,
      )
      .run(pid, mark);
    expect(store.settleOrphans()).toBe(false);
    expect(statuses(store)).toEqual(["queued", "done", "queued", "done", "done"]);
    expect(codeOf(() => store.reopenRuns(id))).toBe("runOfAnotherProcess");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(store.settleOrphans()).toBe(true);
    expect(statuses(store)).toEqual(["interrupted", "done", "interrupted", "done", "done"]);

    // It may also begin a run again that had an owner of this version.
    expect(store.reopenRuns(id).reopened).toHaveLength(2);
    store.endRun("new", "cancelled");
    older
      .prepare(
        "UPDATE runs SET status = 'queued', ended = NULL, owner_pid = ?, owner_mark = ? WHERE id = 'new'",
      )
      .run(pid, mark);
    expect(store.settleOrphans()).toBe(true);
    expect(store.run("new").status).toBe("interrupted");
    older.close();
    store.close();
  });

  test("names the process of each run, for a lab of that version that still has the file open", () => {
    const store = new Store(file);
    store.createExperiment(experiment);
    const { pid, mark } = ownerOf(process.pid);
    const owners = "SELECT DISTINCT owner_pid, owner_mark FROM runs";
    expect(rowsOf(file, owners)).toEqual([{ owner_pid: pid, owner_mark: mark }]);
    const { id, runs } = store.experiments()[0]!;
    store.endRun(runs[0]!.id, "cancelled");
    store.reopenRuns(id);
    expect(rowsOf(file, owners)).toEqual([{ owner_pid: pid, owner_mark: mark }]);
    store.close();
  });
});

describe("a file that cannot be used is named and left as it is:", () => {
  const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 167 + 13) % 256);

  test.each<[string, string, () => void]>([
    [
      "no database at all",
      "databaseDamaged",
      () => writeFileSync(file, "not a database, but long enough for one"),
    ],
    ["a damaged header", "databaseDamaged", () => overwrite(file, 0, noise.subarray(0, 100))],
    ["a damaged schema", "databaseDamaged", () => overwrite(file, 100, noise.subarray(0, 2000))],
    ["a damaged page of a list", "databaseDamaged", () => overwrite(file, pageOf("runs"), noise)],
    [
      "a damaged index of a list",
      "databaseDamaged",
      () => overwrite(file, pageOf("runs_of_experiment"), noise),
    ],
    ["a file that was cut off", "databaseDamaged", () => truncateSync(file, 3 * 4096 + 100)],
    ["a newer version", "databaseTooNew", () => overwrite(file, 60, Uint8Array.of(0, 0, 0, 99))],
  ])("%s", (_, code, damage) => {
    writeStore(40);
    damage();
    const before = contents();
    const failure = failureOfOpening();
    expect([failure.code, failure.parameters["file"]]).toEqual([code, file]);
    expect(contents()).toEqual(before);
  });

  test("damage among the records is found by looking, and named without the folder when it is met", async () => {
    const id = writeStore(200);
    overwrite(file, pageOf("epochs"), noise);
    const before = contents();
    expect(await faultsInFile(file)).not.toEqual([]);
    const store = new Store(file);
    expect(store.summary(id).runs).toHaveLength(4);
    let failure: unknown;
    try {
      store.experiment(id);
    } catch (error) {
      failure = error;
    }
    store.close();
    expect(failure).toMatchObject({ code: "databaseDamaged", parameters: { file: "lab.sqlite" } });
    expect(contents()).toEqual(before);
  });

  test("a page that is missing is found by looking", async () => {
    writeStore(200);
    truncateSync(file, readFileSync(file).length - 4096);
    expect(await faultsInFile(file)).not.toEqual([]);
    expect(codeOf(() => checkFile(file))).toBe("databaseDamaged");
  });

  test("whatever is written over it anywhere", () => {
    writeFirstVersion();
    const sound = readFileSync(file);
    const index = fc.integer({ min: 0, max: sound.length - 1 });
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    const over = (text: string) => Uint8Array.from(Buffer.from(text));
    fc.assert(
      fc.property(index, bytes, fc.option(index, { freq: 5 }), (position, over, end) => {
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        const damaged = Buffer.from(sound);
        damaged.set(over.subarray(0, sound.length - position), position);
        writeFileSync(file, damaged.subarray(0, end ?? sound.length));
        const before = contents();
        try {
          new Store(file).close();
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
          expect((error as LabError).code).toMatch(/^database(Damaged|TooNew|Unusable)$/);
          expect(contents()).toEqual(before);
        }
      }),
      // No check notices a foreign key that leads nowhere, only a statement that follows it.
      {
        numRuns: 1000,
        examples: [
          [sound.indexOf("number) ON DELETE CASCADE,\n  safetensors"), over("A"), null],
          // Nor a column of another name: SQLite reads the table by the columns' places.
          [sound.indexOf("ended TEXT"), over("AA"), null],
        ],
      },
    );
  });
});

describe("ways out", () => {
  test("a file that is set aside keeps all of it, and a new store begins", () => {
    const id = writeStore(3);
    // Some of it is still in the log.
    const open = new Store(file);
    open.annotate({ experimentId: id, note: "in the log" });
    const aside = setAside(file)!;
    expect(basename(aside)).toMatch(/^lab\.set-aside-\d{4}-\d\d-\d\dT\d{6}Z\.sqlite$/);
    const fresh = new Store(file);
    expect(fresh.experiments()).toEqual([]);
    fresh.close();
    open.close();
    const kept = new Store(aside);
    expect(kept.experiment(id).runs[0]!.records).toHaveLength(3);
    expect(rowsOf(aside, "SELECT note FROM experiments")).toEqual([{ note: "in the log" }]);
    kept.close();
  });

  test("a backup takes the place of the file, which is set aside; the backup stays", () => {
    writeFirstVersion();
    new Store(file).close();
    const [backup] = backupsOf(file);
    writeFileSync(file, "damage that is long enough to be read as a header of something");
    const aside = restore(backup!.path, file)!;
    expect(readFileSync(aside, "utf8")).toMatch(/^damage/);
    const store = new Store(file);
    expect(store.experiments().map(({ name }) => name)).toContain("regression");
    store.close();
    expect(existsSync(backup!.path)).toBe(true);
  });

  test("a backup that is none changes nothing", () => {
    writeStore(1);
    const damaged = join(folder, "lab.backup-version-1-2026-01-01T000000Z.sqlite");
    writeFileSync(damaged, "damage that is long enough to be read as a header of something");
    const newer = join(folder, "lab.backup-version-9-2026-01-02T000000Z.sqlite");
    const database = new DatabaseSync(newer);
    database.exec("PRAGMA user_version = 9");
    database.close();
    const before = contents();
    expect(backupsOf(file).map(({ version, made }) => [version, made])).toEqual([
      [9, "2026-01-02T00:00:00Z"],
      [1, "2026-01-01T00:00:00Z"],
    ]);
    expect(codeOf(() => restore(damaged, file))).toBe("databaseDamaged");
    expect(codeOf(() => restore(newer, file))).toBe("databaseTooNew");
    expect(codeOf(() => restore(join(folder, "none.sqlite"), file))).toBe("databaseUnusable");
    expect(contents()).toEqual(before);
  });

  test("where there is no file there is nothing to set aside", () => {
    expect(setAside(file)).toBeNull();
    expect(backupsOf(file)).toEqual([]);
  });
});
