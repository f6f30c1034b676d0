import { isActive } from "../../src/experiment/result";
import type { EventOf, ExperimentSummary, RunSummary } from "../../src/contract/contract";

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
  /** The numbers of the event or answer that the runs' summaries come from. */
  readonly #numbers = new Map<string, number>();
  readonly #progressNumbers = new Map<string, number>();
  /** Runs that seem unfinished but have ended, nobody knows how until their experiment is listed again. */
  readonly #outdated = new Set<string>();
  /** The number of the answer that the book was last taken from as a whole. */
  #retaken = 0;

  /** Whether an answer is older than what the whole book was taken from. It says nothing of runs that are not there. */
  isOutdated(number: number): boolean {
    return number < this.#retaken;
  }

  /**
   * Answers and events may come in any order; an older summary does not replace a newer one.
   * @param number of the event or answer; without it, the summary is the newest
   * @returns the newest summary
   */
  note(summary: RunSummary, number = this.#numbers.get(summary.id) ?? this.#retaken): RunSummary {
    const { id } = summary;
    this.#outdated.delete(id);
    const known = this.#runs.get(id);
    if (!known && this.isOutdated(number)) return summary;
    const isOlder = known !== undefined && number < (this.#numbers.get(id) ?? 0);
    const newest = isOlder ? known.summary : summary;
    if (!isOlder) this.#numbers.set(id, number);
    const epochsDone = Math.max(known?.epochsDone ?? 0, summary.epochsDone);
    const progress = isUnfinished(newest) ? (known?.progress ?? null) : null;
    this.#runs.set(id, { summary: newest, epochsDone, progress });
    return newest;
  }

  /** Like `note`, for a run of this lab process. */
  noteOwn(summary: RunSummary, number?: number): void {
    const newest = this.note(summary, number);
    if (!this.#runs.has(newest.id)) return;
    this.#own.add(newest.id);
    if (!isUnfinished(newest)) {
      this.#going.delete(newest.id);
      return;
    }
    if (this.#going.size === 0) this.#round.clear();
    this.#going.add(newest.id);
    this.#round.add(newest.experimentId);
  }

  /** The new common fields of very many runs of this lab process. */
  noteChange({ runIds, status, ended }: EventOf<"runsChanged">, number?: number): void {
    for (const id of runIds) {
      const known = this.#runs.get(id);
      if (known) this.noteOwn({ ...known.summary, status, ended }, number);
    }
  }

  progress(progress: Progress, number = this.#progressNumbers.get(progress.runId) ?? 0): void {
    const { runId } = progress;
    const known = this.#runs.get(runId);
    this.#own.add(runId);
    if (!known || !isUnfinished(known.summary) || number < (this.#progressNumbers.get(runId) ?? 0)) return;
    this.#progressNumbers.set(runId, number);
    this.#runs.set(runId, { ...known, progress });
  }

  /** Puts an experiment's runs into their order; events may have told of some before the answer that lists them. */
  arrange(runs: readonly RunSummary[]): void {
    for (const { id } of runs) {
      const known = this.#runs.get(id);
      this.#runs.delete(id);
      if (known) this.#runs.set(id, known);
    }
  }

  /**
   * Starts again from what the lab says of its present work, because events were missed.
   * @param kept the experiment whose runs stay known until they are listed anew
   */
  retake(
    work: { experiments: readonly ExperimentSummary[]; progress: readonly Progress[] },
    number: number,
    kept: string | undefined,
  ): void {
    this.#forget(({ summary }) => this.#own.has(summary.id) && summary.experimentId !== kept);
    this.#retaken = number;
    for (const known of [this.#own, this.#going, this.#numbers, this.#progressNumbers]) known.clear();
    for (const [id, { summary }] of this.#runs) if (isUnfinished(summary)) this.#outdated.add(id);
    for (const { runs } of work.experiments) {
      for (const run of runs) this.noteOwn(run, number);
      this.arrange(runs);
    }
    this.#round.clear();
    for (const { id } of work.experiments) this.#round.add(id);
    for (const progress of work.progress) this.progress(progress, number);
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
        (!isUnfinished(summary) || this.#outdated.has(summary.id)) &&
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
      this.#numbers.delete(id);
      this.#outdated.delete(id);
      this.#progressNumbers.delete(id);
    }
  }
}
