import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ToTrainer } from "../execution/trainer-protocol";
import { nodeLauncher, type Worker } from "../execution/workers";
import type { Experiment } from "../experiment/schema";
import { processExists } from "../platform/process-exists";
import { Lab } from "./lab";
import { built, end, endlessExperiment, labsOfEachTest, next, smallExperiment } from "./testing";

/** Trainers that wait for the next experiment, with real processes and the backend of this machine. */

const { folder, labs } = labsOfEachTest();

interface Launched {
  readonly worker: Worker;
  readonly sent: ToTrainer["type"][];
  readonly ended: Promise<unknown>;
}

/** A lab that keeps its trainers, as the window's does. */
function openLab({ jobs = 1, home = folder.path } = {}) {
  const launched: Launched[] = [];
  const launch = nodeLauncher(built("trainer.cjs"));
  const lab = new Lab({
    launch: async () => {
      const worker = await launch();
      const sent: ToTrainer["type"][] = [];
      const ended = new Promise((resolve) => worker.onExit(resolve));
      launched.push({ worker, sent, ended });
      return { ...worker, send: (message) => (sent.push(message.type), worker.send(message)) };
    },
    ...{ version: "test", database: join(home, "lab.sqlite"), jobs, keepsTrainers: true },
  });
  labs.add(lab);
  return { lab, launched };
}

/** What those that trained were told, without other orders of their runs. */
function ordersOf(launched: readonly Launched[]) {
  const trainers = launched.filter(({ sent }) => sent.includes("train"));
  return trainers.map(({ sent }) => sent.filter((type) => type === "train" || type === "rest"));
}

/** All that its runs measured but the seconds, and their weights. */
async function trained(lab: Lab, experiment: Experiment) {
  const { id, runs } = await lab.startExperiment({ experiment });
  const ends = await Promise.all(runs.map((run) => end(lab, run.id)));
  expect(ends.map(({ status }) => status)).toEqual(runs.map(() => "done"));
  const { runs: kept } = await lab.getExperiment({ experimentId: id });
  const records = kept.map((run) =>
    run.records.map(({ trainingSeconds: _t, evaluationSeconds: _e, ...measures }) => measures),
  );
  return { records, weights: await weightsOf(lab, id) };
}

async function weightsOf(lab: Lab, experimentId: string): Promise<string[]> {
  const target = join(folder.path, `weights-${experimentId}`);
  await lab.writeResult(experimentId, target);
  const names = readdirSync(target).filter((name) => name.endsWith(".safetensors"));
  return names.sort().map((name) => readFileSync(join(target, name), "base64"));
}

const moons = smallExperiment({ seeds: [1, 2] });
/** Other data, layers, optimizer and loss. */
const digits = smallExperiment({
  name: "digits",
  data: { source: "digits", train: 96, validation: 48 },
  network: {
    layers: [
      { type: "dense", units: 24 },
      { type: "batchNorm" },
      { type: "relu" },
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 10 },
    ],
  },
  training: { batchSize: 32, epochs: 2, optimizer: { type: "adam", learningRate: 0.01 } },
  variants: [{ name: "dropout" }, { name: "none", rate: 0 }],
});

/** So many multiplications a step that its kernels use all cores. */
const wide = smallExperiment({
  data: { source: "digits", train: 1024, validation: 16 },
  network: {
    layers: [{ type: "dense", units: 1024 }, { type: "relu" }, { type: "dense", units: 10 }],
  },
  training: { batchSize: 1024, epochs: 1 },
});

test("experiments that one trainer trains after one another come out as in trainers of their own", async () => {
  const alone = [];
  for (const experiment of [moons, digits, moons]) {
    const { lab, launched } = openLab();
    alone.push(await trained(lab, experiment));
    expect(launched.filter(({ sent }) => sent.includes("train"))).toHaveLength(1);
    labs.close(lab);
  }
  const { lab, launched } = openLab();
  const together = [];
  for (const experiment of [moons, digits, moons]) together.push(await trained(lab, experiment));
  expect(ordersOf(launched).flat()).toEqual(
    [2, 2, 2].flatMap((runs) => [...Array.from({ length: runs }, () => "train"), "rest"]),
  );
  expect(together).toEqual(alone);
});

test("one trainer trains queued experiments, one after another", async () => {
  const { lab, launched } = openLab();
  const queued = await Promise.all([moons, digits].map((experiment) => lab.startExperiment({ experiment })));
  await Promise.all(queued.flatMap(({ runs }) => runs.map((run) => end(lab, run.id))));
  expect(launched).toHaveLength(1);
});

test("a trainer whose run was stopped trains the next experiment, and one that failed does not", async () => {
  const { lab, launched } = openLab();
  const stopped = await lab.startExperiment({ experiment: endlessExperiment() });
  await next(lab, "epochMeasured");
  const cancelled = end(lab, stopped.runs[0]!.id);
  await lab.stopRuns({ all: true });
  expect(await cancelled).toMatchObject({ status: "cancelled" });

  const { runs } = await lab.startExperiment({
    // The weights grow beyond all numbers.
    experiment: smallExperiment({
      data: { source: "line", train: 64, validation: 64 },
      network: {
        layers: [
          { type: "dense", units: 8 },
          { type: "dense", units: 1 },
        ],
      },
      training: {
        batchSize: 16,
        epochs: 50,
        loss: "meanSquaredError",
        optimizer: { type: "sgd", learningRate: 1e6 },
      },
    }),
  });
  expect(await end(lab, runs[0]!.id)).toMatchObject({ status: "failed" });
  expect(launched).toHaveLength(1);
  await launched[0]!.ended;
  await trained(lab, moons);
  expect(launched.filter(({ sent }) => sent.includes("train"))).toHaveLength(2);
});

test("trainers that rest are no more than runs that train side by side, and end with the lab", async () => {
  const { lab, launched } = openLab({ jobs: 2 });
  const experiment = smallExperiment({ seeds: [1, 2, 3, 4] });
  await trained(lab, experiment);
  await trained(lab, experiment);
  const trainers = launched.filter(({ sent }) => sent.includes("train"));
  expect(trainers).toHaveLength(2);
  labs.close(lab);
  await Promise.all(trainers.map(({ ended }) => ended));
});

test("a wide network, whose kernels use all cores, does not train in a process of one thread", async () => {
  const { lab, launched } = openLab({ jobs: Math.max(2, cpus().length) });
  await trained(lab, smallExperiment());
  await trained(lab, wide);
  expect(ordersOf(launched)).toEqual(
    cpus().length > 1
      ? [
          ["train", "rest"],
          ["train", "rest"],
        ]
      : [["train", "rest", "train", "rest"]],
  );
});

test("a trainer refuses a run that needs other threads than it has", async () => {
  const trainer = fork(built("trainer.cjs"), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  try {
    const train = (experiment: Experiment) => {
      trainer.send(orderOf(experiment));
      return answerOf(trainer);
    };
    expect(await train(moons)).toMatchObject({ type: "done" });
    expect(await train(wide)).toMatchObject(cpus().length > 1 ? { type: "failed" } : { type: "done" });
  } finally {
    trainer.kill("SIGKILL");
  }
});

/** A run of it, in the test's folder. */
function orderOf(experiment: Experiment): ToTrainer {
  const place = (name: string) => join(folder.path, name);
  return {
    type: "train",
    run: { experimentId: "experiment", runId: "run" },
    ...{ experiment, variant: experiment.variants[0]!, seed: 1, until: experiment.training.epochs },
    checkpoints: { folder: place("checkpoints"), epochsKept: 0 },
    ...{ snapshots: place("snapshots"), prepared: place("prepared") },
  };
}

async function answerOf(trainer: ReturnType<typeof fork>): Promise<{ type: string }> {
  for (;;) {
    const [word] = (await once(trainer, "message")) as [{ type: string }];
    if (word.type === "done" || word.type === "failed") return word;
  }
}

test("a resting trainer ends when the lab is killed", async () => {
  const program = `
    const { fork } = require("node:child_process");
    const trainer = fork(${JSON.stringify(built("trainer.cjs"))}, [], { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
    trainer.send(${JSON.stringify(orderOf(moons))});
    trainer.on("message", ({ type }) => {
      if (type !== "done") return;
      trainer.send({ type: "rest" });
      console.log(trainer.pid);
    });`;
  const lab = spawn(process.execPath, ["--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = (await once(lab.stdout, "data")) as [Buffer];
  const pid = Number(String(printed));
  expect(processExists(pid)).toBe(true);
  lab.kill("SIGKILL");
  while (processExists(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
});
