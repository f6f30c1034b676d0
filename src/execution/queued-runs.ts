import type { ActiveStatus } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import type { TrainerProcess } from "./trainers";
import { WaitingLine } from "./waiting-line";

/** A run of this process, from the queue to its end. Only `QueuedRuns` changes status and trainer. */
export interface QueuedRun {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** Number of cores that it uses. */
  readonly cores: number;
  /** Number of its experiment. */
  readonly siblings: Siblings;
  /** Runs with a lower number have their turn earlier. */
  readonly index: number;
  readonly status: ActiveStatus | "ended";
  readonly trainer: TrainerProcess | null;
  /** Whether the trainer has said anything: before, it has nothing that a stop could lose. */
  trainerSpoke: boolean;
  inLine: boolean;
  /** Whether it has already failed once here. */
  retried: boolean;
  /** Set once the run was told to stop: it ends as cancelled, whatever happens to its process. */
  stopping: NodeJS.Timeout | null;
}

interface Siblings {
  /** Number of runs without a trainer. */
  untrained: number;
}

type Changing = { -readonly [Key in keyof QueuedRun]: QueuedRun[Key] };

/** The runs of the queue, found by id, status and turn without a search through all: there may be 100,000. */
export class QueuedRuns {
  private readonly byId = new Map<string, QueuedRun>();
  private readonly waiting = new WaitingLine<QueuedRun>(({ status }) => status === "queued");
  private readonly runningOnes = new Set<QueuedRun>();
  private readonly siblings = new Map<Experiment, Siblings>();
  private added = 0;

  add(run: Pick<QueuedRun, "runId" | "experiment" | "variant" | "seed" | "cores">): void {
    const { runId, experiment, variant, seed, cores } = run;
    const siblings = this.siblings.get(experiment) ?? { untrained: 0 };
    this.siblings.set(experiment, siblings);
    siblings.untrained++;
    // Name by name: to spread an object takes ten times as long, and there may be 100,000.
    const queued: QueuedRun = {
      runId,
      experiment,
      variant,
      seed,
      cores,
      siblings,
      index: this.added++,
      status: "queued",
      trainer: null,
      trainerSpoke: false,
      inLine: false,
      retried: false,
      stopping: null,
    };
    this.byId.set(runId, queued);
    this.waiting.add(queued);
  }

  get length(): number {
    return this.byId.size;
  }

  has(runId: string): boolean {
    return this.byId.has(runId);
  }

  all(): QueuedRun[] {
    return [...this.byId.values()];
  }

  /** The runs with these ids, each once. */
  those(runIds: readonly string[]): QueuedRun[] {
    return [...new Set(runIds)].flatMap((id) => this.byId.get(id) ?? []);
  }

  get running(): ReadonlySet<QueuedRun> {
    return this.runningOnes;
  }

  /** The first queued run. */
  next(): QueuedRun | undefined {
    return this.waiting.first();
  }

  /** A paused run that has not begun will need a trainer too. */
  hasUntrained(experiment: Experiment): boolean {
    return (this.siblings.get(experiment)?.untrained ?? 0) > 0;
  }

  /** A run that ends leaves the list. */
  setStatus(run: QueuedRun, status: QueuedRun["status"]): void {
    (run as Changing).status = status;
    if (status === "running") this.runningOnes.add(run);
    else this.runningOnes.delete(run);
    if (status === "queued") this.waiting.add(run);
    if (status === "ended") this.remove(run);
  }

  setTrainer(run: QueuedRun, trainer: TrainerProcess | null): void {
    if (this.byId.has(run.runId)) run.siblings.untrained += (run.trainer ? 1 : 0) - (trainer ? 1 : 0);
    (run as Changing).trainer = trainer;
    run.trainerSpoke = false;
  }

  private remove({ runId, trainer, siblings }: QueuedRun): void {
    if (this.byId.delete(runId) && !trainer) siblings.untrained--;
    // Experiments come and go while a lab is open.
    if (this.byId.size === 0) this.siblings.clear();
  }
}
