import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "./database-type";
import { leaseMs, renewMs } from "./leases";
import { type Owner, ownerOf } from "./owner";
import { Store } from "./store";
import { anything, codeOf, environment, experiment, record } from "./testing";

let folder: string;
let file: string;
/** The time of every store here, in milliseconds. */
let now = 0;
const open: Store[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-leases-"));
  file = join(folder, "lab.sqlite");
  now = Date.parse("2026-01-01T00:00:00Z");
});
afterEach(() => {
  for (const store of open.splice(0)) store.close();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function openStore(owner: Owner = ownerOf(process.pid)): Store {
  const store = new Store(file, owner, () => now);
  open.push(store);
  return store;
}

/** The store as a process of another machine has it open. Here is a process with the same number and start. */
const openElsewhere = (pid = process.pid) => openStore({ ...ownerOf(pid), host: "elsewhere.test" });

async function idleProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => undefined, 1e6)"]);
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

function rows(sql: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const all = database.prepare(sql).all();
  database.close();
  return all;
}

const statuses = (store: Store, id: string) => store.summary(id).runs.map(({ status }) => status);
const all = (status: string) => Array(4).fill(status) as string[];

describe("a process of another machine", () => {
  test.each(["lives", "is dead"])(
    "keeps its runs until its lease ends, whether a process with its number %s here",
    async (state) => {
      const child = await idleProcess();
      const [theirs, mine] = [openElsewhere(child.pid!), openStore()];
      if (state === "is dead") await kill(child);
      const id = theirs.createExperiment(experiment);
      now += leaseMs - 1;
      expect(mine.settleOrphans()).toBe(false);
      expect(codeOf(() => mine.reopenRuns(id))).toBe("runOfAnotherProcess");
      theirs.renewLease();
      now += leaseMs - 1;
      expect(mine.settleOrphans()).toBe(false);
      expect(statuses(mine, id)).toEqual(all("queued"));
      now += 1;
      expect(mine.settleOrphans()).toBe(true);
      expect(mine.settleOrphans()).toBe(false);
      expect(statuses(mine, id)).toEqual(all("interrupted"));
      expect(mine.summary(id).runs[0]!.ended).toBe(new Date(now).toISOString());
    },
  );

  test.each(["are free", "belong to another"])("that lost its runs changes nothing once they %s", (state) => {
    const [theirs, mine] = [openElsewhere(), openStore()];
    const { id, runs } = theirs.queueExperiment(experiment);
    const [run] = runs;
    theirs.setStatus(run!.id, "running");
    expect(theirs.addEpoch(run!.id, record(1))).toBe("new");
    now += leaseMs;
    if (state === "are free") expect(mine.settleOrphans()).toBe(true);
    else expect(mine.reopenRuns(id).reopened).toHaveLength(4);
    const before = mine.experiment(id);

    theirs.renewLease();
    expect(theirs.addEpoch(run!.id, record(1))).toBe("refused");
    expect(theirs.addEpoch(run!.id, record(2))).toBe("refused");
    expect(theirs.setStatus(run!.id, "running")).toBe(false);
    expect(theirs.retryRun(run!.id, "queued", { code: "trainerKilled", parameters: {} }).changed).toBe(0);
    theirs.setEnvironment(run!.id, environment);
    theirs.saveWeights(run!.id, Uint8Array.of(1));
    expect(
      theirs.endRuns(
        runs.map((each) => each.id),
        "cancelled",
        null,
      ),
    ).toMatchObject({
      changed: 0,
      runs: mine.summary(id).runs,
    });
    expect(mine.experiment(id)).toEqual(before);
    expect(mine.weights(run!.id)).toBeNull();

    // What it starts from now on is its own again.
    const later = theirs.queueExperiment(experiment);
    expect(theirs.endRun(later.runs[0]!.id, "done")).toBe(true);
    expect(theirs.reopenRuns(later.id).reopened).toEqual([]);
    if (state === "are free") return;
    expect(mine.addEpoch(run!.id, record(2))).toBe("new");
    mine.saveWeights(run!.id, Uint8Array.of(2));
    expect(mine.weights(run!.id)).toEqual(Uint8Array.of(2));
    expect(mine.endRun(run!.id, "done")).toBe(true);
  });

  test("sees a process of this machine by its lease only", async () => {
    const child = await idleProcess();
    const [mine, theirs] = [openStore(ownerOf(child.pid!)), openElsewhere()];
    const id = mine.createExperiment(experiment);
    await kill(child);
    now += leaseMs - 1;
    expect(theirs.settleOrphans()).toBe(false);
    now += 1;
    expect(theirs.settleOrphans()).toBe(true);
    expect(statuses(theirs, id)).toEqual(all("interrupted"));
  });
});

describe("a process of this machine", () => {
  test.skipIf(process.platform === "win32")(
    "keeps its runs while it lives, though it was stopped or slept past its lease; dead, it keeps none",
    async () => {
      const child = await idleProcess();
      const [theirs, mine] = [openStore(ownerOf(child.pid!)), openStore()];
      const id = theirs.createExperiment(experiment);
      child.kill("SIGSTOP");
      now += 100 * leaseMs;
      expect(mine.settleOrphans()).toBe(false);
      expect(codeOf(() => mine.reopenRuns(id))).toBe("runOfAnotherProcess");
      child.kill("SIGCONT");
      // Awake again, it goes on as if nothing had been.
      expect(theirs.addEpoch(theirs.summary(id).runs[0]!.id, record(1))).toBe("new");
      theirs.renewLease();
      await kill(child);
      expect(mine.settleOrphans()).toBe(true);
      expect(statuses(mine, id)).toEqual(all("interrupted"));
    },
  );
});

describe("the table of owners", () => {
  test("is written to by those who own runs: once a minute, and not by those who read", () => {
    const watcher = openStore();
    const reader = openStore();
    for (const look of [
      () => reader.experiments(),
      () => reader.search(anything),
      () => reader.settleOrphans(),
    ]) {
      look();
    }
    new Store(file, ownerOf(process.pid), () => now).close();
    expect(watcher.changedElsewhere()).toBe(false);
    expect(rows("SELECT * FROM owners")).toEqual([]);

    const owner = openStore();
    const id = owner.createExperiment(experiment);
    owner.renewLease();
    watcher.changedElsewhere();
    // No run is missing.
    expect(owner.reopenRuns(id).reopened).toEqual([]);
    expect(watcher.changedElsewhere()).toBe(false);
    const begun = now;
    const renewed: number[] = [];
    for (; now <= begun + 3 * renewMs; now += 1000) {
      owner.renewLease();
      if (watcher.changedElsewhere()) renewed.push(now - begun);
    }
    expect(renewed).toEqual([renewMs, 2 * renewMs, 3 * renewMs]);
    // A clock may be set back by more than a minute.
    now = begun;
    owner.renewLease();
    expect(rows("SELECT until FROM owners")).toEqual([{ until: begun + leaseMs }]);
  });

  test("holds no more than the owners of unfinished runs and the last one", () => {
    const stores = [1, 2, 3].map((number) => openStore({ host: "elsewhere.test", pid: number, mark: "a" }));
    const experiments = stores.map((store) => store.queueExperiment(experiment));
    const ids = () =>
      (rows("SELECT pid FROM owners ORDER BY pid") as { pid: number }[]).map(({ pid }) => pid);
    expect(ids()).toEqual([1, 2, 3]);
    stores[1]!.endRuns(
      experiments[1]!.runs.map((run) => run.id),
      "done",
      null,
    );
    stores[2]!.createExperiment(experiment);
    expect(ids()).toEqual([1, 3]);
    expect(rows("SELECT DISTINCT owner FROM runs WHERE ended IS NOT NULL")).toEqual([{ owner: null }]);
  });
});

describe("with very many runs", () => {
  /** What SQLite does with the table of runs in these statements. */
  function stepsOf(store: Store, act: () => void): string[] {
    const { database } = store as unknown as { database: Database };
    const prepare = database.prepare.bind(database);
    const steps: string[] = [];
    Object.defineProperty(database, "prepare", {
      configurable: true,
      value: (sql: string) => {
        const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
        steps.push(...plan.map(({ detail }) => detail).filter((detail) => /\bruns\b/.test(detail)));
        return prepare(sql);
      },
    });
    act();
    return steps;
  }

  test("a look for orphans asks for each owner, and walks through no runs", () => {
    const store = openStore();
    store.createExperiment(experiment);
    const steps = stepsOf(store, () => store.settleOrphans());
    expect(steps).toHaveLength(3);
    for (const step of steps) expect(step).toMatch(/^SEARCH runs .*INDEX runs_of_owner \(owner=\?\)/);
  });

  test("a change of some of them looks for these, and not through all of their owner", () => {
    const store = openStore();
    const [run] = store.queueExperiment(experiment).runs;
    const steps = stepsOf(store, () => {
      store.setStatus(run!.id, "running");
      store.setEnvironment(run!.id, environment);
      store.addEpoch(run!.id, record(1));
      store.addEpoch(run!.id, record(1));
      store.saveWeights(run!.id, Uint8Array.of(1));
      store.endRun(run!.id, "done");
    });
    expect(steps.length).toBeGreaterThanOrEqual(6);
    for (const step of steps) expect(step).toMatch(/^SEARCH runs USING .*\(id=\?\)/);
  });
});
