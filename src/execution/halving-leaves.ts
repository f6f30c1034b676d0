import type { ExperimentDetail } from "../contract/contract";
import { type HalvedRun, type Leave, leavesOf } from "../experiment/halving-ranks";
import type { Experiment, Variant } from "../experiment/schema";
import { epochsOf } from "../experiment/variants";
import type { Store } from "../store/store";

interface Halved {
  readonly experimentId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
}

/**
 * How far the runs of experiments with successive halving may train. It follows from the records in the store alone
 * (src/experiment/halving-ranks.ts), so a lab that was killed decides as it would have.
 */
export class HalvingLeaves {
  /** By experiment; valid until a rung is decided. */
  private readonly leaves = new Map<string, ReadonlyMap<string, Leave>>();
  private readonly unfinished = new Map<string, number>();

  constructor(private readonly store: Pick<Store, "experiment" | "run">) {}

  added(jobs: readonly Halved[]): void {
    for (const { experimentId, experiment } of jobs) {
      if (experiment.evaluation.halving === undefined) continue;
      // Runs that come late may have to be waited for.
      this.lookAgain(experimentId);
      this.unfinished.set(experimentId, this.unfinishedOf(experimentId) + 1);
    }
  }

  ended(jobs: readonly Halved[]): void {
    for (const { experimentId } of jobs) {
      const left = this.unfinishedOf(experimentId) - 1;
      if (left > 0) this.unfinished.set(experimentId, left);
      else {
        this.lookAgain(experimentId);
        this.unfinished.delete(experimentId);
      }
    }
  }

  /** Runs of this lab that have not ended; 0 without halving. */
  unfinishedOf(experimentId: string): number {
    return this.unfinished.get(experimentId) ?? 0;
  }

  /** Its runs have come further. */
  lookAgain(experimentId: string): void {
    this.leaves.delete(experimentId);
  }

  /** The last epoch that the run may train now. */
  untilOf(job: Halved): number {
    return this.leaveOf(job)?.until ?? epochsOf(job.experiment, job.variant);
  }

  isHalted(job: Halved): boolean {
    return this.leaveOf(job)?.isHalted === true;
  }

  /** Whether the run has trained as far as it may, and others decide how it goes on. */
  isAtRung(job: Halved, runId: string): boolean {
    const leave = this.leaveOf(job);
    if (leave === undefined || leave.until === job.experiment.training.epochs) return false;
    return this.store.run(runId).epochsDone >= leave.until;
  }

  private leaveOf({ experimentId, experiment, variant }: Halved): Leave | undefined {
    if (experiment.evaluation.halving === undefined) return undefined;
    let leaves = this.leaves.get(experimentId);
    if (!leaves) {
      leaves = leavesOf(experiment, this.store.experiment(experimentId).runs.map(halvedRun));
      this.leaves.set(experimentId, leaves);
    }
    return leaves.get(variant.name);
  }
}

function halvedRun({ variant, status, epochsDone, records }: ExperimentDetail["runs"][number]): HalvedRun {
  return { variant, status, epochsDone, lossAt: (epoch) => records[epoch - 1]!.validation.eval.loss };
}
