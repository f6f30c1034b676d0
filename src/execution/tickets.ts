import type { GoingOn } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import type { TrainerProcess } from "./trainers";
import { WaitingLine } from "./waiting-line";

/** A run of this process, from the queue to its end. Only `Tickets` changes status and trainer. */
export interface Ticket {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** Number of cores that it uses. */
  readonly cores: number;
  /** Number of its experiment. */
  readonly siblings: Siblings;
  /** Runs with a lower number have their turn earlier. */
  readonly place: number;
  readonly status: GoingOn | "ended";
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

type Changing = { -readonly [Key in keyof Ticket]: Ticket[Key] };

/** The runs of the queue, found by id, status and turn without a search through all: there may be 100,000. */
export class Tickets {
  private readonly byId = new Map<string, Ticket>();
  private readonly waiting = new WaitingLine<Ticket>(({ status }) => status === "queued");
  private readonly runningOnes = new Set<Ticket>();
  private readonly siblings = new Map<Experiment, Siblings>();
  private added = 0;

  add(run: Pick<Ticket, "runId" | "experiment" | "variant" | "seed" | "cores">): void {
    const { runId, experiment, variant, seed, cores } = run;
    const siblings = this.siblings.get(experiment) ?? { untrained: 0 };
    this.siblings.set(experiment, siblings);
    siblings.untrained++;
    // Name by name: to spread an object takes ten times as long, and there may be 100,000.
    const ticket: Ticket = {
      runId,
      experiment,
      variant,
      seed,
      cores,
      siblings,
      place: this.added++,
      status: "queued",
      trainer: null,
      trainerSpoke: false,
      inLine: false,
      retried: false,
      stopping: null,
    };
    this.byId.set(runId, ticket);
    this.waiting.add(ticket);
  }

  get length(): number {
    return this.byId.size;
  }

  has(runId: string): boolean {
    return this.byId.has(runId);
  }

  all(): Ticket[] {
    return [...this.byId.values()];
  }

  /** The runs with these ids, each once. */
  those(runIds: readonly string[]): Ticket[] {
    return [...new Set(runIds)].flatMap((id) => this.byId.get(id) ?? []);
  }

  get running(): ReadonlySet<Ticket> {
    return this.runningOnes;
  }

  /** The first queued run. */
  next(): Ticket | undefined {
    return this.waiting.first();
  }

  /** A paused run that has not begun will need a trainer too. */
  hasUntrained(experiment: Experiment): boolean {
    return (this.siblings.get(experiment)?.untrained ?? 0) > 0;
  }

  /** A run that ends leaves the list. */
  setStatus(ticket: Ticket, status: Ticket["status"]): void {
    (ticket as Changing).status = status;
    if (status === "running") this.runningOnes.add(ticket);
    else this.runningOnes.delete(ticket);
    if (status === "queued") this.waiting.add(ticket);
    if (status === "ended") this.remove(ticket);
  }

  setTrainer(ticket: Ticket, trainer: TrainerProcess | null): void {
    if (this.byId.has(ticket.runId))
      ticket.siblings.untrained += (ticket.trainer ? 1 : 0) - (trainer ? 1 : 0);
    (ticket as Changing).trainer = trainer;
    ticket.trainerSpoke = false;
  }

  private remove({ runId, trainer, siblings }: Ticket): void {
    if (this.byId.delete(runId) && !trainer) siblings.untrained--;
    // Experiments come and go while a lab is open.
    if (this.byId.size === 0) this.siblings.clear();
  }
}
