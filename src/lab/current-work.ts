import type { EventOf, ExperimentSummary } from "../contract/contract";
import type { CurrentWork as Told } from "../contract/feed";
import type { LabEvents } from "../execution/events";
import { isActive } from "../experiment/result";
import { type Failure, LabError } from "../messages/failure";

/** What a page that was never away knows of the present work from events and answers. */
export class CurrentWork {
  /** The experiments that were queued since the queue was last empty. */
  private readonly experiments = new Set<string>();
  private readonly progress = new Map<string, EventOf<"runProgress">>();
  private storeFailure: Failure | null = null;

  constructor(
    events: LabEvents,
    private readonly summary: (experimentId: string) => ExperimentSummary,
  ) {
    events.on("runProgress", (progress) => this.progress.set(progress.runId, progress));
    events.on("runChanged", ({ id, status }) => {
      if (!isActive(status)) this.progress.delete(id);
    });
    events.on("runsChanged", ({ runIds, status }) => {
      if (!isActive(status)) for (const id of runIds) this.progress.delete(id);
    });
    events.on("storeUnavailable", ({ failure }) => (this.storeFailure = failure));
  }

  /** @param queueWasEmpty before this experiment's runs were added */
  queued(experimentId: string, queueWasEmpty: boolean): void {
    if (queueWasEmpty) this.experiments.clear();
    this.experiments.add(experimentId);
  }

  now(): Told {
    return {
      experiments: [...this.experiments].flatMap((id) => this.summaryOf(id)),
      progress: [...this.progress.values()],
      storeFailure: this.storeFailure,
    };
  }

  /** None if it was deleted meanwhile. */
  private summaryOf(experimentId: string): ExperimentSummary[] {
    try {
      return [this.summary(experimentId)];
    } catch (error) {
      if (error instanceof LabError && error.code === "noSuchExperiment") return [];
      throw error;
    }
  }
}
