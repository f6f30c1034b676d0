import { join } from "node:path";
import { openTerminal, type StartedLab, type Terminal, until } from "../cli/testing";
import type { ExperimentInput } from "../experiment/schema";
import { openTestRedis, type TestRedis } from "./testing";

/** For tests only: a Redis, a lab at it, and workers, each a process with a home of its own. */
export interface TestQueue {
  readonly redis: TestRedis;
  /** The lab, and the folder that all see, `shared` in its home. */
  readonly lab: Terminal;
  /** What leads to both. */
  readonly place: readonly string[];
  /** @param at what the worker is given in the place of `place`. @param home a folder that the caller removes */
  startWorker(
    at?: readonly string[],
    surroundings?: { readonly home?: string; readonly env?: NodeJS.ProcessEnv },
  ): StartedLab;
  close(): Promise<void>;
}

/** The backend that begins most quickly: what is told about the queue is the same with any. */
export const onCpu = { DROPOUT_LAB_BACKEND: "cpu", DROPOUT_LAB_CHECKPOINT_SECONDS: "0.2" };
/** A lost worker is found soon, and on a busy machine also one that is not lost. */
export const soon = { DROPOUT_LAB_LEASE_SECONDS: "1", DROPOUT_LAB_CHECKPOINT_SECONDS: "0.2" };

/** @param env of every process. @param isSecure whether the Redis also listens with TLS */
export async function openTestQueue(env: NodeJS.ProcessEnv = onCpu, isSecure = false): Promise<TestQueue> {
  const redis = await openTestRedis(isSecure);
  const lab = openTerminal({ env });
  const homes: Terminal[] = [];
  const place = ["--queue", redis.url, "--shared", join(lab.folder, "shared")];
  return {
    redis,
    lab,
    place,
    startWorker(at = place, { home, env: more = {} } = {}) {
      const worker = openTerminal({ ...(home !== undefined && { place: home }), env: { ...env, ...more } });
      homes.push(worker);
      return worker.start("worker", ...at, "--jobs", "1");
    },
    async close() {
      for (const home of [...homes, lab]) home.close();
      await redis.close();
    },
  };
}

/** Waits until a worker has said something of this kind. @throws if it ends before */
export async function hasSaid({ child, output, errors }: StartedLab, text: RegExp | string): Promise<void> {
  const said = () => (typeof text === "string" ? output().includes(text) : text.test(output()));
  await until(() => said() || child.exitCode !== null || child.signalCode !== null);
  if (!said()) throw new Error(`It ended without saying ${String(text)}: ${output()}${errors()}`);
}

/** Once it is at the queue. */
export const isThere = (worker: StartedLab): Promise<void> => hasSaid(worker, "At the queue");

/** It and its trainers. */
export function killGroup({ child }: StartedLab, signal: NodeJS.Signals = "SIGKILL"): void {
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal);
}

/** A few classes of digits, in which two engines or two orders of steps would differ at once. */
export const digits: ExperimentInput = {
  name: "queued",
  data: { source: "digits", train: 200, validation: 100, seed: 1 },
  network: {
    layers: [
      { type: "dense", units: 20 },
      { type: "relu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 10 },
    ],
  },
  training: { epochs: 100 },
};
