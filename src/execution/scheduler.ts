import { failsEveryTime } from "../experiment/missing";
import type { ActiveStatus, RunStatus } from "../experiment/result";
import { type Failure, failureOf } from "../messages/failure";
import type { EpochOutcome } from "../store/attempts";
import { isStoreFailure } from "../store/database-errors";
import type { End, Store } from "../store/store";
import { DurableEvents } from "./durable-events";
import { WriteRetryQueue } from "./write-retry-queue";
import { folderOfRun, removeCheckpoints } from "../artifacts/checkpoint-folder";
import { crashOf } from "./crash";
import type { LabEvents } from "./events";
import { TrainerPool } from "./trainer-pool";
import { type QueuedRun, QueuedRuns } from "./queued-runs";
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
  readonly killTimeoutMs: number;
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
  private readonly runs = new QueuedRuns();
  private readonly pool: TrainerPool;
  private readonly writes: WriteRetryQueue;
  private readonly durableEvents: DurableEvents;
  private trains = false;

  constructor(private readonly options: SchedulerOptions) {
    this.pool = new TrainerPool(options.launch);
    this.durableEvents = new DurableEvents(options.store.log);
    this.writes = new WriteRetryQueue((failure) => {
      if (failure) this.pauseTrainers();
      else this.resumeTrainers();
      this.durableEvents.add(() => options.events.emit("storeUnavailable", { failure }));
    });
  }

  add(...run: Parameters<QueuedRuns["add"]>): void {
    this.runs.add(...run);
  }

  /** Begins as many runs as there is room for. */
  fill(): void {
    while (!this.writes.isBlocked) {
      const taken = [...this.runs.running].reduce((sum, { cores }) => sum + cores, 0);
      const next = this.runs.next();
      // A run that needs more cores than there are jobs still gets its turn, alone.
      if (!next || (taken > 0 && taken + next.cores > this.options.jobs)) break;
      this.begin(next);
    }
    this.pool.dismiss((experiment) => this.runs.hasUntrained(experiment));
    this.lookWhetherItTrains();
  }

  /** Number of unfinished runs in this lab. */
  get length(): number {
    return this.runs.length;
  }

  runIds(): string[] {
    return this.runs.all().map(({ runId }) => runId);
  }

  has(runId: string): boolean {
    return this.runs.has(runId);
  }

  pause(runIds: readonly string[]): void {
    const those = this.runs.those(runIds).filter(({ status, stopping }) => status !== "paused" && !stopping);
    for (const { status, trainer } of those) if (status === "running") trainer?.send({ type: "pause" });
    this.setStatus(those, "paused");
    this.fill();
  }

  resume(runIds: readonly string[]): void {
    const those = this.runs.those(runIds).filter(({ status, stopping }) => status === "paused" && !stopping);
    this.setStatus(those, "queued");
    this.fill();
  }

  stop(runIds: readonly string[]): void {
    const those = this.runs.those(runIds).filter(({ stopping }) => !stopping);
    // A trainer that still loads TensorFlow would answer only after that.
    const speaks = ({ trainer, trainerSpoke }: QueuedRun) => trainer !== null && trainerSpoke;
    for (const run of those.filter(speaks)) {
      run.stopping = setTimeout(() => this.finish(run, "cancelled"), this.options.killTimeoutMs);
      run.trainer?.send({ type: "cancel" });
    }
    this.end(
      those.filter((run) => !speaks(run)),
      "cancelled",
    );
    this.fill();
  }

  /** Ends every run as interrupted, at once. */
  close(): void {
    this.end(this.runs.all(), "interrupted");
    this.writes.close();
    this.durableEvents.close();
    this.pool.dismiss(() => false);
    this.lookWhetherItTrains();
  }

  private begin(run: QueuedRun): void {
    this.setStatus([run], "running");
    if (!this.writes.isBlocked) this.train(run);
  }

  /** Pauses training, because new measures could not be stored. */
  private pauseTrainers(): void {
    for (const { trainer } of this.runs.running) trainer?.send({ type: "pause" });
    this.lookWhetherItTrains();
  }

  private resumeTrainers(): void {
    for (const run of [...this.runs.running]) this.train(run);
    this.fill();
  }

  private train(run: QueuedRun): void {
    if (run.trainer) {
      run.trainer.send({ type: "resume" });
      return;
    }
    try {
      const { experiment, variant, seed } = run;
      const trainer = this.pool.take(experiment);
      this.runs.setTrainer(run, trainer);
      // A failed process may still be ending when the run has a new one.
      const isMine = () => run.trainer === trainer;
      trainer.onMessage((message) => {
        if (!isMine()) return;
        run.trainerSpoke = true;
        this.hear(run, readWord(message));
      });
      trainer.onExit((exit) => {
        if (!isMine()) return;
        // It can no longer be reused, even if its last message still waits to be written.
        this.runs.setTrainer(run, null);
        this.writes.do(() => this.exited(run, exit));
      });
      const folder = folderOfRun(this.options.checkpoints, run.runId);
      const epochsKept = this.options.store.run(run.runId).epochsDone;
      trainer.send({ type: "train", experiment, variant, seed, checkpoints: { folder, epochsKept } });
    } catch (error) {
      this.fail(run, failureOf(error));
    }
  }

  private hear(run: QueuedRun, word: FromTrainer): void {
    if (run.status === "ended") return;
    if (word.type !== "progress") this.writes.do(() => this.take(run, word));
    else this.options.events.emit("runProgress", { runId: run.runId, ...word.progress });
  }

  private take(run: QueuedRun, word: FromTrainer): void {
    if (run.status === "ended") return;
    let kept: EpochOutcome;
    try {
      // Store first, announce afterwards: what a person has seen is never lost.
      kept = this.keep(run, word);
    } catch (error) {
      if (isStoreFailure(error)) throw error;
      this.fail(run, failureOf(error));
      return;
    }
    if (kept === "refused") return this.finish(run, "interrupted");
    const { runId } = run;
    const { events } = this.options;
    if (word.type === "epoch" && kept === "new") {
      this.durableEvents.add(() => events.emit("epochMeasured", { runId, record: word.record }));
    }
    if (word.type === "continued") events.emit("runContinued", { runId, epoch: word.epoch });
    if (word.type === "notice") events.emit("runNoticed", { runId, failure: word.failure });
    // Messages are handled in the order in which they were sent, so all records before this one are in the store.
    if (word.type === "askKept") this.durableEvents.add(() => run.trainer?.send({ type: "kept" }));
    if (word.type === "done" || word.type === "cancelled") this.finish(run, word.type);
    if (word.type === "failed") this.fail(run, word.failure);
  }

  /** The run's end in the store, which accepts nothing after it. */
  private keep({ runId }: QueuedRun, word: FromTrainer): EpochOutcome {
    const { store } = this.options;
    if (word.type === "environment") store.setEnvironment(runId, word.environment);
    if (word.type === "epoch") return store.addEpoch(runId, word.record);
    if ((word.type === "done" || word.type === "cancelled") && word.weights) {
      store.saveWeights(runId, word.weights);
    }
    return "new";
  }

  private exited(run: QueuedRun, exit: TrainerExit): void {
    if (run.stopping) this.finish(run, "cancelled");
    else this.fail(run, failureOf(crashOf(exit)));
  }

  /** The machine may have caused the first failure: the run is tried again, paused if it was paused. */
  private fail(run: QueuedRun, failure: Failure): void {
    if (run.status === "ended") return;
    if (run.retried || run.stopping || failsEveryTime(failure)) {
      return this.finish(run, "failed", failure);
    }
    run.retried = true;
    // The run did not repeat from this checkpoint, so the next attempt does without it.
    if (failure.code === "runNotRepeated") this.removeCheckpoints(run);
    run.trainer?.kill();
    this.runs.setTrainer(run, null);
    const status = run.status === "paused" ? "paused" : "queued";
    this.runs.setStatus(run, status);
    this.write([run], (store) => {
      store.retryRun(run.runId, status, failure);
      return { status, ended: null };
    });
    this.fill();
  }

  private finish(run: QueuedRun, status: End, failure: Failure | null = null): void {
    this.end([run], status, failure);
    this.fill();
  }

  private end(runs: readonly QueuedRun[], status: End, failure: Failure | null = null): void {
    const those = runs.filter((run) => run.status !== "ended");
    for (const run of those) {
      clearTimeout(run.stopping ?? undefined);
      if (run.trainer && status === "done") this.pool.keep(run.experiment, run.trainer);
      else run.trainer?.kill();
      this.runs.setStatus(run, "ended");
    }
    this.write(those, (store, runIds) => ({ status, ended: store.endRuns(runIds, status, failure) }));
    // There is nothing to continue.
    if (status !== "done" && !(failure && failsEveryTime(failure))) return;
    for (const run of those) this.writes.do(() => this.removeCheckpoints(run));
  }

  private setStatus(runs: readonly QueuedRun[], status: ActiveStatus): void {
    for (const run of runs) this.runs.setStatus(run, status);
    this.write(runs, (store, runIds) => {
      store.setStatuses(runIds, status);
      return { status, ended: null };
    });
  }

  /** Changes runs in the store, and announces it. @param change the fields that they now have in common */
  private write(
    runs: readonly QueuedRun[],
    change: (store: Store, runIds: string[]) => { status: RunStatus; ended: string | null },
  ): void {
    if (runs.length === 0) return;
    const { store, events } = this.options;
    const runIds = runs.map(({ runId }) => runId);
    this.writes.do(() => {
      const changed = change(store, runIds);
      if (runIds.length > mostToldSingly) {
        this.durableEvents.add(() => events.emit("runsChanged", { runIds, ...changed }));
        return;
      }
      for (const run of runIds.map((id) => store.run(id))) {
        this.durableEvents.add(() => events.emit("runChanged", run));
      }
    });
  }

  private lookWhetherItTrains(): void {
    const trains = this.runs.running.size > 0 && !this.writes.isBlocked;
    if (trains !== this.trains) this.options.onTraining((this.trains = trains));
  }

  private removeCheckpoints({ runId }: QueuedRun): void {
    removeCheckpoints(this.options.checkpoints, runId);
  }
}
