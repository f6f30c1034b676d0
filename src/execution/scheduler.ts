import { folderOfRun, removeCheckpoints } from "../artifacts/checkpoint-folder";
import { snapshotsOfRun } from "../artifacts/snapshots";
import type { EventOf, RunSummary } from "../contract/contract";
import { failsEveryTime } from "../experiment/missing";
import type { EpochRecord, RunStatus } from "../experiment/result";
import type { Experiment, Variant } from "../experiment/schema";
import { type Failure, failureOf, type LabError } from "../messages/failure";
import { isStoreFailure } from "../store/database-errors";
import type { LogFile } from "../store/log-file";
import { mostReturned, type RunsChange, type Store } from "../store/store";
import { crashOf, launchError } from "./crash";
import { DurableEvents } from "./durable-events";
import type { LabEvents } from "./events";
import { HalvingLeaves } from "./halving-leaves";
import { type NewRun, type QueueCommand, type QueuedRun, type QueueEffect, RunQueue } from "./run-queue";
import { type RestLimits, type Trainer, TrainerPool } from "./trainer-pool";
import type { Abilities, FromTrainer, ToTrainer } from "./trainer-protocol";
import type { WorkerLauncher } from "./workers";
import { WriteRetryQueue } from "./write-retry-queue";

/** How long a run waits for a trainer that is not heard of. A process of this machine is always heard of. */
const leaseMs = 30_000;

/** What a trainer must know of a run. */
export interface Job {
  readonly experimentId: string;
  readonly experiment: Experiment;
  readonly variant: Variant;
  readonly seed: number;
  /** That its kernels use; undefined where that is not known before its trainer has read the data. */
  readonly threads?: number;
}

type Run = QueuedRun<Job>;

/** What came of a word in the store. */
interface Kept {
  /** Records that no earlier attempt had. */
  readonly added: readonly EpochRecord[];
  /** Whether the run is not this lab's any more. */
  readonly refused: boolean;
  /** Of a record. */
  readonly failure: Failure | null;
}

const nothingNew: Kept = { added: [], refused: false, failure: null };

/** Where runs are kept: the store, or what serves as one elsewhere. */
export interface RunKeeper extends Pick<
  Store,
  | "experiment"
  | "run"
  | "setStatuses"
  | "retryRun"
  | "endRuns"
  | "addEpoch"
  | "together"
  | "setEnvironment"
  | "savePreparation"
  | "saveWeights"
  | "saveEnd"
> {
  /** Makes what was written before survive a power cut. */
  readonly log: Pick<LogFile, "sync" | "syncNow">;
}

export interface SchedulerOptions {
  readonly store: RunKeeper;
  readonly events: LabEvents;
  readonly launch: WorkerLauncher;
  /**
   * Number of one-core runs that train at the same time; a run on several cores counts as that many. Null: as many as
   * the workers have cores, one until the first of them has said so.
   */
  readonly jobs: number | null;
  /** Milliseconds that a trainer has to exit after it is told to stop. */
  readonly killTimeoutMs: number;
  /** The folder of all checkpoints. */
  readonly checkpoints: string;
  /** The folder of all snapshots. */
  readonly snapshots: string;
  /** The folder of prepared data. */
  readonly prepared: string;
  /** How trainers wait for the next experiment; by default they end with theirs. */
  readonly rest?: RestLimits;
  /** Called with true when the first run begins to train, and with false when none trains any more. */
  readonly onTraining: (trains: boolean) => void;
}

/**
 * Carries out what the queue decides: it starts trainers, writes to the store, announces, and tells the queue what
 * trainers and clock say. Each run has its own process while it trains; a process whose run is done takes the next
 * run of the same experiment. A failed run begins once more in its place, from its last checkpoint. Its second
 * failure is final, and so is a failure that would always recur, for example a divergence.
 *
 * While the store cannot be written (a full disk), all trainers are paused and their messages wait. Once there is
 * room, the messages are written and announced, and training continues.
 */
export class Scheduler {
  private readonly queue: RunQueue<Job>;
  /** By the number of their lease. */
  private readonly trainers = new Map<number, Trainer>();
  /** The leases whose trainer is still being launched. */
  private readonly launching = new Set<number>();
  private readonly pool: TrainerPool;
  private readonly halving: HalvingLeaves;
  private readonly writes: WriteRetryQueue;
  private readonly durableEvents: DurableEvents;
  private effects: QueueEffect<Job>[] = [];
  private performing = false;
  private deadline: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  private trains = false;
  private handsOver = false;

  constructor(private readonly options: SchedulerOptions) {
    const { jobs, killTimeoutMs } = options;
    this.queue = new RunQueue({ cores: jobs ?? 1, leaseMs, stopMs: killTimeoutMs });
    this.halving = new HalvingLeaves(options.store);
    this.pool = new TrainerPool(options.launch, (abilities) => this.learn(abilities), options.rest);
    this.durableEvents = new DurableEvents(options.store.log);
    this.writes = new WriteRetryQueue((failure) => {
      this.apply({ type: failure ? "block" : "unblock" });
      this.durableEvents.add(() => options.events.emit("storeUnavailable", { failure }));
    });
  }

  /**
   * Queues runs. They begin once the disk has them, so whoever added them can name them before their first event.
   * @param reopened those that had ended: that they are queued again is announced before they begin
   */
  add(runs: readonly NewRun<Job>[], reopened: readonly RunSummary[] = []): void {
    this.halving.added(runs.map(({ job }) => job));
    this.apply({ type: "add", runs });
    if (reopened.length > 0) {
      this.announce(
        reopened.map(({ id }) => id),
        { runs: reopened.length > mostReturned ? null : reopened, status: "queued", ended: null },
      );
    }
    this.durableEvents.add(() => this.apply({ type: "tick" }));
  }

  /** What a worker can do. The person's number of jobs comes first. */
  learn({ cores }: Abilities): void {
    if (this.options.jobs === null) this.apply({ type: "resize", cores });
  }

  /** Number of unfinished runs in this lab. */
  get length(): number {
    return this.queue.length;
  }

  runIds(): string[] {
    return this.queue.ids();
  }

  has(runId: string): boolean {
    return this.queue.get(runId) !== undefined;
  }

  pause(runIds: readonly string[]): void {
    this.apply({ type: "pause", runIds });
  }

  resume(runIds: readonly string[]): void {
    this.apply({ type: "resume", runIds });
  }

  stop(runIds: readonly string[]): void {
    this.apply({ type: "stop", runIds });
  }

  /** Ends every run as `stop` does; those that train first write a checkpoint, from which they continue elsewhere. */
  handOver(): void {
    this.handsOver = true;
    this.stop(this.runIds());
  }

  /** Ends every run as interrupted, at once. */
  close(): void {
    this.apply({ type: "close" });
    this.writes.close();
    this.durableEvents.close();
    this.pool.close();
  }

  /** Effects are carried out in the order in which the queue decided them, also those of a command amid others. */
  private apply(command: QueueCommand<Job>): void {
    for (const effect of this.queue.apply(command, performance.now())) this.effects.push(effect);
    if (this.performing) return;
    this.performing = true;
    try {
      for (let effect = this.effects.shift(); effect; effect = this.effects.shift()) this.perform(effect);
    } finally {
      this.performing = false;
    }
    this.dismissIdle();
    if (this.queue.trains !== this.trains) this.options.onTraining((this.trains = this.queue.trains));
    this.awaitDeadline();
  }

  /** @param begins has a run for which a trainer is about to be taken */
  private dismissIdle(begins?: Experiment): void {
    this.pool.dismiss((experiment) => experiment === begins || this.queue.hasUnleased(experiment));
  }

  private perform(effect: QueueEffect<Job>): void {
    switch (effect.type) {
      case "train":
        return this.train(effect.run);
      case "pause":
        return this.trainerOf(effect.run)?.send({ type: "pause" });
      case "cancel":
        return this.trainerOf(effect.run)?.send({ type: this.handsOver ? "handOver" : "cancel" });
      case "release":
        return this.release(effect);
      case "changed": {
        const { runs, status } = effect;
        return this.write(runs, status, (store, runIds) => ({
          ...store.setStatuses(runIds, status),
          ended: null,
        }));
      }
      case "retried": {
        const { run, status, failure } = effect;
        // The run did not repeat from this checkpoint, so the next attempt does without it.
        if (failure.code === "runNotRepeated") this.removeCheckpoints(run);
        return this.write([run], status, (store) => ({
          ...store.retryRun(run.runId, status, failure),
          ended: null,
        }));
      }
      case "ended":
        return this.ended(effect);
    }
  }

  private train(run: Run): void {
    // If the run could not be stored as running, it is trained once the store can be written again.
    if (this.writes.isBlocked || run.state !== "leased" || !run.lease) return;
    const lease = run.lease.number;
    if (this.halving.isAtRung(run.job, run.runId)) return this.wait(run, lease);
    const trainer = this.trainers.get(lease);
    if (trainer) trainer.send({ type: "resume" });
    else if (!this.launching.has(lease)) void this.begin(run, lease);
  }

  /**
   * While the trainer is launched, the run may be paused: then the trainer waits. Or the run ends or loses this lease:
   * then the trainer is for the experiment's next run, if there is one.
   */
  private async begin(run: Run, lease: number): Promise<void> {
    const { runId, job } = run;
    this.launching.add(lease);
    // One whose experiment has just ended may be for this run.
    this.dismissIdle(job.experiment);
    let trainer: Trainer;
    try {
      trainer = await this.pool.take(job);
    } catch (error) {
      if (this.launching.delete(lease)) this.lose(run, lease, launchError(error));
      return;
    }
    if (!this.launching.delete(lease)) {
      this.pool.keep(job, trainer);
      return this.dismissIdle();
    }
    this.trainers.set(lease, trainer);
    // A process that lost its run may still be ending when the run has a new one.
    trainer.onWord((word) => {
      if (run.lease?.number === lease) this.hear(run, lease, word);
    });
    trainer.onExit((exit) => {
      if (this.trainers.delete(lease)) this.lose(run, lease, crashOf(exit));
    });
    try {
      trainer.send(this.orderOf(run));
      if (!this.queue.computes(run)) trainer.send({ type: "pause" });
    } catch (error) {
      this.apply({ type: "fail", runId, lease, failure: failureOf(error), recurs: false });
    }
  }

  private orderOf({ runId, job }: Run): ToTrainer {
    const next = this.nextAfter(job);
    const { experimentId, experiment, variant, seed } = job;
    const { store, checkpoints, prepared } = this.options;
    const snapshots = snapshotsOfRun(this.options.snapshots, runId);
    const folder = folderOfRun(checkpoints, runId);
    const epochsKept = store.run(runId).epochsDone;
    return {
      type: "train",
      run: { experimentId, runId },
      experiment,
      variant,
      seed,
      until: this.halving.untilOf(job),
      checkpoints: { folder, epochsKept },
      snapshots,
      prepared,
      ...(next && { next: { variant: next.variant, seed: next.seed } }),
    };
  }

  /** The next run of the same experiment for the same trainer. Of several trainers, nobody knows which takes it. */
  private nextAfter({ experiment }: Job): Job | null {
    const next = this.queue.next();
    return next?.job.experiment === experiment && this.queue.heldRuns().length === 1 ? next.job : null;
  }

  private lose({ runId }: Run, lease: number, failure: LabError): void {
    this.writes.do(() => this.apply({ type: "lose", runId, lease, failure: failureOf(failure) }));
  }

  private trainerOf({ lease }: Run): Trainer | undefined {
    return lease ? this.trainers.get(lease.number) : undefined;
  }

  private release({ run, lease, reuse }: Extract<QueueEffect<Job>, { type: "release" }>): void {
    this.launching.delete(lease);
    const trainer = this.trainers.get(lease);
    this.trainers.delete(lease);
    if (trainer && reuse) this.pool.keep(run.job, trainer);
    else trainer?.kill();
  }

  private hear(run: Run, lease: number, word: FromTrainer): void {
    const { runId } = run;
    this.apply({ type: "renew", runId, lease, answered: true });
    if (word.type === "progress") this.options.events.emit("runProgress", { runId, ...word.progress });
    else this.writes.do(() => this.take(run, lease, word));
  }

  private take(run: Run, lease: number, word: FromTrainer): void {
    // The run may have ended, or gone to another trainer, while the message waited.
    if (run.lease?.number !== lease) return;
    const { runId } = run;
    const fail = (failure: Failure) => {
      // Six machines have tried a run that lost its workers.
      const recurs = failsEveryTime(failure) || failure.code === "workersLost";
      this.apply({ type: "fail", runId, lease, failure, recurs });
    };
    const { events } = this.options;
    let kept: Kept;
    try {
      // Store first, announce afterwards: what a person has seen is never lost.
      kept = this.keep(runId, word);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      return fail(failureOf(error));
    }
    const { added, refused, failure } = kept;
    if (added.length > 0) {
      this.durableEvents.add(() => {
        for (const record of added) events.emit("epochMeasured", { runId, record });
      });
    }
    if (failure) return fail(failure);
    if (refused) return this.apply({ type: "end", runId, lease, status: "interrupted" });
    if (word.type === "continued") events.emit("runContinued", { runId, epoch: word.epoch });
    if (word.type === "notice") events.emit("runNoticed", { runId, failure: word.failure });
    // Messages are handled in the order in which they were sent, so all records before this one are in the store.
    if (word.type === "askKept")
      this.durableEvents.add(() => this.trainers.get(lease)?.send({ type: "kept" }));
    if (word.type === "done" && word.end) {
      const { end } = word;
      this.durableEvents.add(() => events.emit("runMeasured", { runId, end }));
    }
    if (word.type === "done" || word.type === "cancelled") {
      this.apply({ type: "end", runId, lease, status: word.type });
    }
    if (word.type === "rung") this.wait(run, lease);
    if (word.type === "failed") fail(word.failure);
  }

  /** What the store takes of a word, in one commit. @throws LabError if it cannot write anything now */
  private keep(runId: string, word: FromTrainer): Kept {
    const { store } = this.options;
    if (word.type === "epoch") return this.keepRecords(runId, [word.record]);
    if (word.type === "epochs") return this.keepRecords(runId, word.records);
    const weights =
      word.type === "weights" || word.type === "done" || word.type === "cancelled" || word.type === "rung"
        ? word.weights
        : null;
    const end = word.type === "done" ? word.end : null;
    if (word.type === "environment") store.setEnvironment(runId, word.environment);
    if (word.type === "prepared") store.savePreparation(runId, word.preparation);
    // The run's end in the store, which accepts nothing after it.
    const save = () => {
      if (weights) store.saveWeights(runId, weights);
      if (end) store.saveEnd(runId, end);
    };
    if (weights && end) store.together(save);
    else save();
    return nothingNew;
  }

  private keepRecords(runId: string, records: readonly EpochRecord[]): Kept {
    const { store } = this.options;
    return store.together(() => {
      const added: EpochRecord[] = [];
      for (const record of records) {
        try {
          const outcome = store.addEpoch(runId, record);
          if (outcome === "refused") return { added, refused: true, failure: null };
          if (outcome === "new") added.push(record);
        } catch (error) {
          if (isStoreFailure(error)) throw error;
          return { added, refused: false, failure: failureOf(error) };
        }
      }
      return { added, refused: false, failure: null };
    });
  }

  private ended({ runs, status, failure }: Extract<QueueEffect<Job>, { type: "ended" }>): void {
    this.write(runs, status, (store, runIds) => store.endRuns(runIds, status, failure));
    this.halving.ended(runs.map(({ job }) => job));
    // Others may have waited for these; their ends must be in the store before.
    for (const job of new Map(runs.map((run) => [run.job.experimentId, run.job])).values())
      this.writes.do(() => this.decide(job));
    // There is nothing to continue, once the disk knows that.
    if (status !== "done" && !(failure && failsEveryTime(failure))) return;
    const remove = () => {
      for (const run of runs) this.removeCheckpoints(run);
    };
    this.writes.do(() => this.durableEvents.add(remove));
  }

  /** The run waits until all others that may train have come as far, or have ended. */
  private wait({ runId, job }: Run, lease: number): void {
    this.apply({ type: "wait", runId, lease });
    this.decide(job);
  }

  /** Once all unfinished runs of an experiment wait for each other, the better ones go on and the others are done. */
  private decide({ experimentId }: Job): void {
    const waiting = this.queue.waitingRuns().filter(({ job }) => job.experimentId === experimentId);
    if (waiting.length === 0 || waiting.length < this.halving.unfinishedOf(experimentId)) return;
    this.halving.lookAgain(experimentId);
    const halted = waiting.filter(({ job }) => this.halving.isHalted(job));
    const others = waiting.filter(({ job, runId }) => !this.halving.isAtRung(job, runId));
    this.apply({ type: "halt", runIds: halted.map(({ runId }) => runId) });
    this.apply({ type: "proceed", runIds: others.map(({ runId }) => runId) });
  }

  /** Changes runs in the store, and announces it. */
  private write(
    runs: readonly Run[],
    status: RunStatus,
    change: (store: RunKeeper, runIds: string[]) => RunsChange & { readonly ended: string | null },
  ): void {
    const runIds = runs.map(({ runId }) => runId);
    this.writes.do(() => this.announce(runIds, { ...change(this.options.store, runIds), status }));
  }

  /** Tells each run as it is now, or all in one event if there are many. */
  private announce(
    runIds: string[],
    { runs, status, ended }: Pick<RunsChange, "runs"> & Omit<EventOf<"runsChanged">, "runIds">,
  ): void {
    const { events } = this.options;
    if (runs === null) this.durableEvents.add(() => events.emit("runsChanged", { runIds, status, ended }));
    for (const run of runs ?? []) this.durableEvents.add(() => events.emit("runChanged", run));
  }

  /** One timer for all deadlines. */
  private awaitDeadline(): void {
    const at = this.queue.nextDeadline();
    // A renewal moves a deadline back: then the timer finds nothing to do, and is set again.
    if (this.deadline && this.deadline.at <= at && at < Infinity) return;
    clearTimeout(this.deadline?.timer);
    this.deadline = null;
    if (at === Infinity) return;
    const timer = setTimeout(() => this.passDeadline(), Math.max(0, at - performance.now()));
    this.deadline = { at, timer };
  }

  private passDeadline(): void {
    this.deadline = null;
    // The exit of a local process is always told, so a trainer that has not exited lives, however busy it is.
    for (const { runId, lease } of this.queue.heldRuns()) {
      if (lease && this.trainers.has(lease.number)) {
        this.apply({ type: "renew", runId, lease: lease.number, answered: false });
      }
    }
    this.apply({ type: "tick" });
  }

  private removeCheckpoints({ runId }: Run): void {
    removeCheckpoints(this.options.checkpoints, runId);
  }
}
