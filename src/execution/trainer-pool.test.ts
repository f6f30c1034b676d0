import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { smallExperiment } from "../lab/testing";
import { type RestLimits, TrainerPool } from "./trainer-pool";
import type { ToTrainer } from "./trainer-protocol";
import type { Worker, WorkerExit } from "./workers";

class ScriptedWorker implements Worker {
  readonly sent: ToTrainer["type"][] = [];
  killed = false;
  exit: (exit: WorkerExit) => void = () => undefined;
  readonly send = (message: ToTrainer): void => void this.sent.push(message.type);
  readonly onMessage = (): void => undefined;
  readonly onExit = (listener: (exit: WorkerExit) => void): void => void (this.exit = listener);
  readonly kill = (): void => void (this.killed = true);
}

function poolOf(rest?: RestLimits) {
  const workers: ScriptedWorker[] = [];
  const launch = () => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return Promise.resolve<Worker>(worker);
  };
  return { workers, pool: new TrainerPool(launch, () => undefined, rest) };
}

const limits: RestLimits = { most: 2, ms: 1000 };
const first = { experiment: smallExperiment(), threads: 1 };
const second = { experiment: smallExperiment(), threads: 1 };
const wide = { experiment: smallExperiment(), threads: 2 };
const isOver = () => false;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A pool in which this many trainers of the first experiment have come to rest. */
async function rested(count: number) {
  const opened = poolOf(limits);
  const trainers = await Promise.all(Array.from({ length: count }, () => opened.pool.take(first)));
  for (const trainer of trainers) opened.pool.keep(first, trainer);
  opened.pool.dismiss(isOver);
  return opened;
}

const killedOf = (workers: readonly ScriptedWorker[]) => workers.map(({ killed }) => killed);

describe("a trainer whose experiment has no more runs", () => {
  test("ends, if none is to rest", async () => {
    const { pool, workers } = poolOf();
    pool.keep(first, await pool.take(first));
    pool.dismiss(isOver);
    expect(killedOf(workers)).toEqual([true]);
    expect(workers[0]!.sent).toEqual([]);
  });

  test("lets go of its data and is taken by the next experiment that needs as many threads", async () => {
    const { pool, workers } = await rested(1);
    expect(workers[0]!.sent).toEqual(["rest"]);
    await pool.take(second);
    vi.advanceTimersByTime(limits.ms);
    expect(killedOf(workers)).toEqual([false]);
    // It rests no more.
    await pool.take(second);
    expect(workers).toHaveLength(2);
  });

  test("ends if the next experiment needs other threads", async () => {
    const { pool, workers } = await rested(2);
    await pool.take(wide);
    expect(killedOf(workers)).toEqual([true, true, false]);
  });

  test("ends if nobody has taken it in time, and is told to rest once", async () => {
    const { pool, workers } = await rested(1);
    vi.advanceTimersByTime(limits.ms - 1);
    pool.dismiss(isOver);
    expect(killedOf(workers)).toEqual([false]);
    vi.advanceTimersByTime(1);
    expect(killedOf(workers)).toEqual([true]);
    expect(workers[0]!.sent).toEqual(["rest"]);
  });

  test("ends if others rest already, or if nobody knows its threads", async () => {
    const { workers } = await rested(3);
    expect(killedOf(workers)).toEqual([false, false, true]);
    const { pool, workers: unknown } = poolOf(limits);
    const needs = { experiment: first.experiment };
    pool.keep(needs, await pool.take(needs));
    pool.dismiss(isOver);
    expect(killedOf(unknown)).toEqual([true]);
  });

  test("ends with the lab", async () => {
    const { pool, workers } = await rested(2);
    pool.close();
    expect(killedOf(workers)).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not given away after it has ended by itself", async () => {
    const { pool, workers } = await rested(1);
    workers[0]!.exit({ code: 1, signal: null, stderrTail: "" });
    expect(vi.getTimerCount()).toBe(0);
    await pool.take(second);
    expect(workers).toHaveLength(2);
  });
});

test("an idle trainer of an experiment with runs to come is for them only", async () => {
  const { pool, workers } = poolOf(limits);
  pool.keep(first, await pool.take(first));
  pool.dismiss((experiment) => experiment === first.experiment);
  await pool.take(second);
  expect(workers).toHaveLength(2);
  await pool.take(first);
  expect(workers).toHaveLength(2);
  expect(workers[0]!.sent).toEqual([]);
});
