import { expect, test } from "vitest";
import { EarlyTrainers } from "./early-trainers";
import type { ToTrainer } from "./trainer-protocol";
import type { Worker, WorkerExit } from "./workers";

/** A worker whose words and end the test decides. */
class ScriptedWorker implements Worker {
  readonly sent: ToTrainer["type"][] = [];
  killed = false;
  say: (message: unknown) => void = () => undefined;
  exit: (exit: WorkerExit) => void = () => undefined;
  readonly send = (message: ToTrainer): void => void this.sent.push(message.type);
  readonly onMessage = (listener: (message: unknown) => void): void => void (this.say = listener);
  readonly onExit = (listener: (exit: WorkerExit) => void): void => void (this.exit = listener);
  readonly kill = (): void => void (this.killed = true);
}

const end: WorkerExit = { code: 1, signal: null, stderrTail: "" };

/** All workers that were launched, in their order. */
function launched() {
  const workers: ScriptedWorker[] = [];
  const launch = () => {
    const worker = new ScriptedWorker();
    workers.push(worker);
    return Promise.resolve<Worker>(worker);
  };
  return { workers, launch };
}

test("is told to prepare at once, and the first run takes it with what it has said", async () => {
  const { workers, launch } = launched();
  const early = new EarlyTrainers(launch, 1);
  await early.told();
  const [first] = workers;
  expect(first!.sent).toEqual(["prepare"]);
  first!.say("ready");
  const taken = await early.launch();
  const heard: unknown[] = [];
  taken.onMessage((message) => heard.push(message));
  first!.say("environment");
  expect(heard).toEqual(["ready", "environment"]);
  taken.send({ type: "resume" });
  expect(first!.sent).toEqual(["prepare", "resume"]);
  const ends: WorkerExit[] = [];
  taken.onExit((exit) => ends.push(exit));
  first!.exit(end);
  expect(ends).toEqual([end]);
  await early.launch();
  expect(workers).toHaveLength(2);
});

test("one that nobody took is ended, and one that was taken is not", async () => {
  const { workers, launch } = launched();
  const early = new EarlyTrainers(launch, 2);
  await early.launch();
  early.close();
  await Promise.resolve();
  expect(workers.map(({ killed }) => killed)).toEqual([false, true]);
  await early.launch();
  expect(workers).toHaveLength(3);
});

test("those that no run needs are ended, the others are kept", async () => {
  const { workers, launch } = launched();
  const early = new EarlyTrainers(launch, 3);
  await early.launch();
  early.limitTo(2);
  await Promise.resolve();
  expect(workers.map(({ killed }) => killed)).toEqual([false, false, true]);
  await early.launch();
  expect(workers).toHaveLength(3);
});

test("one that ended before is not given away", async () => {
  const { workers, launch } = launched();
  const early = new EarlyTrainers(launch, 1);
  await early.told();
  workers[0]!.exit(end);
  await early.launch();
  expect(workers).toHaveLength(2);
});

test("one that ends between being taken and being listened to tells its end", async () => {
  const { workers, launch } = launched();
  const early = new EarlyTrainers(launch, 1);
  const taken = await early.launch();
  workers[0]!.exit(end);
  const ends: WorkerExit[] = [];
  taken.onExit((exit) => ends.push(exit));
  expect(ends).toEqual([end]);
});

test("a launch that fails is told to the run that asks, by its own attempt", async () => {
  const early = new EarlyTrainers(() => Promise.reject(new Error("no memory")), 1);
  await early.told();
  await expect(early.launch()).rejects.toThrow("no memory");
});
