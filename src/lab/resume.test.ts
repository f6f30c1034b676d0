import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DatabaseSync } from "@photostructure/sqlite";
import { newestFirst } from "../artifacts/checkpoint-folder";
import type { EventOf, RunSummary } from "../contract/contract";
import type { Lab } from "./lab";
import { end, endlessExperiment, labsOfEachTest, next, smallExperiment } from "./testing";

const { folder: home, labs } = labsOfEachTest();
beforeEach(() => {
  // This backend starts in a third of the time, for tests that do not depend on it.
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  vi.stubEnv("DROPOUT_LAB_CHECKPOINT_SECONDS", "0.02");
});
afterEach(() => vi.unstubAllEnvs());

const openLab = () => labs.open(home.path);

const checkpoints = () => join(home.path, "checkpoints");
const namesOf = (runId: string) => {
  const folder = join(checkpoints(), runId);
  return existsSync(folder) ? newestFirst(readdirSync(folder)) : [];
};

/** Waits until the run has this many checkpoints of epochs after this one. */
async function checkpointsAfter(lab: Lab, runId: string, epoch: number, count = 2): Promise<void> {
  const isLater = (name: string) => Number(/epoch-(\d+)/.exec(name)![1]) > epoch;
  await next(lab, "epochMeasured", () => namesOf(runId).filter(isLater).length >= count);
}

function noticesOf(lab: Lab): EventOf<"runNoticed">[] {
  const notices: EventOf<"runNoticed">[] = [];
  lab.events.on("runNoticed", (notice) => void notices.push(notice));
  return notices;
}

test("a run whose trainer was killed, that was stopped, or whose lab was closed goes on from its checkpoint", async () => {
  const before = openLab();
  const { lab, trainers } = before;
  const { id, runs } = await lab.startExperiment({ experiment: endlessExperiment() });
  const runId = runs[0]!.id;
  const pointOf = async (from: Lab) => (await from.resumePoints({ experimentId: id })).runs;
  await checkpointsAfter(lab, runId, 1);
  const continued = next(lab, "runContinued");
  trainers[0]!.kill();
  const first = (await continued).epoch;
  expect(first).toBeGreaterThan(1);
  expect(await pointOf(lab)).toEqual([]);

  await checkpointsAfter(lab, runId, first);
  await lab.stopRuns({ runIds: [runId] });
  await end(lab, runId);
  const [stopped] = await pointOf(lab);
  expect(stopped!.epoch).toBeGreaterThan(first);
  const resumed = next(lab, "runContinued");
  await lab.resumeExperiment({ experimentId: id });
  expect(await resumed).toEqual({ runId, epoch: stopped!.epoch });
  await checkpointsAfter(lab, runId, stopped!.epoch);
  labs.close(before.lab);

  const later = openLab().lab;
  const [closed] = await pointOf(later);
  expect(closed!.epoch).toBeGreaterThan(stopped!.epoch);
  const again = next(later, "runContinued");
  await later.resumeExperiment({ experimentId: id });
  expect((await again).epoch).toBe(closed!.epoch);
});

test("checkpoints go when their run is done, or gone for good; not while it could be restored", async () => {
  const first = openLab();
  const { lab } = first;
  const done = await lab.startExperiment({
    experiment: smallExperiment({ training: { batchSize: 16, epochs: 1000 } }),
  });
  const ended = end(lab, done.runs[0]!.id);
  await checkpointsAfter(lab, done.runs[0]!.id, 0, 1);
  expect(await ended).toMatchObject({ status: "done" });
  expect(readdirSync(checkpoints())).toEqual([]);

  const { id, runs } = await lab.startExperiment({ experiment: endlessExperiment() });
  const runId = runs[0]!.id;
  await checkpointsAfter(lab, runId, 0);
  labs.close(first.lab);
  const second = openLab();
  expect(namesOf(runId)).toHaveLength(2);
  await second.lab.deleteExperiments({ experimentIds: [id] });
  labs.close(second.lab);
  labs.close(openLab().lab);
  expect(namesOf(runId)).toHaveLength(2);
  const database = new DatabaseSync(join(home.path, "lab.sqlite"));
  database.prepare("UPDATE experiments SET deleted = '2020-01-01T00:00:00.000Z' WHERE id = ?").run(id);
  database.close();
  openLab();
  expect(readdirSync(checkpoints())).toEqual([]);
});

test("damaged checkpoints are told of and passed over: the older one, else the first epoch, and the same run", async () => {
  const { lab } = openLab();
  const { id, runs } = await lab.startExperiment({ experiment: endlessExperiment() });
  const runId = runs[0]!.id;
  await checkpointsAfter(lab, runId, 1);
  const notices = noticesOf(lab);
  for (const damaged of [1, 2]) {
    await lab.stopRuns({ runIds: [runId] });
    await end(lab, runId);
    const names = namesOf(runId).slice(0, damaged);
    for (const name of names) {
      const file = join(checkpoints(), runId, name);
      writeFileSync(file, readFileSync(file).subarray(0, -1));
    }
    // The first announced epoch: all before it were measured again and were equal.
    const begins = next(lab, "epochMeasured");
    let continued: number | null = null;
    const off = lab.events.on("runContinued", ({ epoch }) => (continued = epoch));
    await lab.resumeExperiment({ experimentId: id });
    await begins;
    off();
    expect(notices.splice(0)).toEqual(
      names.map((file) => ({
        runId,
        failure: { code: "checkpointDamaged", parameters: { detail: "it is too short", file } },
      })),
    );
    if (damaged === 1) expect(continued).toBeGreaterThan(1);
    else expect(continued).toBeNull();
    if (damaged === 1) await checkpointsAfter(lab, runId, continued!);
  }
});

test("checkpoints that cannot be written are told of once, and the run comes to its end", async () => {
  writeFileSync(checkpoints(), "a file where the folder should be");
  const { lab } = openLab();
  const notices = noticesOf(lab);
  const { runs } = await lab.startExperiment({
    experiment: smallExperiment({ training: { batchSize: 16, epochs: 1000 } }),
  });
  expect(await end(lab, runs[0]!.id)).toMatchObject({ status: "done", attempt: 1 });
  expect(notices).toMatchObject([
    { failure: { code: "checkpointsNotRead" } },
    { failure: { code: "checkpointNotWritten" } },
  ]);
  expect(JSON.stringify(notices)).not.toContain(home.path);
});

test.each([2, 60])(
  "runs that are queued again are announced as queued before they begin (%i seeds of two variants)",
  async (count) => {
    const { lab } = openLab();
    const seeds = Array.from({ length: count }, (_, seed) => seed);
    const { id, runs } = await lab.startExperiment({
      experiment: endlessExperiment({ variants: [{ name: "one" }, { name: "two" }], seeds }),
    });
    const told = new Map<string, string[]>();
    let stopped: () => void = () => undefined;
    const allStopped = new Promise<void>((resolve) => (stopped = resolve));
    const note = (runId: string, status: string) => {
      told.set(runId, [...(told.get(runId) ?? []), status]);
      if (runs.every((run) => told.get(run.id)?.at(-1) === "cancelled")) stopped();
    };
    lab.events.on("runsChanged", ({ runIds, status }) => runIds.forEach((runId) => note(runId, status)));
    lab.events.on("runChanged", (run) => note(run.id, run.status));
    await lab.stopRuns({ all: true });
    await allStopped;
    told.clear();
    const queued: RunSummary[] = [];
    lab.events.on("runChanged", (run) => void (run.status === "queued" && queued.push(run)));
    const begins = next(lab, "runChanged", ({ status }) => status === "running");
    await lab.resumeExperiment({ experimentId: id });
    const { id: first } = await begins;
    expect(told.get(first)).toEqual(["queued", "running"]);
    expect(runs.filter((run) => run.id !== first).map((run) => told.get(run.id))).toEqual(
      Array(2 * count - 1).fill(["queued"]),
    );
    // As they are in the store: another attempt, without the end of the last one. Many come in one event.
    expect(queued.map(({ attempt, failure, ended }) => [attempt, failure, ended])).toEqual(
      count > 50 ? [] : runs.map(() => [2, null, null]),
    );
  },
);
