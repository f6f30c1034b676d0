import { cpus } from "node:os";
import { preparedData } from "../artifacts/prepared-data";
import type { Dataset } from "../data/dataset";
import { loadDataset, previewData } from "../data/load";
import { readNewRows } from "../data/new-rows";
import { backendToExpect } from "../engine/backend";
import type { Engine } from "../engine/engine";
import { openEngine } from "../engine/open";
import { planRun } from "../engine/engine";
import { evaluateState } from "../engine/evaluate-state";
import { joinedState } from "../engine/parameters";
import { inputShapeOf, stateOf } from "../nn/network";
import { readSafetensors } from "../artifacts/safetensors";
import { RunCancelled } from "../engine/run";
import { Inspector } from "../inspect/inspector";
import { threadsOf } from "../execution/threads";
import type { DataConfig } from "../experiment/schema";
import type { Preview } from "../fields/preview";
import { environmentOfRun } from "../experiment/environments";
import { dataOfRun, trainingRowsOf } from "../experiment/variants";
import { collectGarbage } from "../platform/collect-garbage";
import { failureOf, LabError } from "../messages/failure";
import { keepScansIn } from "../platform/kept-scan";
import { faultsInFile } from "../store/integrity";
import { PauseGate } from "./pause-gate";
import { memoryFailure } from "../execution/memory";
import { parentPort } from "./parent-port";
import { RecentData } from "./recent-data";
import { runTrainingSession } from "./training-session";
import { type FromTrainer, type ToTrainer, toTrainerSchema } from "../execution/trainer-protocol";
import { WakingClock } from "./waking-clock";

/**
 * The entry of a trainer process (dist/trainer.cjs), the same under Node and Electron. It loads TensorFlow only to
 * train or to describe the backend.
 */
type Task = Exclude<ToTrainer, { type: "pause" | "resume" | "cancel" | "handOver" | "kept" }>;

const port = parentPort();
/** Set by the first run. */
let waking: WakingClock | null = null;
const clock = () => (waking ??= new WakingClock().start()).now();
let pauseGate = new PauseGate(clock);
let tasks: Promise<void> = Promise.resolve();
let noteKept: () => void = () => undefined;

/** Kept for the next run, which usually belongs to the same experiment. */
let engine: Promise<Engine> | null = null;
const trainedData = new RecentData(0);
/** Of many seeds, 256 MB. */
const inspectedData = new RecentData(2 ** 28);
const inspector = new Inspector((...request) => loadedData(inspectedData, ...request), readNewRows);

port.onMessage((message) => {
  const order = toTrainerSchema.parse(message);
  switch (order.type) {
    case "pause":
    case "resume":
    case "cancel":
    case "handOver":
      return pauseGate[order.type]();
    case "kept":
      return noteKept();
  }
  // A message that came too late for the previous run is not meant for this one.
  if (order.type === "train") pauseGate = new PauseGate(clock);
  tasks = tasks.then(() => carryOut(order)).then(port.send);
});

port.send({ type: "ready", cores: cpus().length, backend: backendToExpect() });

/** Reports every failure; only a crash ends the process without a message. */
async function carryOut(task: Task): Promise<FromTrainer> {
  try {
    switch (task.type) {
      case "describe":
        return { type: "environment", environment: (await openedEngine()).environment };
      case "preview":
        return { type: "preview", preview: await previewOf(task) };
      case "check":
        return { type: "checked", faults: await faultsInFile(task.file) };
      case "inspect":
        return await inspector.answer(task);
      case "evaluate":
        return { type: "evaluated", measured: await evaluate(task) };
      case "train":
        return await train(task);
    }
  } catch (error) {
    if (error instanceof RunCancelled) return { type: "cancelled", weights: null };
    const outOfMemory = error instanceof LabError ? null : memoryFailure(String(error));
    return { type: "failed", failure: failureOf(outOfMemory ?? error) };
  }
}

function previewOf({ data, early, prepared }: Extract<Task, { type: "preview" }>): Promise<Preview> {
  if (prepared !== undefined) keepScansIn(prepared);
  const showEarly = (preview: Preview): void => port.send({ type: "early", preview });
  return previewData(data, tellReading(), early ? showEarly : undefined);
}

/** Milliseconds between two reports. */
const reportMs = 250;

/** A small file is read before there is anything to report. */
function tellReading(): (share: number) => void {
  let last = performance.now();
  return (share) => {
    const now = performance.now();
    if (now - last < reportMs) return;
    last = now;
    port.send({ type: "reading", share });
  };
}

async function train(task: Extract<Task, { type: "train" }>): Promise<FromTrainer> {
  const { experiment, variant, seed } = task;
  await pauseGate.pass();
  const config = dataOfRun(experiment, variant, seed);
  const data = await loadedData(trainedData, config, trainingRowsOf(experiment, variant), task.prepared);
  await pauseGate.pass();
  const opened = await openedEngine(threadsOf(experiment, data));
  const { training } = planRun(experiment, variant, seed);
  port.send({ type: "environment", environment: environmentOfRun(opened.environment, training) });
  await pauseGate.pass();
  return runTrainingSession(task, opened, data, { pauseGate, clock, tell: port.send, allKept });
}

async function evaluate(
  task: Extract<Task, { type: "evaluate" }>,
): Promise<Extract<FromTrainer, { type: "evaluated" }>["measured"]> {
  const { experiment, variant, seed, weights, prepared } = task;
  const config = dataOfRun(experiment, variant, seed);
  const data = await loadedData(trainedData, config, trainingRowsOf(experiment, variant), prepared);
  const opened = await openedEngine(threadsOf(experiment, data));
  const plan = planRun(experiment, variant, seed);
  const tensors = readSafetensors(weights);
  const state = joinedState(
    stateOf(plan.layers, inputShapeOf(plan.layers, data)),
    (name) => tensors[name]!.values,
  );
  const measured = await evaluateState(opened, plan, data, experiment.evaluation, state);
  const rows = { train: data.train.rows, validation: data.validation.rows };
  return { rows, ...measured, environment: environmentOfRun(opened.environment, plan.training) };
}

function allKept(): Promise<void> {
  const kept = new Promise<void>((resolve) => (noteKept = resolve));
  port.send({ type: "askKept" });
  return kept;
}

function openedEngine(threads = 1): Promise<Engine> {
  engine ??= openEngine(threads);
  return engine;
}

function loadedData(recent: RecentData, config: DataConfig, rows: number, folder: string): Promise<Dataset> {
  keepScansIn(folder);
  return recent.get(JSON.stringify([config, rows]), async () => {
    const data = await preparedData(folder, config, rows, () => loadDataset(config, rows));
    // TensorFlow is about to take as much memory as the reading took.
    collectGarbage();
    return data;
  });
}
