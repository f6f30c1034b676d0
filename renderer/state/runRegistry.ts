import { isActive } from "../../src/experiment/result";
import type { EventOf, RunSummary } from "../../src/contract/contract";

export type Progress = EventOf<"runProgress">;

export interface LiveRun {
  readonly summary: RunSummary;
  /** Epochs whose records are known; the summary may be older. */
  readonly epochsDone: number;
  /** The newest report of speed and remaining time. */
  readonly progress: Progress | null;
}

export function isUnfinished({ status }: Pick<RunSummary, "status">): boolean {
  return isActive(status);
}

/** The known runs, by id. Entries are replaced, never changed, so that a view notices a new one. */
export class RunRegistry {
  readonly #runs = new Map<string, LiveRun>();
  /** Runs of this lab process: started here or known from an event. Others may be a terminal's. */
  readonly #own = new Set<string>();
  /** Those of them that have not ended. */
  readonly #going = new Set<string>();
  /**
   * The experiments that had unfinished runs here since there were last none. They are counted together, so that a
   * total does not shrink when their runs end or another experiment is queued.
   */
  readonly #round = new Set<string>();

  note(summary: RunSummary): void {
    const known = this.#runs.get(summary.id);
    const epochsDone = Math.max(known?.epochsDone ?? 0, summary.epochsDone);
    this.#runs.set(summary.id, { summary, epochsDone, progress: known?.progress ?? null });
  }

  /** Like `note`, for a run of this lab process. */
  noteOwn(summary: RunSummary): void {
    this.#own.add(summary.id);
    this.note(summary);
    if (!isUnfinished(summary)) {
      this.#going.delete(summary.id);
      return;
    }
    if (this.#going.size === 0) this.#round.clear();
    this.#going.add(summary.id);
    this.#round.add(summary.experimentId);
  }

  /** The new common fields of very many runs of this lab process. */
  noteChange({ runIds, status, ended }: EventOf<"runsChanged">): void {
    for (const id of runIds) {
      const known = this.#runs.get(id);
      if (known) this.noteOwn({ ...known.summary, status, ended });
    }
  }

  progress(progress: Progress): void {
    const known = this.#runs.get(progress.runId);
    this.#own.add(progress.runId);
    if (known) this.#runs.set(progress.runId, { ...known, progress });
  }

  measured(runId: string, epoch: number): void {
    const known = this.#runs.get(runId);
    if (known && epoch > known.epochsDone) this.#runs.set(runId, { ...known, epochsDone: epoch });
  }

  of(experimentId: string | undefined): LiveRun[] {
    return [...this.#runs.values()].filter(({ summary }) => summary.experimentId === experimentId);
  }

  /** Runs of other experiments: the unfinished ones, and those counted with them. */
  beside(experimentId: string | undefined): LiveRun[] {
    const isRound = this.#isRound(experimentId);
    return [...this.#runs.values()].filter(
      ({ summary }) =>
        summary.experimentId !== experimentId &&
        (isUnfinished(summary) || (isRound && this.#round.has(summary.experimentId))),
    );
  }

  /** The runs whose progress is shown together: all of this round, or those of the shown experiment. */
  counted(experimentId: string | undefined): LiveRun[] {
    if (!this.#isRound(experimentId)) return this.of(experimentId);
    return [...this.#runs.values()].filter(({ summary }) => this.#round.has(summary.experimentId));
  }

  #isRound(experimentId: string | undefined): boolean {
    return this.#going.size > 0 || (experimentId !== undefined && this.#round.has(experimentId));
  }

  /** Ids of this lab process's runs with one of these statuses. */
  ownWith(...statuses: RunSummary["status"][]): string[] {
    return [...this.#own].filter((id) => {
      const run = this.#runs.get(id);
      return run !== undefined && statuses.includes(run.summary.status);
    });
  }

  /** Forgets all runs that are finished, not counted with unfinished ones, and not of this experiment. */
  forgetFinished(experimentId: string): void {
    const isRound = this.#isRound(experimentId);
    this.#forget(
      ({ summary }) =>
        summary.experimentId !== experimentId &&
        !isUnfinished(summary) &&
        !(isRound && this.#round.has(summary.experimentId)),
    );
  }

  forget(experimentId: string): void {
    this.#forget(({ summary }) => summary.experimentId === experimentId);
  }

  #forget(which: (run: LiveRun) => boolean): void {
    for (const [id, run] of this.#runs) {
      if (!which(run)) continue;
      this.#runs.delete(id);
      this.#own.delete(id);
      this.#going.delete(id);
    }
  }
}
