import { cpus } from "node:os";
import { preparedData } from "../artifacts/prepared-data";
import type { Dataset } from "../data/dataset";
import { dataPaths } from "../data/kinds";
import { loadDataset } from "../data/load";
import { readNewRows } from "../data/new-rows";
import { loadLibrary } from "../engine/backend";
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
import { environmentOfRun } from "../experiment/environments";
import { dataOfRun, trainingRowsOf } from "../experiment/variants";
import { collectGarbage, leaveRoomForGarbage } from "../platform/collect-garbage";
import { inlineCalls } from "../platform/inlining";
import { keepScansIn } from "../platform/kept-scan";
import { DataAhead, keyOf } from "./data-ahead";
import { PauseGate } from "./pause-gate";
import { RecentData } from "./recent-data";
import { RecordsTogether } from "./records-together";
import { runTrainingSession } from "./training-session";
import { type FromTrainer, type ToTrainer, trainingOrderSchema } from "../execution/trainer-protocol";
import type { ParentPort } from "./parent-port";
import type { Task } from "./task";
import { WakingClock } from "./waking-clock";

type TrainOrder = Extract<ToTrainer, { type: "train" }>;

/** Set by the first run. */
let waking: WakingClock | null = null;
const clock = () => (waking ??= new WakingClock().start()).now();
let pauseGate = new PauseGate(clock);
let noteKept: () => void = () => undefined;

/** A trainer takes 0.4 GB. With a sixth of that as room, V8 collects twice in a sweep of 30 small runs instead of forty times. */
const roomBytes = 64e6;

/** Kept for the next run, which usually belongs to the same experiment. */
let engine: { readonly opened: Promise<Engine>; readonly threads: number } | null = null;
const trainedData = new RecentData(0);
const dataAhead = new DataAhead();
/** Of many seeds, 256 MB. */
const inspectedData = new RecentData(2 ** 28);
const inspector = new Inspector((...request) => loadedData(inspectedData, ...request), readNewRows);

/**
 * Trains, measures, and looks into networks.
 * @returns null of what concerns the task that is being done: it has been told
 * @throws what the schema does
 */
export function taskOf(message: unknown, port: ParentPort): Task | null {
  const order = trainingOrderSchema.parse(message);
  switch (order.type) {
    case "prepare":
      // What cannot be loaded is said to the first run.
      void loadLibrary().catch(() => undefined);
      return null;
    case "rest":
      void rest();
      return null;
    case "pause":
    case "resume":
    case "cancel":
    case "handOver":
      pauseGate[order.type]();
      return null;
    case "kept":
      noteKept();
      return null;
    case "describe":
      return async () => ({ type: "environment", environment: (await openedEngine()).environment });
    case "inspect":
      return () => inspector.answer(order);
    case "evaluate":
      return async () => ({ type: "evaluated", measured: await evaluate(order) });
    case "train":
      // A message that came too late for the previous run is not meant for this one.
      pauseGate = new PauseGate(clock);
      return () => trainOrCancel(order, port);
  }
}

async function trainOrCancel(order: TrainOrder, port: ParentPort): Promise<FromTrainer> {
  try {
    return await train(order, port);
  } catch (error) {
    if (error instanceof RunCancelled) return { type: "cancelled", weights: null };
    throw error;
  }
}

async function train(task: TrainOrder, port: ParentPort): Promise<FromTrainer> {
  const { experiment, variant, seed } = task;
  await pauseGate.pass();
  const config = dataOfRun(experiment, variant, seed);
  const data = await loadedData(trainedData, config, trainingRowsOf(experiment, variant), task.prepared);
  await pauseGate.pass();
  const threads = threadsOf(experiment, data);
  const opened = await openedEngine(threads);
  const { training } = planRun(experiment, variant, seed);
  port.send({ type: "environment", environment: environmentOfRun(opened.environment, training) });
  await pauseGate.pass();
  // The graph engine's arithmetic is native.
  inlineCalls(opened.environment.engine !== "graph");
  const words = new RecordsTogether(port.send);
  const tell = (word: FromTrainer) => words.tell(word);
  if (cpus().length > threads) drawAhead(task);
  try {
    return await runTrainingSession(task, opened, data, {
      pauseGate,
      clock,
      tell,
      allKept: () => allKept(tell),
    });
  } finally {
    words.flush();
  }
}

/** Draws the next run's data if it is other data. */
function drawAhead({ experiment, variant, seed, next }: TrainOrder): void {
  if (!next) return;
  const [own, others] = [{ variant, seed }, next].map((run) => ({
    config: dataOfRun(experiment, run.variant, run.seed),
    rows: trainingRowsOf(experiment, run.variant),
  }));
  if (keyOf(own!) !== keyOf(others!)) dataAhead.draw(others!);
}

async function evaluate(
  task: Extract<ToTrainer, { type: "evaluate" }>,
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

function allKept(tell: (word: FromTrainer) => void): Promise<void> {
  const kept = new Promise<void>((resolve) => (noteKept = resolve));
  tell({ type: "askKept" });
  return kept;
}

/** @throws Error if it was opened for another number of threads, which a process cannot change: results depend on it */
function openedEngine(threads = 1): Promise<Engine> {
  engine ??= { opened: openEngine(threads), threads };
  if (engine.threads !== threads)
    throw new Error(`This process trains with ${engine.threads} threads, not with ${threads}.`);
  return engine.opened;
}

/** The next order finds it done: an engine that has trained is open. What cannot be freed ends the process. */
async function rest(): Promise<void> {
  trainedData.clear();
  dataAhead.end();
  (await engine?.opened)?.rest();
  collectGarbage();
}

function loadedData(recent: RecentData, config: DataConfig, rows: number, folder: string): Promise<Dataset> {
  keepScansIn(folder);
  return recent.get(keyOf({ config, rows }), async () => {
    const drawn = await dataAhead.take({ config, rows });
    if (drawn) return drawn;
    leaveRoomForGarbage(0);
    inlineCalls(true);
    const data = await preparedData(folder, config, rows, () => loadDataset(config, rows));
    leaveRoomForGarbage(roomBytes);
    // TensorFlow is about to take as much memory as the reading took. Drawing takes none.
    if (dataPaths(config).length > 0) collectGarbage();
    return data;
  });
}
