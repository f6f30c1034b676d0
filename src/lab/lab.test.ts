import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { analyse } from "../analysis/analyse";
import { resultSchema } from "../experiment/result";
import type { ExperimentInput } from "../experiment/schema";
import { leaseMs, renewMs } from "../store/leases";
import { ownerOf } from "../store/owner";
import { Store } from "../store/store";
import { childrenOf } from "../cli/testing";
import { askForFaults } from "../execution/worker-client";
import type { RunSummary } from "../contract/contract";
import { answer } from "../transport/gate";
import { Lab } from "./lab";
import { readSafetensors } from "../artifacts/safetensors";
import { nodeLauncher, type Worker } from "../execution/workers";
import { isOnLocalDisk } from "../platform/mapped-files";
import {
  built,
  end,
  endlessExperiment,
  failureOf,
  labsOfEachTest,
  next,
  openTestLab,
  smallExperiment,
  type TestLab,
} from "./testing";

const { folder, labs } = labsOfEachTest();
afterEach(() => vi.unstubAllEnvs());

/** This backend starts in a third of the time, for tests that do not depend on it. */
function onPlainBackend(): void {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
}

function openLab(jobs = 1, onTraining?: (trains: boolean) => void): TestLab {
  return labs.open(folder.path, jobs, onTraining);
}

async function start(lab: Lab, experiment: ReturnType<typeof smallExperiment>): Promise<RunSummary[]> {
  return (await lab.startExperiment({ experiment })).runs;
}

/** A run's measures without its times. */
async function measured(lab: Lab, experimentId: string) {
  const { runs } = await lab.getExperiment({ experimentId });
  return runs.map(({ records }) =>
    records.map(({ trainingSeconds: _t, evaluationSeconds: _e, ...measures }) => measures),
  );
}

/** The weights' bytes of every run, from the written files. */
async function weightsOf(lab: Lab, experimentId: string): Promise<string[]> {
  const target = join(folder.path, `weights-${experimentId}`);
  await lab.writeResult(experimentId, target);
  const names = readdirSync(target).filter((name) => name.endsWith(".safetensors"));
  return names.sort().map((name) => readFileSync(join(target, name), "base64"));
}

describe("an experiment", () => {
  test("of a wide network has all cores for one run after another, a small one a core for each", async () => {
    const most = async (units: number) => {
      const { lab } = openLab(cpus().length);
      const layers = [units, units, 2].map((each) => ({ type: "dense" as const, units: each }));
      const training = { batchSize: 64, epochs: 1 };
      const running = new Set<string>();
      let most = 0;
      lab.events.on("runChanged", ({ id, status }) => {
        if (status === "running") running.add(id);
        else running.delete(id);
        most = Math.max(most, running.size);
      });
      const runs = await start(lab, smallExperiment({ network: { layers }, training, seeds: [1, 2, 3, 4] }));
      const ends = await Promise.all(runs.map(({ id }) => end(lab, id)));
      expect(ends.map(({ status }) => status)).toEqual(Array(4).fill("done"));
      return most;
    };
    expect(await most(2048)).toBe(1);
    expect(await most(8)).toBe(Math.min(4, cpus().length));
  });

  test("trains, is kept, and is written as a result with weights", async () => {
    const { lab } = openLab(2);
    const experiment = smallExperiment({
      variants: [{ name: "no dropout", rate: 0 }, { name: "../p = 0.3 한글" }],
      seeds: [7, 8],
    });
    const reader = new Store(join(folder.path, "lab.sqlite"));
    const told: boolean[] = [];
    lab.events.on("epochMeasured", ({ runId, record }) => {
      // Another connection sees what was announced, because it was committed before.
      const kept = reader.experiment(summary.id).runs.find(({ id }) => id === runId)!;
      told.push(kept.records.some((each) => JSON.stringify(each) === JSON.stringify(record)));
    });
    const summary = await lab.startExperiment({ experiment });
    expect(summary.runs.map(({ status }) => status)).toEqual(["queued", "queued", "queued", "queued"]);
    const ends = await Promise.all(summary.runs.map(({ id }) => end(lab, id)));
    reader.close();
    expect(ends.map(({ status, failure }) => [status, failure])).toEqual(Array(4).fill(["done", null]));
    expect(told).toEqual(Array(12).fill(true));

    const detail = await lab.getExperiment({ experimentId: summary.id });
    expect(detail.environment?.backend).toMatch(/tensorflow|wasm|cpu/);
    expect(detail.runs.map(({ epochsDone, records }) => [epochsDone, records.length])).toEqual(
      Array(4).fill([3, 3]),
    );

    const target = join(folder.path, "deep", "out");
    const file = await lab.writeResult(summary.id, target);
    expect(readdirSync(target).sort()).toEqual([
      "01-no-dropout-seed-7.safetensors",
      "02-p-0.3-한글-seed-7.safetensors",
      "03-no-dropout-seed-8.safetensors",
      "04-p-0.3-한글-seed-8.safetensors",
      "analysis.json",
      "result.json",
    ]);
    const analysis: unknown = JSON.parse(readFileSync(join(target, "analysis.json"), "utf8"));
    expect(analysis).toEqual(analyse(experiment, detail.runs));
    const result = resultSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(result.experiment).toEqual(experiment);
    expect(result.runs[1]).toMatchObject({ variant: "../p = 0.3 한글", rate: null, seed: 7, status: "done" });
    expect(result.runs[1]!.epochs).toEqual(detail.runs[1]!.records);
    const weights = readSafetensors(readFileSync(join(target, result.runs[1]!.weights!)));
    expect(Object.entries(weights).map(([name, { shape }]) => [name, shape])).toEqual([
      ["layers.0.kernel", [2, 8]],
      ["layers.0.bias", [8]],
      ["layers.3.kernel", [8, 2]],
      ["layers.3.bias", [2]],
    ]);
  });

  test("that is paused holds, however long, and goes on as one that was not", async () => {
    const { lab } = openLab();
    // Neither run can come to its end before it is told to.
    const experiment = endlessExperiment();
    const undisturbed = await lab.startExperiment({ experiment });
    await next(lab, "epochMeasured", ({ record }) => record.epoch === 40);
    await lab.stopRuns({ runIds: undisturbed.runs.map(({ id }) => id) });
    await end(lab, undisturbed.runs[0]!.id);

    const { id, runs } = await lab.startExperiment({ experiment });
    const runIds = runs.map((run) => run.id);
    const epochs = async () => (await lab.getExperiment({ experimentId: id })).runs[0]!.epochsDone;
    for (const from of [2, 10, 20]) {
      await next(lab, "epochMeasured", ({ record }) => record.epoch >= from);
      await lab.pauseRuns({ runIds });
      expect((await lab.listExperiments())[0]!.runs[0]!.status).toBe("paused");
      // Messages that were on their way still arrive, for as long as it takes; a run that trains on never comes to rest.
      for (let before = -1, now = await epochs(); now !== before;) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        [before, now] = [now, await epochs()];
      }
      await lab.resumeRuns({ runIds });
    }
    const last = (await epochs()) + 20;
    await next(lab, "epochMeasured", ({ record }) => record.epoch >= last);
    await lab.stopRuns({ runIds });
    await end(lab, runIds[0]!);
    const [one, other] = [(await measured(lab, undisturbed.id))[0]!, (await measured(lab, id))[0]!];
    const both = Math.min(one.length, other.length);
    expect(both).toBeGreaterThanOrEqual(22);
    expect(other.slice(0, both)).toEqual(one.slice(0, both));
  });

  test("has its runs trained one after another in one process, each as it comes out alone", async () => {
    const { lab, trainers } = openLab();
    const together = await lab.startExperiment({ experiment: smallExperiment({ seeds: [1, 2, 3] }) });
    await end(lab, together.runs.at(-1)!.id);
    expect(trainers).toHaveLength(1);
    const alone = await lab.startExperiment({ experiment: smallExperiment({ seeds: [3] }) });
    await end(lab, alone.runs[0]!.id);
    expect(trainers).toHaveLength(2);
    expect((await measured(lab, alone.id))[0]).toEqual((await measured(lab, together.id))[2]);
    expect((await weightsOf(lab, alone.id))[0]).toEqual((await weightsOf(lab, together.id))[2]);
  });

  test("that is stopped keeps what it measured, weights included", async () => {
    const { lab } = openLab();
    const summary = await lab.startExperiment({ experiment: endlessExperiment() });
    const [run] = summary.runs;
    await next(lab, "epochMeasured", ({ record }) => record.epoch === 3);
    await lab.stopRuns({ runIds: [run!.id] });
    const ended = await end(lab, run!.id);
    expect(ended).toMatchObject({ status: "cancelled", failure: null });
    expect(ended.epochsDone).toBeGreaterThanOrEqual(3);
    const { runs } = await lab.getExperiment({ experimentId: summary.id });
    expect(runs[0]!.records.map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: ended.epochsDone }, (_, i) => i + 1),
    );
    expect(await weightsOf(lab, summary.id)).toHaveLength(1);
    // A second stop does not change a run that has ended.
    await lab.stopRuns({ runIds: [run!.id] });
    expect((await lab.listExperiments())[0]!.runs[0]).toEqual(ended);
  });

  test("with faults is refused with all of them, and leaves nothing behind", async () => {
    const { lab, trainers } = openLab();
    const experiment = smallExperiment({
      network: { layers: [{ type: "dense", units: 5 }] },
      seeds: [1, 1],
    });
    const { code, message } = await failureOf(lab.startExperiment({ experiment }));
    expect(code).toBe("experimentFaults");
    expect(message).toContain("network.layers[0].units");
    expect(message).toContain("seeds[1]");
    expect(await lab.listExperiments()).toEqual([]);
    expect(trainers).toHaveLength(0);
  });

  test("on a file is held against what is in the file before it is queued", async () => {
    const { lab } = openLab();
    const path = join(folder.path, "three.csv");
    writeFileSync(path, `x,y,kind\n${["1,2,a", "3,4,b", "5,6,c", "7,8,a"].join("\n")}\n`);
    const data = (file: string): ExperimentInput["data"] => ({
      source: "csv",
      path: file,
      target: "kind",
      train: 2,
      validation: 2,
    });
    const wrong = await failureOf(lab.startExperiment({ experiment: smallExperiment({ data: data(path) }) }));
    expect(wrong.message).toContain("2 outputs");
    expect(wrong.message).toContain("3 classes");
    const missing = smallExperiment({ data: data(join(folder.path, "none.csv")) });
    expect((await failureOf(lab.startExperiment({ experiment: missing }))).message).toContain("none.csv");
    expect(await lab.listExperiments()).toEqual([]);
  });
});

test("trainers share the data that the first of them prepared, and the runs come out as without it", async () => {
  onPlainBackend();
  const path = join(folder.path, "t.csv");
  const rows = Array.from({ length: 128 }, (_, row) => `${(row * 7) % 31},${row % 5},${row % 2}`);
  writeFileSync(path, `x,y,kind\n${rows.join("\n")}\n`);
  const data = { source: "csv", path, target: "kind", train: 64, validation: 64 } as const;
  const experiment = smallExperiment({ data, seeds: [1, 2] });
  const train = async (home: string) => {
    const { lab, trainers } = labs.open(home, 2);
    const { id, runs } = await lab.startExperiment({ experiment });
    const ends = await Promise.all(runs.map((run) => end(lab, run.id)));
    expect(ends.map(({ status }) => status)).toEqual(["done", "done"]);
    // One more looked at the data before the start.
    expect(trainers).toHaveLength(3);
    return { measures: await measured(lab, id), weights: await weightsOf(lab, id) };
  };
  const shared = join(folder.path, "shared");
  const first = await train(shared);
  expect(readdirSync(join(shared, "prepared"))).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.data$/)]);
  const without = join(folder.path, "without");
  mkdirSync(without);
  writeFileSync(join(without, "prepared"), "a file where the folder should be");
  expect(await train(without)).toEqual(first);
  // Read from the kept file only.
  expect(await train(shared)).toEqual(first);
});

test("runs come out the same on data that every trainer has for itself, that all share in a file, that is removed meanwhile, or that was damaged", async () => {
  const path = join(folder.path, "t.csv");
  const rows = Array.from({ length: 400 }, (_, row) => `${(row * 7) % 31},${row % 5},${row % 2}`);
  writeFileSync(path, `x,y,kind\n${rows.join("\n")}\n`);
  const data = { source: "csv", path, target: "kind", train: 250, validation: 100, test: 50 } as const;
  const layers = [
    { type: "dense", units: 8 },
    { type: "relu" },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 2 },
  ];
  const experiment = smallExperiment({
    ...{ data, seeds: [1, 2], training: { batchSize: 16, epochs: 30 } },
    network: { layers } as ExperimentInput["network"],
  });
  const train = async (home: string, during: () => void = () => undefined) => {
    const { lab } = labs.open(home, 2);
    const { id, runs } = await lab.startExperiment({ experiment });
    const ends = runs.map((run) => end(lab, run.id));
    await next(lab, "epochMeasured");
    during();
    for (const { status } of await Promise.all(ends)) expect(status).toBe("done");
    const outcome = { measures: await measured(lab, id), weights: await weightsOf(lab, id) };
    labs.close(lab);
    return outcome;
  };
  const own = join(folder.path, "own");
  mkdirSync(own);
  writeFileSync(join(own, "prepared"), "a file where the folder should be");
  const wanted = await train(own);
  const shared = join(folder.path, "shared");
  const prepared = join(shared, "prepared");
  expect(await train(shared, () => rmSync(prepared, { recursive: true }))).toEqual(wanted);
  expect(await train(shared)).toEqual(wanted);
  const [name] = readdirSync(prepared);
  const file = join(prepared, name!);
  const whole = readFileSync(file);
  const damaged = Buffer.from(whole);
  damaged[damaged.length - 200]! ^= 1;
  writeFileSync(file, damaged);
  expect(await train(shared)).toEqual(wanted);
  expect(readFileSync(file)).toEqual(whole);
});

test("a run whose mapped data another program cuts off loses its trainer, and goes on with the file made anew", async () => {
  const path = join(folder.path, "t.csv");
  const rows = Array.from({ length: 200 }, (_, row) => `${(row * 7) % 31},${row % 5},${row % 2}`);
  writeFileSync(path, `x,y,kind\n${rows.join("\n")}\n`);
  const data = { source: "csv", path, target: "kind", train: 128, validation: 64 } as const;
  const { lab } = openLab(1);
  const { id: experimentId } = await lab.startExperiment({ experiment: endlessExperiment({ data }) });
  await next(lab, "epochMeasured", ({ record }) => record.epoch === 3);
  const [run] = (await lab.getExperiment({ experimentId })).runs;
  const prepared = join(folder.path, "prepared");
  const file = join(prepared, readdirSync(prepared)[0]!);
  const whole = readFileSync(file);
  truncateSync(file);
  if (!isOnLocalDisk(prepared) || !run!.environments?.[0]?.environment.kernels) {
    // This trainer has the data for itself.
    await next(lab, "epochMeasured", ({ record }) => record.epoch > run!.epochsDone + 2);
    return;
  }
  const again = await next(lab, "runChanged", ({ attempt }) => attempt === 2);
  expect(again).toMatchObject({
    id: run!.id,
    failure: { code: "trainerCrashed", parameters: { signal: "SIGBUS" } },
  });
  // Its epochs of before come out the same, else the run would end here as not repeated.
  await next(lab, "epochMeasured", ({ record }) => record.epoch > again.epochsDone + 2);
  expect(readFileSync(file)).toEqual(whole);
});

test("a result that cannot be written is named, and tells no path", async () => {
  onPlainBackend();
  const { lab } = openLab();
  const summary = await lab.startExperiment({ experiment: smallExperiment({ training: { epochs: 1 } }) });
  await end(lab, summary.runs[0]!.id);
  writeFileSync(join(folder.path, "taken"), "a file where a folder should be");
  const { code, parameters } = await failureOf(lab.writeResult(summary.id, join(folder.path, "taken")));
  expect({ code, parameters }).toEqual({
    code: "resultNotWritten",
    parameters: { folder: "taken", detail: "ENOTDIR" },
  });
  expect((await failureOf(lab.writeResult("none", folder.path))).code).toBe("noSuchExperiment");
});

describe("the queue", () => {
  test("takes no more runs than a document can describe, and keeps nothing of what it refuses", async () => {
    const { lab } = openLab(1);
    await lab.startExperiment({ experiment: endlessExperiment() });
    const variants = Array.from({ length: 100 }, (_, index) => ({ name: `${index}` }));
    const seeds = Array.from({ length: 1000 }, (_, seed) => seed);
    await expect(
      lab.startExperiment({ experiment: smallExperiment({ variants, seeds }) }),
    ).rejects.toMatchObject({ code: "queueFull" });
    expect(await lab.listExperiments()).toHaveLength(1);
  });

  test("is held, let go and stopped as a whole, however long it is, and tells that in one piece", async () => {
    onPlainBackend();
    const { lab } = openLab(1);
    const variants = Array.from({ length: 100 }, (_, index) => ({ name: `${index}` }));
    const seeds = Array.from({ length: 120 }, (_, seed) => seed);
    const summary = await lab.startExperiment({ experiment: endlessExperiment({ variants, seeds }) });
    expect(summary).toEqual((await lab.listExperiments())[0]);
    const runIds = summary.runs.map(({ id }) => id);
    await next(lab, "epochMeasured");
    const counts = async () => {
      const found: Record<string, number> = {};
      for (const { status } of (await lab.listExperiments())[0]!.runs) {
        found[status] = (found[status] ?? 0) + 1;
      }
      return found;
    };
    const ask = async (verb: "pauseRuns" | "resumeRuns" | "stopRuns") => {
      const told = next(lab, "runsChanged");
      const verbs = { [verb]: lab[verb].bind(lab) };
      expect(await answer(verbs, verb, { runIds })).toEqual({ ok: true, value: {} });
      return { counts: await counts(), told: await told };
    };
    const paused = await ask("pauseRuns");
    expect(paused.counts).toEqual({ paused: 12_000 });
    expect(paused.told).toEqual({ runIds, status: "paused", ended: null });
    expect((await ask("resumeRuns")).counts).toEqual({ running: 1, queued: 11_999 });
    const held = next(lab, "runsChanged");
    await lab.pauseRuns({ all: true });
    expect((await held).runIds).toEqual(runIds);
    const after = next(lab, "runsChanged");
    await lab.resumeRuns({ all: true });
    expect((await after).status).toBe("queued");
    expect(await counts()).toEqual({ running: 1, queued: 11_999 });
    // Told in the same moment as the others' end, or later.
    const ended = end(lab, runIds[0]!);
    const { told } = await ask("stopRuns");
    expect(told).toEqual({ runIds: runIds.slice(1), status: "cancelled", ended: expect.any(String) });
    await ended;
    expect(await counts()).toEqual({ cancelled: 12_000 });
  });

  beforeEach(onPlainBackend);
  test("tells when it begins to train and when nothing trains any more", async () => {
    const told: boolean[] = [];
    const { lab } = openLab(1, (trains) => void told.push(trains));
    const [first, second] = await start(lab, endlessExperiment({ seeds: [1, 2] }));
    await next(lab, "epochMeasured");
    expect(told).toEqual([true]);
    const runIds = [first!.id, second!.id];
    await lab.pauseRuns({ runIds });
    expect(told).toEqual([true, false]);
    await lab.resumeRuns({ runIds });
    await next(lab, "epochMeasured");
    expect(told).toEqual([true, false, true]);
    await lab.stopRuns({ runIds });
    await end(lab, first!.id);
    expect(told).toEqual([true, false, true, false]);
    const [small] = await start(lab, smallExperiment());
    await end(lab, small!.id);
    expect(told).toEqual([true, false, true, false, true, false]);
    await start(lab, endlessExperiment());
    await next(lab, "epochMeasured");
    labs.close(lab);
    expect(told.slice(6)).toEqual([true, false]);
  });

  test("runs one after another with one job, in the order shown", async () => {
    const { lab } = openLab(1);
    const log: string[] = [];
    const summary = await lab.startExperiment({
      experiment: smallExperiment({ seeds: [1, 2, 3], training: { epochs: 1 } }),
    });
    lab.events.on("runChanged", ({ seed, status }) => log.push(`${seed} ${status}`));
    await end(lab, summary.runs.at(-1)!.id);
    expect(log).toEqual(["1 running", "1 done", "2 running", "2 done", "3 running", "3 done"]);
  });

  test("lets a waiting run be held, let go and stopped, and gives a held run's place to the next", async () => {
    const { lab } = openLab(1);
    const [first, second, third] = await start(lab, endlessExperiment({ seeds: [1, 2, 3] }));
    await next(lab, "runProgress", ({ runId }) => runId === first!.id);
    await lab.pauseRuns({ runIds: [second!.id] });
    await lab.stopRuns({ runIds: [third!.id] });
    const statuses = async () => (await lab.listExperiments())[0]!.runs.map(({ status }) => status);
    expect(await statuses()).toEqual(["running", "paused", "cancelled"]);

    await lab.resumeRuns({ runIds: [second!.id] });
    expect(await statuses()).toEqual(["running", "queued", "cancelled"]);
    await lab.pauseRuns({ runIds: [first!.id] });
    expect(await statuses()).toEqual(["paused", "running", "cancelled"]);
    await next(lab, "epochMeasured", ({ runId }) => runId === second!.id);

    await lab.resumeRuns({ runIds: [first!.id] });
    expect(await statuses()).toEqual(["queued", "running", "cancelled"]);
    await lab.stopRuns({ runIds: [second!.id] });
    await next(lab, "epochMeasured", ({ runId }) => runId === first!.id);
    expect(await statuses()).toEqual(["running", "cancelled", "cancelled"]);
    expect((await lab.listExperiments())[0]!.runs[2]).toMatchObject({ started: null, epochsDone: 0 });
  });

  test("begins a run again whose trainer was killed, and ends it as failed the second time; the rest goes on", async () => {
    const { lab, trainers } = openLab(1);
    const [killed, waiting] = await start(lab, endlessExperiment({ seeds: [1, 2] }));
    const told: number[] = [];
    lab.events.on("epochMeasured", ({ runId, record }) => runId === killed!.id && told.push(record.epoch));
    await next(lab, "epochMeasured", ({ record }) => record.epoch === 3);
    trainers[0]!.kill();
    const again = await next(lab, "runChanged", ({ attempt }) => attempt === 2);
    expect(again).toMatchObject({
      id: killed!.id,
      status: "queued",
      failure: { code: "trainerKilled", parameters: { signal: "SIGKILL" } },
      ended: null,
    });
    expect(again.epochsDone).toBeGreaterThanOrEqual(3);
    await next(lab, "epochMeasured", ({ record }) => record.epoch > again.epochsDone + 2);
    // The earlier measures are in the store, and were announced only once.
    expect(told).toEqual(told.map((_, index) => index + 1));

    trainers[1]!.kill();
    const ended = await end(lab, killed!.id);
    expect(ended).toMatchObject({ status: "failed", failure: { code: "trainerKilled" }, attempt: 2 });
    expect(ended.epochsDone).toBe(told.length);
    await next(lab, "epochMeasured", ({ runId }) => runId === waiting!.id);
    await lab.stopRuns({ runIds: [waiting!.id] });
    const [fresh] = await start(lab, smallExperiment());
    expect(await end(lab, fresh!.id)).toMatchObject({ status: "done", attempt: 1 });
  });

  test("ends a run that diverges the first time: it would again, so nothing offers to go on with it", async () => {
    const { lab, trainers } = openLab(1);
    const layers = [8, 8, 2].map((units) => ({ type: "dense" as const, units }));
    const diverging = smallExperiment({
      network: { layers },
      training: { batchSize: 16, epochs: 50, optimizer: { type: "sgd", learningRate: 1e30 } },
      seeds: [1, 2],
    });
    const { id, runs } = await lab.startExperiment({ experiment: diverging });
    for (const run of runs) {
      expect(await end(lab, run.id)).toMatchObject({
        status: "failed",
        failure: { code: "lossNotFinite" },
        attempt: 1,
      });
    }
    expect(trainers).toHaveLength(2);
    expect(await lab.resumePoints({ experimentId: id })).toEqual({ runs: [] });
    const resumed = await lab.resumeExperiment({ experimentId: id });
    expect(resumed.runs.map(({ status, attempt }) => [status, attempt])).toEqual([
      ["failed", 1],
      ["failed", 1],
    ]);
  });

  test.skipIf(process.platform !== "linux")(
    "does not count the time that a trainer was stopped, as when the machine sleeps (/proc: Linux only)",
    async () => {
      const others = new Set(childrenOf(process.pid));
      const { lab } = openLab(1);
      await start(lab, endlessExperiment());
      await next(lab, "epochMeasured", ({ record }) => record.epoch === 2);
      const [trainer] = childrenOf(process.pid).filter((pid) => !others.has(pid));
      // By then the beating thread has started.
      await new Promise((resolve) => setTimeout(resolve, 2000));
      let longest = 0;
      lab.events.on("epochMeasured", ({ record: { trainingSeconds, evaluationSeconds } }) => {
        longest = Math.max(longest, trainingSeconds + evaluationSeconds);
      });
      process.kill(trainer!, "SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      process.kill(trainer!, "SIGCONT");
      for (let epochs = 0; epochs < 3; epochs++) await next(lab, "epochMeasured");
      expect(longest).toBeLessThan(8);
    },
  );

  test("holds a run whose trainer died while it was held", async () => {
    const { lab, trainers } = openLab(1);
    const [run] = await start(lab, smallExperiment({ training: { batchSize: 16, epochs: 200 } }));
    const runIds = [run!.id];
    await next(lab, "epochMeasured");
    await lab.pauseRuns({ runIds });
    trainers[0]!.kill();
    const again = await next(lab, "runChanged", ({ attempt }) => attempt === 2);
    expect(again).toMatchObject({ status: "paused", failure: { code: "trainerKilled" } });
    expect(trainers).toHaveLength(1);
    await lab.resumeRuns({ runIds });
    expect(await end(lab, run!.id)).toMatchObject({ status: "done", failure: null, epochsDone: 200 });
  });

  test("a trainer that cannot start fails its run with its last words", async () => {
    const launch = nodeLauncher(join(folder.path, "no-trainer.cjs"));
    const lab = new Lab({ launch, version: "test", database: join(folder.path, "lab.sqlite") });
    labs.add(lab);
    const [run] = await start(lab, smallExperiment());
    const { failure } = await end(lab, run!.id);
    expect(failure).toMatchObject({ code: "trainerExited", parameters: { exitCode: 1 } });
    expect(failure!.parameters["detail"]).toMatch(/^Error: Cannot find module .*no-trainer\.cjs/);
  });
});

describe("what is missing of an experiment", () => {
  const sweep = () =>
    smallExperiment({
      variants: [
        { name: "no dropout", rate: 0 },
        { name: "half", rate: 0.5, train: 32, width: 0.5 },
      ],
      seeds: [1, 2],
      training: { batchSize: 16, epochs: 400 },
    });

  test("is resumed after a stop, a pause and the end of its lab, and comes out as it would have without", async () => {
    const experiment = sweep();
    const whole = openTestLab(folder.path, 1);
    const undisturbed = await whole.lab.startExperiment({ experiment });
    await end(whole.lab, undisturbed.runs.at(-1)!.id);

    const { id, runs } = await whole.lab.startExperiment({ experiment });
    const runIds = runs.map((run) => run.id);
    await next(whole.lab, "epochMeasured", ({ record }) => record.epoch === 3);
    await whole.lab.pauseRuns({ runIds });
    await whole.lab.resumeRuns({ runIds });
    await next(whole.lab, "epochMeasured", ({ runId, record }) => runId === runIds[1] && record.epoch === 2);
    await whole.lab.stopRuns({ runIds: [runIds[1]!, runIds[2]!] });
    await end(whole.lab, runIds[1]!);
    await next(whole.lab, "epochMeasured", ({ runId, record }) => runId === runIds[3] && record.epoch === 2);
    whole.lab.close();

    const { lab } = openLab(2);
    const before = await lab.getExperiment({ experimentId: id });
    expect(before.runs.map(({ status }) => status)).toEqual([
      "done",
      "cancelled",
      "cancelled",
      "interrupted",
    ]);
    const told: string[] = [];
    lab.events.on("epochMeasured", ({ runId, record }) => told.push(`${runId} ${record.epoch}`));
    const resumed = await lab.resumeExperiment({ experimentId: id });
    expect(resumed.runs.map(({ status, attempt }) => [status, attempt])).toEqual([
      ["done", 1],
      ["queued", 2],
      ["queued", 2],
      ["queued", 2],
    ]);
    const ends = await Promise.all(runIds.slice(1).map((run) => end(lab, run)));
    expect(ends.map(({ status }) => status)).toEqual(["done", "done", "done"]);

    expect(await measured(lab, id)).toEqual(await measured(lab, undisturbed.id));
    expect(await weightsOf(lab, id)).toEqual(await weightsOf(lab, undisturbed.id));
    // The earlier measures are unchanged, seconds included, and were not announced again.
    const after = await lab.getExperiment({ experimentId: id });
    before.runs.forEach(({ records }, index) => {
      expect(after.runs[index]!.records.slice(0, records.length)).toEqual(records);
    });
    const known = before.runs.reduce((sum, { records }) => sum + records.length, 0);
    expect(told).toHaveLength(4 * 400 - known);
    expect(new Set(told).size).toBe(told.length);
    // No run is missing any more.
    const nothing = await lab.resumeExperiment({ experimentId: id });
    expect(nothing.runs.map(({ attempt }) => attempt)).toEqual([1, 2, 2, 2]);
  });

  test("that measures something else fails by name, and what was kept stays", async () => {
    onPlainBackend();
    const path = join(folder.path, "t.csv");
    const table = (shift: number) =>
      `x,y,kind\n${Array.from({ length: 128 }, (_, row) => `${(row * 7 + shift) % 31},${row % 5},${row % 2}`).join("\n")}\n`;
    writeFileSync(path, table(0));
    const data = { source: "csv", path, target: "kind", train: 64, validation: 64 } as const;
    const first = openLab(1);
    const { id, runs } = await first.lab.startExperiment({ experiment: endlessExperiment({ data }) });
    await next(first.lab, "epochMeasured", ({ record }) => record.epoch === 2);
    await first.lab.stopRuns({ runIds: [runs[0]!.id] });
    await end(first.lab, runs[0]!.id);
    const before = await first.lab.getExperiment({ experimentId: id });

    writeFileSync(path, table(1));
    await first.lab.resumeExperiment({ experimentId: id });
    expect(await end(first.lab, runs[0]!.id)).toMatchObject({
      status: "failed",
      failure: { code: "runNotRepeated", parameters: { epoch: 1 } },
    });
    const after = await first.lab.getExperiment({ experimentId: id });
    expect(after.runs[0]!.records).toEqual(before.runs[0]!.records);
  });
});

describe("closing and sharing", () => {
  beforeEach(onPlainBackend);
  test("closing interrupts what had not ended, and the next lab shows it", async () => {
    const first = openTestLab(folder.path, 1);
    const summary = await first.lab.startExperiment({ experiment: endlessExperiment({ seeds: [1, 2] }) });
    await next(first.lab, "epochMeasured");
    first.lab.close();
    const { lab } = openLab();
    const detail = await lab.getExperiment({ experimentId: summary.id });
    expect(detail.runs.map(({ status }) => status)).toEqual(["interrupted", "interrupted"]);
    expect(detail.runs[0]!.records.length).toBeGreaterThanOrEqual(1);
    await lab.deleteExperiments({ experimentIds: [summary.id] });
    expect(await lab.listExperiments()).toEqual([]);
  });

  test("two labs on one database see each other's runs and leave them alone", async () => {
    const [mine, theirs] = [openLab().lab, openLab().lab];
    const summary = await theirs.startExperiment({ experiment: endlessExperiment() });
    const runIds = summary.runs.map(({ id }) => id);
    await Promise.all([next(theirs, "epochMeasured"), next(mine, "storeChanged")]);
    expect((await mine.listExperiments())[0]!.runs[0]).toMatchObject({ id: runIds[0], status: "running" });
    for (const refused of [
      mine.pauseRuns({ runIds }),
      mine.resumeRuns({ runIds }),
      mine.stopRuns({ runIds }),
    ]) {
      expect((await failureOf(refused)).code).toBe("runOfAnotherProcess");
    }
    const remove = mine.deleteExperiments({ experimentIds: [summary.id] });
    expect((await failureOf(remove)).code).toBe("experimentGoesOn");
    const [own] = await start(mine, smallExperiment());
    expect(await end(mine, own!.id)).toMatchObject({ status: "done" });
    await next(theirs, "epochMeasured");
    await theirs.stopRuns({ runIds });
    expect(await end(theirs, runIds[0]!)).toMatchObject({ status: "cancelled" });
  });

  test("a lab with unfinished runs renews its lease, and one without does not", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    try {
      const { lab } = openLab();
      const file = new DatabaseSync(join(folder.path, "lab.sqlite"), { readOnly: true });
      const until = () => (file.prepare("SELECT until FROM owners").get() as { until: number }).until;
      const [run] = await start(lab, endlessExperiment());
      const begun = until();
      vi.advanceTimersByTime(2 * renewMs);
      const renewed = until();
      expect(renewed).toBeGreaterThanOrEqual(begun + renewMs);
      const ended = end(lab, run!.id);
      await lab.stopRuns({ runIds: [run!.id] });
      await ended;
      vi.advanceTimersByTime(2 * renewMs);
      expect(until()).toBe(renewed);
      file.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test("a run that another machine took over is given up, and its trainer ended; the lab goes on", async () => {
    const { lab, trainers } = openLab();
    const [run] = await start(lab, endlessExperiment());
    await next(lab, "epochMeasured");
    const ended = new Promise((resolve) => trainers[0]!.onExit(resolve));
    const told = next(lab, "runChanged");
    // As if this machine had slept past its lease, and another one had resumed the run.
    const file = join(folder.path, "lab.sqlite");
    const theirs = new Store(
      file,
      { ...ownerOf(process.pid), host: "elsewhere.test" },
      () => Date.now() + leaseMs,
    );
    const { reopened } = theirs.reopenRuns(run!.experimentId);
    expect(reopened).toEqual([run!.id]);
    await ended;
    expect(await told).toMatchObject({ id: run!.id, status: "queued", attempt: 2 });
    const { epochsDone } = theirs.run(run!.id);
    theirs.close();
    const [own] = await start(lab, smallExperiment());
    expect(await end(lab, own!.id)).toMatchObject({ status: "done" });
    const { experiments } = await lab.getRuns({ runIds: [run!.id] });
    expect(experiments[0]!.runs[0]).toMatchObject({ status: "queued", attempt: 2, epochsDone });
  });
});

describe("questions", () => {
  test("the environment is asked for once", async () => {
    const { lab, trainers } = openLab();
    const [first, second] = await Promise.all([lab.describeEnvironment(), lab.describeEnvironment()]);
    expect(first.runtime).toBe(`Node ${process.versions.node}`);
    expect(second).toBe(first);
    expect(trainers).toHaveLength(1);
  });

  test("data is previewed in a process that is kept, and started again after a crash", async () => {
    const launch = nodeLauncher(built("trainer.cjs"));
    const trainers: Worker[] = [];
    /** Whether a trainer that is asked dies of it, so that no answer can come first. */
    let dies = false;
    const mortal = async (): Promise<Worker> => {
      const trainer = await launch();
      trainers.push(trainer);
      return { ...trainer, send: (message) => (dies ? trainer.kill() : trainer.send(message)) };
    };
    const lab = new Lab({ launch: mortal, version: "test", database: join(folder.path, "lab.sqlite") });
    labs.add(lab);
    const { data } = smallExperiment();
    const [preview, again] = await Promise.all([lab.previewData({ data }), lab.previewData({ data })]);
    expect(preview).toMatchObject({ shape: { features: 2, outputs: 2 }, failure: null, rows: 128 });
    expect(preview.sample.kind).toBe("points");
    expect(again).toEqual(preview);
    expect(trainers).toHaveLength(1);

    dies = true;
    const asked = lab.previewData({ data: { ...data, seed: 2 } });
    expect((await failureOf(asked)).code).toBe("trainerKilled");
    dies = false;
    expect(await lab.previewData({ data })).toEqual(preview);
    expect(trainers).toHaveLength(2);
  });

  test("a preview of a large file is given up for the next one, and one that is there serves the start", async () => {
    onPlainBackend();
    const { lab, trainers } = openLab();
    const large = join(folder.path, "large.csv");
    writeFileSync(large, `a,b,kind\n${"0.123456,-0.654321,x\n0.5,0.25,y\n".repeat(1_500_000)}`);
    const small = join(folder.path, "small.csv");
    writeFileSync(small, `a,b,kind\n${"1,2,x\n3,4,y\n".repeat(100)}`);
    const csv = { source: "csv", target: "kind", train: 100, validation: 50 } as const;
    const experiment = smallExperiment({ data: { ...csv, path: small } });
    const first = failureOf(
      lab.previewData({ data: smallExperiment({ data: { ...csv, path: large } }).data }),
    );
    const second = lab.previewData({ data: experiment.data });
    expect((await first).code).toBe("previewGivenUp");
    expect(await second).toMatchObject({ rows: 200, failure: null });
    expect(trainers).toHaveLength(2);
    const [run] = await start(lab, experiment);
    expect(await end(lab, run!.id)).toMatchObject({ status: "done" });
    expect(trainers).toHaveLength(3);
  });

  test("the reading of a large file is told and can be cancelled, which ends its process; then it can be read again", async () => {
    onPlainBackend();
    const { lab, trainers } = openLab();
    const path = join(folder.path, "cancelled.csv");
    // Blanks behind the commas: the file is read in another notation, which takes its time.
    writeFileSync(path, `a, b, kind\n${"0.123456, -0.654321, x\n0.5, 0.25, y\n".repeat(1_000_000)}`);
    const { data } = smallExperiment({ data: { source: "table", path, train: 100, validation: 50 } });
    const shares: number[] = [];
    const early: number[] = [];
    lab.events.on("previewEarly", ({ number, preview: { rows, shape, failure, divided, proposed } }) => {
      expect({ number, shape, failure, divided, proposed }).toEqual({
        number: 7,
        shape: null,
        failure: null,
      });
      early.push(rows);
    });
    const first = failureOf(lab.previewData({ data, number: 7 }));
    await new Promise<void>((resolve) => {
      lab.events.on("previewProgress", ({ number, share }) => {
        expect(number).toBe(7);
        shares.push(share);
        resolve();
      });
    });
    const ended = new Promise((resolve) => trainers[0]!.onExit(resolve));
    await lab.cancelPreview();
    expect((await first).code).toBe("previewCancelled");
    // What its beginning holds was told before.
    expect(early).toHaveLength(1);
    expect(early[0]).toBeGreaterThan(1000);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[0]).toBeLessThan(1);
    await ended;
    expect(await lab.previewData({ data })).toMatchObject({ rows: 2_000_000, failure: null });
    expect(trainers).toHaveLength(2);
    // Nothing is being read: nothing happens.
    await lab.cancelPreview();
  });

  test("a store is looked through for damage in a process of its own", async () => {
    const file = join(folder.path, "lab.sqlite");
    const launch = nodeLauncher(built("trainer.cjs"));
    openLab();
    expect(await askForFaults(launch, file)).toEqual([]);
    const damaged = join(folder.path, "damaged.sqlite");
    writeFileSync(damaged, "damage that is long enough to be read as a header of something");
    expect(await askForFaults(launch, damaged)).toEqual(["file is not a database"]);
    const none = join(folder.path, "none", "lab.sqlite");
    expect((await failureOf(askForFaults(launch, none))).code).toBe("unexpected");
  });

  test("images come as bytes", async () => {
    const { lab } = openLab();
    const { data } = smallExperiment({ data: { source: "digits", train: 20, validation: 10 } });
    const { sample } = await lab.previewData({ data });
    if (sample.kind !== "images") expect.fail(sample.kind);
    expect(sample.pixels[0]).toBeInstanceOf(Uint8Array);
    expect(sample.pixels[0]).toHaveLength(sample.width * sample.height);
  });

  test("the machine is described at once", async () => {
    const { lab, trainers } = openLab();
    expect(await lab.describeLab()).toMatchObject({ version: "test", cores: expect.any(Number) });
    expect(trainers).toHaveLength(0);
  });
});
