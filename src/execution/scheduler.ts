import { failsEveryTime } from "../experiment/missing";
import type { GoingOn, RunStatus } from "../experiment/result";
import { type Failure, failureOf } from "../messages/failure";
import type { Kept } from "../store/attempts";
import { isStoreFailure } from "../store/database-errors";
import type { End, Store } from "../store/store";
import { Announcements } from "./announcements";
import { Backlog } from "./backlog";
import { folderOfRun, removeCheckpoints } from "../artifacts/checkpoint-folder";
import { crashOf } from "./crash";
import type { LabEvents } from "./events";
import { SpareTrainers } from "./spare-trainers";
import { type Ticket, Tickets } from "./tickets";
import { type FromTrainer, readWord } from "./trainer-protocol";
import type { TrainerExit, TrainerLauncher } from "./trainers";

/**
 * If more runs than this change at once, one event announces them all, so that stopping 100,000 runs delays nobody.
 */
const mostToldSingly = 100;

export interface SchedulerOptions {
  readonly store: Store;
  readonly events: LabEvents;
  readonly launch: TrainerLauncher;
  /** Number of one-core runs that train at the same time; a run on several cores counts as that many. */
  readonly jobs: number;
  /** Milliseconds that a trainer has to exit after it is told to stop. */
  readonly grace: number;
  /** The folder of all checkpoints. */
  readonly checkpoints: string;
  /** Called with true when the first run begins to train, and with false when none trains any more. */
  readonly onTraining: (trains: boolean) => void;
}

/**
 * The queue: runs begin in the order in which they were added, up to `jobs` at once, or fewer where a wide network
 * computes on several cores, so that threads never compete. Each run has its own process while it trains; a process
 * whose run is done takes the next run of the same experiment. A paused run keeps its process and its place in the
 * order, and leaves its share of the cores to others. A failed run begins once more in its place, from its last
 * checkpoint. Its second failure is final, and so is a failure that would always recur, for example a divergence.
 *
 * While the store cannot be written (a full disk), all trainers are paused and their messages wait. Once there is
 * room, the messages are written and announced, and training continues.
 */
export class Scheduler {
  private readonly tickets = new Tickets();
  private readonly spares: SpareTrainers;
  private readonly backlog: Backlog;
  private readonly announcements: Announcements;
  private trains = false;

  constructor(private readonly options: SchedulerOptions) {
    this.spares = new SpareTrainers(options.launch);
    this.announcements = new Announcements(options.store.log);
    this.backlog = new Backlog((failure) => {
      if (failure) this.hold();
      else this.goOn();
      this.announcements.add(() => options.events.emit("storeHindered", { failure }));
    });
  }

  add(...run: Parameters<Tickets["add"]>): void {
    this.tickets.add(...run);
  }

  /** Begins as many runs as there is room for. */
  fill(): void {
    while (!this.backlog.stuck) {
      const taken = [...this.tickets.running].reduce((sum, { cores }) => sum + cores, 0);
      const next = this.tickets.next();
      // A run that needs more cores than there are jobs still gets its turn, alone.
      if (!next || (taken > 0 && taken + next.cores > this.options.jobs)) break;
      this.begin(next);
    }
    this.spares.dismiss((experiment) => this.tickets.hasUntrained(experiment));
    this.lookWhetherItTrains();
  }

  /** Number of unfinished runs in this lab. */
  get length(): number {
    return this.tickets.length;
  }

  runIds(): string[] {
    return this.tickets.all().map(({ runId }) => runId);
  }

  has(runId: string): boolean {
    return this.tickets.has(runId);
  }

  pause(runIds: readonly string[]): void {
    const those = this.tickets
      .those(runIds)
      .filter(({ status, stopping }) => status !== "paused" && !stopping);
    for (const { status, trainer } of those) if (status === "running") trainer?.send({ type: "pause" });
    this.setStatus(those, "paused");
    this.fill();
  }

  resume(runIds: readonly string[]): void {
    const those = this.tickets
      .those(runIds)
      .filter(({ status, stopping }) => status === "paused" && !stopping);
    this.setStatus(those, "queued");
    this.fill();
  }

  stop(runIds: readonly string[]): void {
    const those = this.tickets.those(runIds).filter(({ stopping }) => !stopping);
    // A trainer that still loads TensorFlow would answer only after that.
    const speaks = ({ trainer, trainerSpoke }: Ticket) => trainer !== null && trainerSpoke;
    for (const ticket of those.filter(speaks)) {
      ticket.stopping = setTimeout(() => this.finish(ticket, "cancelled"), this.options.grace);
      ticket.trainer?.send({ type: "cancel" });
    }
    this.end(
      those.filter((ticket) => !speaks(ticket)),
      "cancelled",
    );
    this.fill();
  }

  /** Ends every run as interrupted, at once. */
  close(): void {
    this.end(this.tickets.all(), "interrupted");
    this.backlog.close();
    this.announcements.close();
    this.spares.dismiss(() => false);
    this.lookWhetherItTrains();
  }

  private begin(ticket: Ticket): void {
    this.setStatus([ticket], "running");
    if (!this.backlog.stuck) this.train(ticket);
  }

  /** Pauses training, because new measures could not be stored. */
  private hold(): void {
    for (const { trainer } of this.tickets.running) trainer?.send({ type: "pause" });
    this.lookWhetherItTrains();
  }

  private goOn(): void {
    for (const ticket of [...this.tickets.running]) this.train(ticket);
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
      this.tickets.setTrainer(ticket, trainer);
      // A failed process may still be ending when the run has a new one.
      const isMine = () => ticket.trainer === trainer;
      trainer.onMessage((message) => {
        if (!isMine()) return;
        ticket.trainerSpoke = true;
        this.hear(ticket, readWord(message));
      });
      trainer.onExit((exit) => {
        if (!isMine()) return;
        // It is no longer a spare trainer, even if its last message still waits to be written.
        this.tickets.setTrainer(ticket, null);
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
      // Store first, announce afterwards: what a person has seen is never lost.
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
    // Messages are handled in the order in which they were sent, so all records before this one are in the store.
    if (word.type === "askKept") this.announcements.add(() => ticket.trainer?.send({ type: "kept" }));
    if (word.type === "done" || word.type === "cancelled") this.finish(ticket, word.type);
    if (word.type === "failed") this.fail(ticket, word.failure);
  }

  /** The run's end in the store, which accepts nothing after it. */
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

  /** The machine may have caused the first failure: the run is tried again, paused if it was paused. */
  private fail(ticket: Ticket, failure: Failure): void {
    if (ticket.status === "ended") return;
    if (ticket.retried || ticket.stopping || failsEveryTime(failure)) {
      return this.finish(ticket, "failed", failure);
    }
    ticket.retried = true;
    // The run did not repeat from this checkpoint, so the next attempt does without it.
    if (failure.code === "runNotRepeated") this.removeCheckpoints(ticket);
    ticket.trainer?.kill();
    this.tickets.setTrainer(ticket, null);
    const status = ticket.status === "paused" ? "paused" : "queued";
    this.tickets.setStatus(ticket, status);
    this.write([ticket], (store) => {
      store.retryRun(ticket.runId, status, failure);
      return { status, ended: null };
    });
    this.fill();
  }

  private finish(ticket: Ticket, status: End, failure: Failure | null = null): void {
    this.end([ticket], status, failure);
    this.fill();
  }

  private end(tickets: readonly Ticket[], status: End, failure: Failure | null = null): void {
    const those = tickets.filter((ticket) => ticket.status !== "ended");
    for (const ticket of those) {
      clearTimeout(ticket.stopping ?? undefined);
      if (ticket.trainer && status === "done") this.spares.keep(ticket.experiment, ticket.trainer);
      else ticket.trainer?.kill();
      this.tickets.setStatus(ticket, "ended");
    }
    this.write(those, (store, runIds) => ({ status, ended: store.endRuns(runIds, status, failure) }));
    // There is nothing to continue.
    if (status !== "done" && !(failure && failsEveryTime(failure))) return;
    for (const ticket of those) this.backlog.do(() => this.removeCheckpoints(ticket));
  }

  private setStatus(tickets: readonly Ticket[], status: GoingOn): void {
    for (const ticket of tickets) this.tickets.setStatus(ticket, status);
    this.write(tickets, (store, runIds) => {
      store.setStatuses(runIds, status);
      return { status, ended: null };
    });
  }

  /** Changes runs in the store, and announces it. @param change the fields that they now have in common */
  private write(
    tickets: readonly Ticket[],
    change: (store: Store, runIds: string[]) => { status: RunStatus; ended: string | null },
  ): void {
    if (tickets.length === 0) return;
    const { store, events } = this.options;
    const runIds = tickets.map(({ runId }) => runId);
    this.backlog.do(() => {
      const changed = change(store, runIds);
      if (runIds.length > mostToldSingly) {
        this.announcements.add(() => events.emit("runsChanged", { runIds, ...changed }));
        return;
      }
      for (const run of runIds.map((id) => store.run(id))) {
        this.announcements.add(() => events.emit("runChanged", run));
      }
    });
  }

  private lookWhetherItTrains(): void {
    const trains = this.tickets.running.size > 0 && !this.backlog.stuck;
    if (trains !== this.trains) this.options.onTraining((this.trains = trains));
  }

  private removeCheckpoints({ runId }: Ticket): void {
    removeCheckpoints(this.options.checkpoints, runId);
  }
}
