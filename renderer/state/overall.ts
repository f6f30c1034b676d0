import { epochsBehind } from "../../src/contract/epochs-behind";
import { isUnfinished, type LiveRun } from "./runRegistry";

export interface Overall {
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly paused: number;
  readonly queued: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly cancelled: number;
  /** Trained share of all epochs, 0 to 100. Interrupted, cancelled and failed runs count as far as they came. */
  readonly percent: number;
  readonly samplesPerSecond: number;
  /** Time until the last run ends, at the present speed; null if unknown. */
  readonly secondsLeft: number | null;
  /** Whether early stopping may end a run before. */
  readonly atMost: boolean;
}

/** Many runs as one. */
export function overall(runs: readonly LiveRun[]): Overall {
  const counts = { done: 0, running: 0, paused: 0, queued: 0, failed: 0, interrupted: 0, cancelled: 0 };
  let [behind, all, toCome, samplesPerSecond, samples, slowest] = [0, 0, 0, 0, 0, 0];
  let atMost = false;
  for (const run of runs) {
    const { status, epochs } = run.summary;
    const ownBehind = epochsBehind(run.summary, run.epochsDone, run.progress);
    counts[status]++;
    all += epochs;
    behind += ownBehind;
    if (isUnfinished(run.summary)) toCome += epochs - ownBehind;
    if (status !== "running" || !run.progress) continue;
    samplesPerSecond += run.progress.samplesPerSecond;
    samples ||= run.progress.samples;
    atMost ||= run.progress.atMost === true;
    slowest = Math.max(slowest, run.progress.secondsLeft ?? 0);
  }
  return {
    total: runs.length,
    ...counts,
    percent: all === 0 ? 0 : (100 * behind) / all,
    samplesPerSecond,
    // The queue keeps as many runs training as now; at its end, the slowest of the last ones decides.
    secondsLeft: samplesPerSecond > 0 ? Math.max(slowest, (toCome * samples) / samplesPerSecond) : null,
    atMost,
  };
}
