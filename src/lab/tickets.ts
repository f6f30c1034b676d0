import type { GoingOn } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import type { TrainerProcess } from "./trainers";
import { WaitingLine } from "./waiting-line";

/** A run that this process looks after, from the queue to its end. Status and trainer are changed by `Tickets` alone. */
export interface Ticket {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** Cores that it computes on. */
  readonly cores: number;
  /** Of its experiment. */
  readonly siblings: Siblings;
  /** Counted up: its turn comes before that of all with a higher one. */
  readonly place: number;
  readonly status: GoingOn | "ended";
  readonly trainer: TrainerProcess | null;
  inLine: boolean;
  /** Whether it has failed once already here. */
  retried: boolean;
  /** Set once the run was told to stop: it is then cancelled, whatever becomes of its process. */
  stopping: NodeJS.Timeout | null;
}

interface Siblings {
  /** How many have no trainer. */
  untrained: number;
}

type Changing = { -readonly [Key in keyof Ticket]: Ticket[Key] };

/** The runs of the queue, found by id, by status and by turn without looking at all the others: there may be 100,000. */
export class Tickets {
  private readonly byId = new Map<string, Ticket>();
  private readonly waiting = new WaitingLine<Ticket>(({ status }) => status === "queued");
  private readonly runningOnes = new Set<Ticket>();
  private readonly siblings = new Map<Experiment, Siblings>();
  private added = 0;

  add(run: Pick<Ticket, "runId" | "experiment" | "variant" | "seed" | "cores">): void {
    const { runId, experiment } = run;
    const siblings = this.siblings.get(experiment) ?? { untrained: 0 };
    this.siblings.set(experiment, siblings);
    siblings.untrained++;
    const ticket: Ticket = {
      ...run,
      siblings,
      place: this.added++,
      status: "queued",
      trainer: null,
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

  /** Those of these ids that are here, each once. */
  those(runIds: readonly string[]): Ticket[] {
    return [...new Set(runIds)].flatMap((id) => this.byId.get(id) ?? []);
  }

  get running(): ReadonlySet<Ticket> {
    return this.runningOnes;
  }

  /** The first that is queued. */
  next(): Ticket | undefined {
    return this.waiting.first();
  }

  /** A paused run that has not begun will want a trainer too. */
  hasUntrained(experiment: Experiment): boolean {
    return (this.siblings.get(experiment)?.untrained ?? 0) > 0;
  }

  /** One that ends is here no longer. */
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
  }

  private remove({ runId, trainer, siblings }: Ticket): void {
    if (this.byId.delete(runId) && !trainer) siblings.untrained--;
    // Experiments come and go as long as a lab is open.
    if (this.byId.size === 0) this.siblings.clear();
  }
}
