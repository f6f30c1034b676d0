import type { EpochRecord } from "../../src/experiment/result";
import type { RunSummary } from "../../src/contract/contract";
import type { HistoryExperiment, HistoryRun } from "../../src/contract/history";

/** The lab's news about runs since the list was requested, by run. */
export interface Changes {
  readonly summaries: ReadonlyMap<string, RunSummary>;
  /** The newest record of each run. */
  readonly records: ReadonlyMap<string, EpochRecord>;
}

function changed(run: HistoryRun, { summaries, records }: Changes): HistoryRun {
  const summary = summaries.get(run.id);
  const record = records.get(run.id);
  if (!summary && !record) return run;
  const next = { ...run, ...summary };
  // An older summary does not remove epochs.
  const epochsDone = Math.max(run.epochsDone, next.epochsDone, record?.epoch ?? 0);
  if (!record || record.epoch < run.epochsDone) return { ...next, epochsDone };
  const { eval: correct, train: forgotten } = record.validation;
  return {
    ...next,
    epochsDone,
    last: {
      loss: correct.loss,
      accuracy: correct.accuracy ?? null,
      forgottenLoss: forgotten.loss,
      forgottenAccuracy: forgotten.accuracy ?? null,
    },
    bestLoss: Math.min(run.bestLoss ?? Infinity, correct.loss),
  };
}

/** The experiments with these changes; an unchanged one stays the same object, so that it is not drawn again. */
export function withChanges(
  experiments: readonly HistoryExperiment[],
  changes: Changes,
): HistoryExperiment[] {
  return experiments.map((experiment) => {
    const runs = experiment.runs.map((run) => changed(run, changes));
    return runs.some((run, index) => run !== experiment.runs[index]) ? { ...experiment, runs } : experiment;
  });
}
