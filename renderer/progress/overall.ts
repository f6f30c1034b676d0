import { isUnfinished, type LiveRun } from "../state/runBook";

export interface Overall {
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly paused: number;
  readonly queued: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly cancelled: number;
  /** Share of all epochs that are trained or will not be, 0 to 100. */
  readonly percent: number;
  readonly samplesPerSecond: number;
  /** Until the last run is through, at the present speed; null where nobody can tell yet. */
  readonly secondsLeft: number | null;
}

/** Epochs of a run that are behind it, the present one by its share. A run that has ended has no more to do. */
export function epochsBehind({ summary, epochsDone, progress }: LiveRun): number {
  if (!isUnfinished(summary)) return summary.epochs;
  const begun = progress ? progress.epoch - 1 + progress.samplesDone / progress.samples : 0;
  return Math.min(summary.epochs, Math.max(epochsDone, begun));
}

/** Many runs as one. */
export function overall(runs: readonly LiveRun[]): Overall {
  const count = (...statuses: string[]) =>
    runs.filter(({ summary }) => statuses.includes(summary.status)).length;
  const behind = runs.reduce((sum, run) => sum + epochsBehind(run), 0);
  const all = runs.reduce((sum, { summary }) => sum + summary.epochs, 0);
  const training = runs.flatMap(({ summary, progress }) =>
    summary.status === "running" && progress ? [progress] : [],
  );
  const samplesPerSecond = training.reduce((sum, progress) => sum + progress.samplesPerSecond, 0);
  const samples = training[0]?.samples ?? 0;
  // The queue keeps as many going as now; at its end the slowest of the last ones decides.
  const slowest = Math.max(0, ...training.map(({ secondsLeft }) => secondsLeft ?? 0));
  return {
    total: runs.length,
    done: count("done"),
    running: count("running"),
    paused: count("paused"),
    queued: count("queued"),
    failed: count("failed"),
    interrupted: count("interrupted"),
    cancelled: count("cancelled"),
    percent: all === 0 ? 0 : (100 * behind) / all,
    samplesPerSecond,
    secondsLeft:
      samplesPerSecond > 0 ? Math.max(slowest, ((all - behind) * samples) / samplesPerSecond) : null,
  };
}
