import { isDeepStrictEqual } from "node:util";
import { withEnvironment } from "../experiment/environments";
import { failsEveryTime } from "../experiment/missing";
import type { EnvironmentSpan, EpochRecord } from "../experiment/result";
import type { RunEnd } from "../experiment/run-end";
import type { Failure } from "../messages/failure";
import type { Journal } from "./journal";

/** What all attempts together tell of a run. */
export interface ToldRun {
  started: string | null;
  ended: string | null;
  /** Null if it has not ended. */
  status: "done" | "failed" | null;
  failure: Failure | null;
  /** The array in which it ended. */
  endedIn: number | null;
  /** From the first epoch on, without a gap. */
  records: EpochRecord[];
  environments: EnvironmentSpan[];
  preparation: string | null;
  end: RunEnd | null;
  weights: string | null;
  /** Epochs and ends that were told again, which count once. */
  repeated: number;
  /** The first epoch of which two attempts told different measures; the first ones are kept. */
  differs: number | null;
}

/**
 * Puts together what attempts tell, of which several may have trained one run: the first record of an epoch is kept, and the first end, but
 * a run that is done has not failed.
 */
export function toldOf(journals: readonly Journal[]): Map<number, ToldRun> {
  const told = new Map<number, ToldRun>();
  for (const { array, lines } of journals) {
    for (const line of lines) {
      if (line.type === "begun") continue;
      let run = told.get(line.run);
      if (!run) told.set(line.run, (run = nothingTold()));
      switch (line.type) {
        case "started":
          run.started ??= line.at;
          break;
        case "environment":
          run.environments = withEnvironment(run.environments, run.records.length, line.environment);
          break;
        case "prepared":
          run.preparation ??= line.sha256;
          break;
        case "epoch":
          takeRecord(run, line.record);
          break;
        case "failedOnce":
          break;
        case "ended": {
          // A line before it is damaged.
          if (run.records.length < line.epochs) break;
          if (run.status !== null) run.repeated += 1;
          const { at: ended, status, failure, end, weights } = line;
          // A failed run may have been submitted again.
          const comesLater = run.status === "failed" && (status === "done" || array !== run.endedIn);
          if (run.status === null || comesLater) {
            Object.assign(run, { ended, status, failure, end, weights, endedIn: array });
          }
        }
      }
    }
  }
  return told;
}

export function nothingTold(): ToldRun {
  return {
    ...{ started: null, ended: null, status: null, failure: null, endedIn: null },
    ...{ records: [], environments: [], preparation: null, end: null, weights: null },
    ...{ repeated: 0, differs: null },
  };
}

/** Whether the run needs no further training. */
export function isOver({ status, failure }: ToldRun): boolean {
  return status === "done" || (status === "failed" && failure !== null && failsEveryTime(failure));
}

/** Whether two records of an epoch have the same measures, their times aside. */
export function sameMeasures(one: EpochRecord, other: EpochRecord): boolean {
  return isDeepStrictEqual(measures(one), measures(other));
}

function takeRecord(run: ToldRun, record: EpochRecord): void {
  const known = run.records[record.epoch - 1];
  if (known) {
    run.repeated += 1;
    if (!sameMeasures(known, record)) run.differs ??= record.epoch;
  } else if (record.epoch === run.records.length + 1) run.records.push(record);
}

function measures(record: EpochRecord): object {
  return { ...record, trainingSeconds: null, evaluationSeconds: null };
}
