import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EpochRecord } from "../experiment/result";
import { isAlive, ownerOf } from "./owner";
import { migrations } from "./migrations";
import { Store } from "./store";
import { anything, codeOf, environment, experiment, record } from "./testing";

let folder: string;
let file: string;
const open: Store[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-store-"));
  file = join(folder, "deep", "lab.sqlite");
});
afterEach(() => {
  for (const store of open.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function openStore(owner = ownerOf(process.pid)): Store {
  const store = new Store(file, owner);
  open.push(store);
  return store;
}

/** A process that does nothing until it is ended. */
async function idleProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout!, "data");
  return child;
}

describe("experiments and runs", () => {
  test("are there again after closing, with every bit of the numbers", () => {
    const first = new Store(file);
    const id = first.createExperiment(experiment);
    const runId = first.experiment(id).runs[1]!.id;
    first.setStatus(runId, "running");
    first.setEnvironment(runId, environment);
    expect(first.addEpoch(runId, record(1))).toBe("new");
    expect(first.addEpoch(runId, record(2))).toBe("new");
    first.saveWeights(runId, new Uint8Array([0, 255, 7]));
    first.endRun(runId, "done");
    first.close();

    const detail = openStore().experiment(id);
    expect(detail.experiment).toEqual(experiment);
    expect(detail.environment).toEqual(environment);
    expect(detail.runs.map(({ variant, rate, seed }) => [variant, rate, seed])).toEqual([
      ["p = 0.1", 0.1, 1],
      ["own", null, 1],
      ["p = 0.1", 0.1, 4294967295],
      ["own", null, 4294967295],
    ]);
    expect(detail.runs[1]).toMatchObject({ status: "done", failure: null, epochsDone: 2, epochs: 7 });
    expect(detail.runs[1]!.records).toEqual([record(1), record(2)]);
    expect(Uint8Array.from(open[0]!.weights(runId)!)).toEqual(new Uint8Array([0, 255, 7]));
    expect(open[0]!.weights(detail.runs[0]!.id)).toBeNull();
  });

  test("are listed newest first", () => {
    const store = openStore();
    const ids = [1, 2, 3].map(() => store.createExperiment(experiment));
    expect(store.experiments().map(({ id }) => id)).toEqual([...ids].reverse());
    expect(store.experiments()[0]!.runs).toHaveLength(4);
    expect(store.experiments()[0]).toEqual(store.summary(ids[2]!));
    expect(store.experiments(1).map(({ id }) => id)).toEqual([ids[2]]);
  });

  test("a deleted experiment takes its runs, epochs, weights and tags with it a day later", () => {
    const store = openStore();
    const id = store.createExperiment(experiment);
    const runs = store.summary(id).runs;
    store.addEpoch(runs[0]!.id, record(1));
    store.saveWeights(runs[0]!.id, new Uint8Array(3));
    store.annotate({ experimentId: id, tags: ["a"] });
    for (const run of runs) store.endRun(run.id, "cancelled");
    store.deleteExperiments([id]);

    const raw = new DatabaseSync(file);
    const deletedAgo = (hours: number) => {
      const time = new Date(Date.now() - hours * 3_600_000).toISOString();
      raw.prepare("UPDATE experiments SET deleted = ?").run(time);
      openStore();
      return ["experiments", "runs", "epochs", "weights", "tags"].map(
        (table) => (raw.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n,
      );
    };
    expect(deletedAgo(23)).toEqual([1, 4, 1, 1, 1]);
    expect(deletedAgo(25)).toEqual([0, 0, 0, 0, 0]);
    raw.close();
    expect(codeOf(() => store.restoreExperiments([id]))).toBe("noSuchExperiment");
  });

  test("unknown ids are named", () => {
    const store = openStore();
    expect(codeOf(() => store.experiment("x"))).toBe("noSuchExperiment");
    expect(codeOf(() => store.deleteExperiments(["x"]))).toBe("noSuchExperiment");
    expect(codeOf(() => store.restoreExperiments(["x"]))).toBe("noSuchExperiment");
    expect(codeOf(() => store.annotate({ experimentId: "x", note: "" }))).toBe("noSuchExperiment");
    expect(codeOf(() => store.experimentsOf(["x"]))).toBe("noSuchRun");
    expect(codeOf(() => store.run("x"))).toBe("noSuchRun");
  });
});

describe("a run ends once", () => {
  const failure = { code: "unexpected", parameters: { detail: "x" } } as const;

  test("and the first cause wins, whatever process comes later", () => {
    const [store, other] = [openStore(), openStore()];
    const [run] = store.summary(store.createExperiment(experiment)).runs;
    expect(store.endRun(run!.id, "failed", failure)).toBe(true);
    const ended = store.run(run!.id);
    expect(other.endRun(run!.id, "done")).toBe(false);
    expect(other.setStatus(run!.id, "running")).toBe(false);
    expect(other.addEpoch(run!.id, record(1))).toBe("refused");
    expect(other.run(run!.id)).toEqual(ended);
    expect(ended).toMatchObject({ status: "failed", failure, epochsDone: 0, started: null });
  });

  test("its start is the first one, however often it was held", () => {
    const store = openStore();
    const [run] = store.summary(store.createExperiment(experiment)).runs;
    store.setStatus(run!.id, "running");
    const { started } = store.run(run!.id);
    store.setStatus(run!.id, "paused");
    store.setStatus(run!.id, "running");
    expect(store.run(run!.id)).toMatchObject({ status: "running", started, ended: null });
  });
});

describe("a run that is begun again", () => {
  const failure = { code: "unexpected", parameters: { detail: "x" } } as const;

  test("keeps its row, what it measured and its start, and takes the same records once more", () => {
    const store = openStore();
    const id = store.createExperiment(experiment);
    const [done, failed, cancelled] = store.summary(id).runs.map((run) => run.id);
    store.setStatus(failed!, "running");
    const { started } = store.run(failed!);
    for (const run of [done, failed, cancelled]) store.addEpoch(run!, record(1));
    store.saveWeights(done!, new Uint8Array(3));
    store.saveWeights(cancelled!, new Uint8Array(3));
    store.endRun(done!, "done");
    store.endRun(failed!, "failed", failure);
    store.endRun(cancelled!, "cancelled");

    const { summary, reopened } = store.reopenRuns(id);
    expect(reopened).toEqual([failed, cancelled]);
    expect(summary).toEqual(store.summary(id));
    const again = { status: "queued", attempt: 2, failure: null, ended: null, epochsDone: 1 };
    expect(store.run(failed!)).toMatchObject({ ...again, started });
    expect(store.run(cancelled!)).toMatchObject(again);
    expect(store.run(done!)).toMatchObject({ status: "done", attempt: 1 });
    expect(store.summary(id).runs[3]).toMatchObject({ status: "queued", attempt: 1 });
    // A cancelled run's weights come from fewer epochs than it will have.
    expect([done, cancelled].map((run) => store.weights(run!)?.length)).toEqual([3, undefined]);

    const kept = record(1);
    expect(store.addEpoch(failed!, { ...kept, trainingSeconds: 9, evaluationSeconds: 8 })).toBe("repeated");
    expect(store.addEpoch(failed!, record(2))).toBe("new");
    expect(store.experiment(id).runs[1]!.records).toEqual([kept, record(2)]);
    expect(store.addEpoch(done!, kept)).toBe("refused");
  });

  test("fails where it measures something else, in any number but the times", () => {
    const store = openStore();
    const [run] = store.summary(store.createExperiment(experiment)).runs;
    const kept = record(1);
    store.addEpoch(run!.id, kept);
    const { validation } = kept;
    const others: EpochRecord[] = [
      { ...kept, training: { ...kept.training, loss: kept.training.loss + Number.EPSILON } },
      { ...kept, train: { eval: { loss: kept.training.loss } } },
      { ...kept, validation: { ...validation, train: { ...validation.train, lossSd: 2e-300 } } },
      { ...kept, validation: { ...validation, train: { ...validation.train, accuracySd: 0 } } },
    ];
    for (const other of others) expect(codeOf(() => store.addEpoch(run!.id, other))).toBe("runNotRepeated");
    expect(store.experiment(run!.experimentId).runs[0]!.records).toEqual([kept]);
  });

  test("keeps the environment that measured, and takes another where none has", () => {
    const store = openStore();
    const id = store.createExperiment(experiment);
    const [run] = store.summary(id).runs;
    store.setEnvironment(run!.id, { ...environment, lab: "1" });
    store.setEnvironment(run!.id, environment);
    store.addEpoch(run!.id, record(1));
    store.setEnvironment(run!.id, { ...environment, lab: "2" });
    expect(store.experiment(id).environment).toEqual(environment);
  });

  test("after a failure tells of it while it goes on, and no longer when it is done", () => {
    const store = openStore();
    const [run] = store.summary(store.createExperiment(experiment)).runs;
    store.setStatus(run!.id, "running");
    expect(store.retryRun(run!.id, "queued", failure)).toEqual({ changed: 1, runs: [store.run(run!.id)] });
    expect(store.run(run!.id)).toMatchObject({ status: "queued", attempt: 2, failure, ended: null });
    store.endRun(run!.id, "done");
    expect(store.run(run!.id)).toMatchObject({ status: "done", attempt: 2, failure: null });
    // The answer says what has become of it.
    expect(store.retryRun(run!.id, "queued", failure)).toEqual({ changed: 0, runs: [store.run(run!.id)] });
  });

  test("belongs to who resumed it; what a living process does is refused, and a dead one's taken over", async () => {
    const child = await idleProcess();
    const [theirs, mine] = [openStore(ownerOf(child.pid!)), openStore()];
    const id = theirs.createExperiment(experiment);
    const [first] = theirs.summary(id).runs;
    theirs.endRun(first!.id, "cancelled");
    expect(codeOf(() => mine.reopenRuns(id))).toBe("runOfAnotherProcess");
    expect(mine.run(first!.id)).toMatchObject({ status: "cancelled", attempt: 1 });

    child.kill("SIGKILL");
    await once(child, "exit");
    expect(mine.reopenRuns(id).reopened).toHaveLength(4);
    expect(
      openStore()
        .summary(id)
        .runs.every(({ status }) => status === "queued"),
    ).toBe(true);
    // No run is missing any more: all are queued.
    expect(mine.reopenRuns(id).reopened).toEqual([]);
    expect(codeOf(() => mine.reopenRuns("x"))).toBe("noSuchExperiment");
  });
});

test("changes answer with the runs as they are now: these, others of the same experiment, and none of too many", () => {
  const store = openStore();
  const { id, runs } = store.queueExperiment(experiment);
  const [first, second, third] = runs.map((run) => run.id);
  store.endRun(second!, "done");
  const change = store.endRuns([third!, second!, first!], "cancelled", null);
  expect(change).toEqual({
    changed: 2,
    ended: expect.any(String),
    runs: [third, second, first].map((each) => store.run(each!)),
  });
  expect(change.runs!.map(({ status }) => status)).toEqual(["cancelled", "done", "cancelled"]);
  expect(store.setStatuses([runs[3]!.id], "running").runs).toEqual([store.summary(id).runs[3]]);
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const many = store.queueExperiment({ ...experiment, seeds }).runs.map((run) => run.id);
  expect(store.setStatuses(many, "paused")).toEqual({ changed: 120, runs: null });
});

test("reading writes nothing, though a dead process left unfinished runs", async () => {
  const child = await idleProcess();
  const theirs = openStore(ownerOf(child.pid!));
  const { id, runs } = theirs.queueExperiment(experiment);
  const [mine, watcher] = [openStore(), openStore()];
  child.kill("SIGKILL");
  await once(child, "exit");
  watcher.changedElsewhere();
  mine.experiments();
  mine.experiment(id);
  mine.summary(id);
  mine.experimentsOf(runs.map((run) => run.id));
  mine.search(anything);
  mine.run(runs[0]!.id);
  mine.facts();
  expect(watcher.changedElsewhere()).toBe(false);
  expect(mine.settleOrphans()).toBe(true);
  expect(watcher.changedElsewhere()).toBe(true);
  expect(mine.settleOrphans()).toBe(false);
});

describe("what a dead process left", () => {
  test("is interrupted, by those who look after it and not by those who read; what a living one does is not", async () => {
    const child = await idleProcess();
    const theirs = openStore(ownerOf(child.pid!));
    const mine = openStore();
    const theirId = theirs.createExperiment(experiment);
    const [queued, running, paused, ended] = theirs.summary(theirId).runs.map(({ id }) => id);
    theirs.setStatus(running!, "running");
    theirs.setStatus(paused!, "paused");
    theirs.addEpoch(running!, record(1));
    theirs.endRun(ended!, "done");
    const myId = mine.createExperiment(experiment);
    expect(mine.experiment(theirId).runs.map(({ status }) => status)).toEqual([
      "queued",
      "running",
      "paused",
      "done",
    ]);

    child.kill("SIGKILL");
    await once(child, "exit");
    // Opening the store looks after them; reading does not.
    openStore();
    expect(mine.experiment(theirId).runs.map(({ status }) => status)).toEqual([
      "interrupted",
      "interrupted",
      "interrupted",
      "done",
    ]);
    expect(mine.run(running!)).toMatchObject({ epochsDone: 1, ended: expect.any(String) });
    expect(mine.run(queued!).started).toBeNull();
    expect(mine.summary(myId).runs.every(({ status }) => status === "queued")).toBe(true);
  });

  test.skipIf(process.platform !== "linux")(
    "is free as soon as it is dead, though its parent never asks how it ended (/proc: Linux only)",
    async () => {
      const parent = spawn("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]);
      const [said] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(String(said));
      const [theirs, mine] = [openStore(ownerOf(pid)), openStore()];
      const id = theirs.createExperiment(experiment);
      expect(codeOf(() => mine.deleteExperiments([id]))).toBe("experimentGoesOn");
      process.kill(pid, "SIGKILL");
      await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z ");
      expect(mine.reopenRuns(id).reopened).toHaveLength(4);
      parent.kill("SIGKILL");
    },
  );

  test("a process number that was given again does not keep a run alive", () => {
    const { pid, mark } = ownerOf(process.pid);
    expect(isAlive({ pid, mark })).toBe(true);
    const earlier = mark.startsWith("linux:") ? `${mark}0` : "1000";
    expect(isAlive({ pid, mark: earlier })).toBe(false);
    // A system without /proc: its mark is the time when it was made.
    expect(isAlive({ pid, mark: String(Date.now()) })).toBe(true);
    expect(isAlive({ pid, mark: "1000" })).toBe(false);
  });
});

describe("the file", () => {
  test("of a newer lab is refused and left as it is", () => {
    new Store(file).close();
    const raw = new DatabaseSync(file);
    expect(raw.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
    expect(raw.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    raw.exec("PRAGMA user_version = 99");
    expect(codeOf(() => new Store(file))).toBe("databaseTooNew");
    expect(raw.prepare("PRAGMA user_version").get()).toEqual({ user_version: 99 });
    raw.close();
  });

  test("that is none is named", () => {
    expect(codeOf(() => new Store(folder))).toBe("databaseUnusable");
  });

  test("can be opened for the first time while another process writes", async () => {
    const script = `
      const { DatabaseSync } = require("@photostructure/sqlite");
      process.stdin.once("data", () => {
        const db = new DatabaseSync(process.argv[1], { timeout: 10000 });
        db.exec("BEGIN IMMEDIATE");
        console.log("locked");
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        db.exec("COMMIT");
        db.close();
      });
      console.log("ready");`;
    const other = spawn(process.execPath, ["-e", script, join(folder, "lab.sqlite")]);
    await once(other.stdout, "data");
    other.stdin.end("go");
    await once(other.stdout, "data");
    file = join(folder, "lab.sqlite");
    expect(openStore().experiments()).toEqual([]);
    await once(other, "exit");
  });
});

test("a run that goes on elsewhere keeps what measured each of its epochs; elsewhere without an epoch leaves no trace", () => {
  const store = openStore();
  const id = store.createExperiment(experiment);
  const [{ id: runId } = { id: "" }] = store.summary(id).runs;
  const spans = () => store.experiment(id).runs[0]!.environments;
  const [native, wasm] = [
    { ...environment, backend: "tensorflow" as const },
    { ...environment, backend: "wasm" as const },
  ];
  expect(spans()).toEqual([]);
  store.setEnvironment(runId, wasm);
  store.setEnvironment(runId, native);
  store.addEpoch(runId, record(1));
  store.addEpoch(runId, record(2));
  store.setEnvironment(runId, wasm);
  store.setEnvironment(runId, native);
  expect(spans()).toEqual([{ fromEpoch: 1, environment: native }]);
  store.setEnvironment(runId, wasm);
  store.addEpoch(runId, record(3));
  store.setEnvironment(runId, wasm);
  expect(spans()).toEqual([
    { fromEpoch: 1, environment: native },
    { fromEpoch: 3, environment: wasm },
  ]);
  expect(store.experiment(id).environment).toEqual(native);
});
