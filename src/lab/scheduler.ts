import type { Failure, GoingOn } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import { failureOf } from "../messages/failure";
import type { Kept } from "../runs/attempts";
import { isStoreFailure } from "../runs/database-errors";
import type { End, Store } from "../runs/store";
import { Announcements } from "./announcements";
import { Backlog } from "./backlog";
import { folderOfRun, removeCheckpoints } from "./checkpoint-folder";
import { crashOf } from "./crash";
import type { LabEvents } from "./events";
import { SpareTrainers } from "./spare-trainers";
import { type FromTrainer, readWord } from "./trainer-protocol";
import type { TrainerExit, TrainerLauncher, TrainerProcess } from "./trainers";

/** A run that this process looks after, from the queue to its end. */
interface Ticket {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** Cores that it computes on. */
  readonly cores: number;
  status: GoingOn | "ended";
  trainer: TrainerProcess | null;
  /** Whether it has failed once already here. */
  retried: boolean;
  /** Set once the run was told to stop: it is then cancelled, whatever becomes of its process. */
  stopping: NodeJS.Timeout | null;
}

export interface SchedulerOptions {
  readonly store: Store;
  readonly events: LabEvents;
  readonly launch: TrainerLauncher;
  /** Runs of one core each that train at the same time; one that takes several counts for as many. */
  readonly jobs: number;
  /** Milliseconds that a trainer gets to end by itself when it is told to stop. */
  readonly grace: number;
  /** The folder of all checkpoints. */
  readonly checkpoints: string;
}

/**
 * The queue: runs begin in the order in which they were added, up to `jobs` at once, or fewer where a wide network
 * computes on several cores, so that threads never stand in each other's way. Each has a process to
 * itself while it trains; a process that has trained its run to the end goes on to the next of the same experiment.
 * A paused run keeps its process and its place in the order, and leaves its share of the cores to others. A run that
 * fails is begun once more in its place, from its last checkpoint; only its second failure is its end.
 *
 * While the store takes nothing (a full disk) all trainers are held, and what they said waits: it is written and told
 * once there is room, and training goes on.
 */
export class Scheduler {
  private tickets: Ticket[] = [];
  private readonly spares: SpareTrainers;
  private readonly backlog: Backlog;
  private readonly announcements: Announcements;

  constructor(private readonly options: SchedulerOptions) {
    this.spares = new SpareTrainers(options.launch);
    this.announcements = new Announcements(options.store.log);
    this.backlog = new Backlog((failure) => {
      if (failure) this.hold();
      else this.goOn();
      this.announcements.add(() => options.events.emit("storeHindered", { failure }));
    });
  }

  add(run: Pick<Ticket, "runId" | "experiment" | "variant" | "seed" | "cores">): void {
    this.tickets.push({ ...run, status: "queued", trainer: null, retried: false, stopping: null });
  }

  /** Begins what there is room for. */
  fill(): void {
    while (!this.backlog.stuck) {
      const running = this.tickets.filter(({ status }) => status === "running");
      const taken = running.reduce((sum, { cores }) => sum + cores, 0);
      const next = this.tickets.find(({ status }) => status === "queued");
      // A run that wants more cores than there are jobs still has its turn, alone.
      if (!next || (taken > 0 && taken + next.cores > this.options.jobs)) break;
      this.begin(next);
    }
    this.spares.dismiss((experiment) => this.hasWaiting(experiment));
  }

  /** Runs that it looks after. */
  get length(): number {
    return this.tickets.length;
  }

  has(runId: string): boolean {
    return this.tickets.some((ticket) => ticket.runId === runId);
  }

  pause(runIds: readonly string[]): void {
    for (const ticket of this.those(runIds)) {
      if (ticket.status === "paused" || ticket.stopping) continue;
      if (ticket.status === "running") ticket.trainer?.send({ type: "pause" });
      this.setStatus(ticket, "paused");
    }
    this.fill();
  }

  resume(runIds: readonly string[]): void {
    for (const ticket of this.those(runIds)) {
      if (ticket.status === "paused" && !ticket.stopping) this.setStatus(ticket, "queued");
    }
    this.fill();
  }

  stop(runIds: readonly string[]): void {
    for (const ticket of this.those(runIds)) {
      if (ticket.stopping) continue;
      if (!ticket.trainer) {
        this.end(ticket, "cancelled");
        continue;
      }
      ticket.stopping = setTimeout(() => this.finish(ticket, "cancelled"), this.options.grace);
      ticket.trainer.send({ type: "cancel" });
    }
    this.fill();
  }

  /** Ends every run as interrupted, at once. */
  close(): void {
    for (const ticket of [...this.tickets]) this.end(ticket, "interrupted");
    this.backlog.close();
    this.announcements.close();
    this.spares.dismiss(() => false);
  }

  private begin(ticket: Ticket): void {
    this.setStatus(ticket, "running");
    if (!this.backlog.stuck) this.train(ticket);
  }

  /** Nothing new is measured that could not be kept. */
  private hold(): void {
    for (const { status, trainer } of this.tickets) {
      if (status === "running") trainer?.send({ type: "pause" });
    }
  }

  private goOn(): void {
    for (const ticket of this.tickets.filter(({ status }) => status === "running")) this.train(ticket);
    this.fill();
  }

  private train(ticket: Ticket): void {
    if (ticket.trainer) {
      ticket.trainer.send({ type: "resume" });
      return;
    }
    try {
      const { experiment, variant, seed } = ticket;
      const trainer = this.spares.take(experiment);
      ticket.trainer = trainer;
      // A process that failed is still ending when the run has another one.
      const isMine = () => ticket.trainer === trainer;
      trainer.onMessage((message) => isMine() && this.hear(ticket, readWord(message)));
      trainer.onExit((exit) => {
        if (!isMine()) return;
        // It is no spare trainer any more, even if its last word still waits to be written.
        ticket.trainer = null;
        this.backlog.do(() => this.exited(ticket, exit));
      });
      const folder = folderOfRun(this.options.checkpoints, ticket.runId);
      const epochsKept = this.options.store.run(ticket.runId).epochsDone;
      trainer.send({ type: "train", experiment, variant, seed, checkpoints: { folder, epochsKept } });
    } catch (error) {
      this.fail(ticket, failureOf(error));
    }
  }

  private hear(ticket: Ticket, word: FromTrainer): void {
    if (ticket.status === "ended") return;
    if (word.type !== "progress") this.backlog.do(() => this.take(ticket, word));
    else this.options.events.emit("runProgress", { runId: ticket.runId, ...word.progress });
  }

  private take(ticket: Ticket, word: FromTrainer): void {
    if (ticket.status === "ended") return;
    let kept: Kept;
    try {
      // First the store, then the people: what was seen once is never lost.
      kept = this.keep(ticket, word);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      this.fail(ticket, failureOf(error));
      return;
    }
    if (kept === "refused") return this.finish(ticket, "interrupted");
    const { runId } = ticket;
    const { events } = this.options;
    if (word.type === "epoch" && kept === "new") {
      this.announcements.add(() => events.emit("epochMeasured", { runId, record: word.record }));
    }
    if (word.type === "continued") events.emit("runContinued", { runId, epoch: word.epoch });
    if (word.type === "notice") events.emit("runNoticed", { runId, failure: word.failure });
    // Words are heard in the order in which they are said, so all records before this one are in the store.
    if (word.type === "askKept") this.announcements.add(() => ticket.trainer?.send({ type: "kept" }));
    if (word.type === "done" || word.type === "cancelled") this.finish(ticket, word.type);
    if (word.type === "failed") this.fail(ticket, word.failure);
  }

  /** What became of it in the store: nothing is taken there once the run has ended. */
  private keep({ runId }: Ticket, word: FromTrainer): Kept {
    const { store } = this.options;
    if (word.type === "environment") store.setEnvironment(runId, word.environment);
    if (word.type === "epoch") return store.addEpoch(runId, word.record);
    if ((word.type === "done" || word.type === "cancelled") && word.weights) {
      store.saveWeights(runId, word.weights);
    }
    return "new";
  }

  private exited(ticket: Ticket, exit: TrainerExit): void {
    if (ticket.stopping) this.finish(ticket, "cancelled");
    else this.fail(ticket, failureOf(crashOf(exit)));
  }

  /** What failed once may have been the machine's fault: it is tried again, as it was held or not. */
  private fail(ticket: Ticket, failure: Failure): void {
    if (ticket.status === "ended") return;
    if (ticket.retried || ticket.stopping) return this.finish(ticket, "failed", failure);
    ticket.retried = true;
    // What a checkpoint led to is not what was measured before: the next attempt does without.
    if (failure.code === "runNotRepeated") this.removeCheckpoints(ticket);
    ticket.trainer?.kill();
    ticket.trainer = null;
    const status = ticket.status === "paused" ? "paused" : "queued";
    ticket.status = status;
    this.write(ticket, (store) => store.retryRun(ticket.runId, status, failure));
    this.fill();
  }

  private finish(ticket: Ticket, status: End, failure: Failure | null = null): void {
    this.end(ticket, status, failure);
    this.fill();
  }

  private end(ticket: Ticket, status: End, failure: Failure | null = null): void {
    if (ticket.status === "ended") return;
    ticket.status = "ended";
    clearTimeout(ticket.stopping ?? undefined);
    if (ticket.trainer && status === "done") this.spares.keep(ticket.experiment, ticket.trainer);
    else ticket.trainer?.kill();
    this.tickets = this.tickets.filter((other) => other !== ticket);
    this.write(ticket, (store) => store.endRun(ticket.runId, status, failure));
    if (status === "done") this.backlog.do(() => this.removeCheckpoints(ticket));
  }

  private setStatus(ticket: Ticket, status: GoingOn): void {
    ticket.status = status;
    this.write(ticket, (store) => store.setStatus(ticket.runId, status));
  }

  /** Changes what the store says of a run, and tells it. */
  private write({ runId }: Ticket, change: (store: Store) => void): void {
    const { store, events } = this.options;
    this.backlog.do(() => {
      change(store);
      const run = store.run(runId);
      this.announcements.add(() => events.emit("runChanged", run));
    });
  }

  private removeCheckpoints({ runId }: Ticket): void {
    removeCheckpoints(this.options.checkpoints, runId);
  }

  /** A paused run that has not begun will want a trainer too. */
  private hasWaiting(experiment: Experiment): boolean {
    return this.tickets.some((ticket) => ticket.experiment === experiment && !ticket.trainer);
  }

  private those(runIds: readonly string[]): Ticket[] {
    return this.tickets.filter(({ runId }) => runIds.includes(runId));
  }
}
