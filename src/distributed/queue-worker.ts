import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { cpus, hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Job, Worker as BullWorker } from "bullmq";
import { namesIn } from "../artifacts/spare-files";
import type { SharedFiles } from "../artifacts/shared-files";
import type { Machine } from "../contract/machines";
import { TrainerPool } from "../execution/trainer-pool";
import type { WorkerLauncher } from "../execution/workers";
import type { Experiment } from "../experiment/schema";
import { type Failure, failureOf, LabError } from "../messages/failure";
import { isSameProcess } from "../platform/process-exists";
import { FetchedFiles, withFiles } from "./data-files";
import { DeliveredRun, type DeliveryEnd, type Workshop } from "./delivered-run";
import { jobHeadSchema, jobSchema, type TrainingJob } from "./job";
import { beatMs, otherVersions, removeMachine, showMachine } from "./machines";
import { prefix, queueOf, wishChannel } from "./names";
import { Outbox } from "./outbox";
import { anotherOf, openConnection, type QueueAddress } from "./redis";
import { releaseRun, type Taken, takeRun, type Wish } from "./run-state";

/** What happens at a worker, for people. */
export type WorkerNews =
  | { readonly type: "away" | "back" }
  | { readonly type: "begins"; readonly job: TrainingJob; readonly again: boolean }
  | { readonly type: "ends"; readonly job: TrainingJob; readonly end: DeliveryEnd }
  | { readonly type: "late"; readonly runId: string }
  | { readonly type: "refused"; readonly runId: string; readonly failure: Failure }
  | { readonly type: "waits"; readonly failure: Failure }
  | { readonly type: "otherVersion"; readonly version: string };

export interface QueueWorkerOptions {
  readonly address: QueueAddress;
  readonly files: SharedFiles;
  readonly launch: WorkerLauncher;
  readonly version: string;
  /** Runs at the same time. */
  readonly jobs: number;
  /** A folder of this machine. */
  readonly folder: string;
  readonly tell: (news: WorkerNews) => void;
}

export interface QueueWorker {
  /** Takes no more runs; fulfilled once the last of its own has ended. */
  finish(): Promise<void>;
  /** Ends everything at once; others take its runs over. */
  kill(): void;
}

/** Milliseconds that a worker waits where its machine, not the run, is at fault: 5 s of the usual lease. */
const faultMs = () => leaseMs() / 6;

/** A run whose workers were lost so often is perhaps what ends them. */
const mostLosses = 5;

/** Milliseconds until a worker that is not heard of counts as lost. */
function leaseMs(): number {
  const seconds = Number(process.env["DROPOUT_LAB_LEASE_SECONDS"] || 30);
  return 1000 * (seconds >= 1 ? seconds : 30);
}

/**
 * Trains runs of labs at a queue, until it is finished or killed. What comes is a document, checked by the schema; its files
 * are fetched by their hash, and no other file of this machine can be named. Nothing of it runs.
 * @throws LabError `queueAddress`, `queueNotReached`
 */
export async function openQueueWorker(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { address, files, launch, version, jobs, folder, tell } = options;
  const connection = await openConnection(address, tell);
  const { redis } = connection;
  const own = ownFolder(join(folder, "worker"));
  const runs = new Map<string, DeliveredRun>();
  const machine = {
    id: `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`.slice(-100),
    ...{ host: hostname(), cores: cpus().length, jobs, version },
  };
  const counts = { done: 0, retried: 0 };
  let trouble: Failure | null = null;
  let backend: Machine["backend"] = null;
  const pool = new TrainerPool(launch, (abilities) => (backend = abilities.backend));
  const shop: Workshop = { redis, files, pool, prepared: join(folder, "prepared") };
  const documents = new Documents();
  const fetched = new FetchedFiles(files, join(own, "files"));

  const wishes = anotherOf(redis);
  wishes.on("message", (channel: string, wish: string) => {
    for (const [runId, run] of runs) {
      if (channel === wishChannel(runId)) run.wish(wish === "kill" ? null : (wish as Wish));
    }
  });

  const train = async (bull: Job): Promise<void> => {
    const head = jobHeadSchema.safeParse(bull.data);
    // Nobody can be told of a job that names no run.
    if (!head.success) return tell({ type: "refused", runId: bull.id ?? "", failure: failureOf(head.error) });
    const { runId, attempt, experimentId, lab } = head.data;
    const taken = await takeRun(redis, { runId, number: attempt });
    if (taken === null) return tell({ type: "late", runId });
    const refuse = async (failure: Failure) => {
      tell({ type: "refused", runId, failure });
      const outbox = new Outbox(
        redis,
        experimentId,
        taken,
        () => undefined,
        () => undefined,
      );
      outbox.add({ word: { type: "failed", failure } });
      await outbox.flush();
    };
    if (lab !== version) return refuse(failureOf(new LabError("workerOfAnotherVersion", { lab, version })));
    const read = jobSchema.safeParse(bull.data);
    if (!read.success)
      return refuse(failureOf(new LabError("queueJobDamaged", { detail: read.error.issues[0]!.message })));
    if (bull.stalledCounter > mostLosses)
      return refuse(failureOf(new LabError("workersLost", { count: bull.stalledCounter })));
    const job = read.data;
    let run: DeliveredRun;
    try {
      if (!(await files.has(job.shared))) throw new LabError("queueOtherFolder");
      const places = await fetched.of(job);
      run = new DeliveredRun(
        shop,
        join(own, `${runId}-${taken.fence}`),
        job,
        documents.of(withFiles(job, places)),
        taken,
      );
    } catch (error) {
      return troubleOf(error) ? giveBack(error, taken) : refuse(failureOf(error));
    }
    pool.dismiss((experiment) => documents.isNewest(experiment));
    runs.set(runId, run);
    await wishes.subscribe(wishChannel(runId));
    if (taken.again) counts.retried++;
    tell({ type: "begins", job, again: taken.again });
    void show();
    try {
      const end = await run.train();
      if (end !== "lost") {
        counts.done++;
        trouble = null;
      }
      tell({ type: "ends", job, end });
    } catch (error) {
      if (troubleOf(error)) await giveBack(error, taken);
      else await refuse(failureOf(error));
    } finally {
      if (runs.get(runId) === run) {
        runs.delete(runId);
        await wishes.unsubscribe(wishChannel(runId));
      }
      void show();
    }
  };

  /** BullMQ gives it to others after a while (`attempts` of the job). */
  const giveBack = async (error: unknown, taken: Taken): Promise<never> => {
    trouble = failureOf(troubleOf(error) ?? error);
    tell({ type: "waits", failure: trouble });
    void show();
    await releaseRun(redis, taken);
    // Not the next one at once: the disk is still full.
    await wait(faultMs());
    throw error;
  };

  const told = new Set<string>();
  const show = async (): Promise<void> => {
    if (!connection.isThere) return;
    await showMachine(redis, { ...machine, ...counts, backend, trouble, runs: [...runs.keys()] });
    for (const other of await otherVersions(redis, version)) {
      if (!told.has(other)) tell({ type: "otherVersion", version: other });
      told.add(other);
    }
  };
  backend = await backendOf(launch);
  await show();
  const beat = setInterval(() => void show().catch(() => undefined), beatMs);

  const lease = leaseMs();
  const bull = new BullWorker(queueOf(version), train, {
    ...{ connection: redis, prefix, concurrency: jobs },
    lockDuration: lease,
    stalledInterval: lease,
    maxStalledCount: 1000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  // A lock that could not be renewed: the run's own fence says who has it. A connection: told above.
  bull.on("error", () => undefined);

  const close = async () => {
    clearInterval(beat);
    pool.close();
    wishes.disconnect();
    if (connection.isThere) await removeMachine(redis, machine.id).catch(() => undefined);
    connection.close();
    rmSync(own, { recursive: true, force: true });
  };
  return {
    async finish() {
      await bull.close();
      await close();
    },
    kill() {
      for (const run of runs.values()) run.kill();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

const machineFaults: ReadonlySet<string> = new Set([
  "sharedFilesNotReached",
  "sharedFilesRefused",
  "sharedFilesCertificate",
  "sharedFolderFull",
  "queueOtherFolder",
]);

const diskFaults: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EACCES"]);

/** What is wrong with this machine, so that others can train the run; null if the run is at fault. */
function troubleOf(error: unknown): LabError | null {
  if (error instanceof LabError) return machineFaults.has(error.code) ? error : null;
  const { code = "" } = error as NodeJS.ErrnoException;
  return diskFaults.has(code) ? new LabError("workerDisk", { detail: code }, { cause: error }) : null;
}

/** A folder of this process alone; those that dead ones left are removed. */
function ownFolder(folder: string): string {
  for (const name of namesIn(folder)) {
    if (!isSameProcess(Number(name), null)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const own = join(folder, String(process.pid));
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return own;
}

/** What its trainers would load. */
async function backendOf(launch: WorkerLauncher): Promise<Machine["backend"]> {
  const worker = await launch();
  try {
    return await new Promise((resolve) => {
      worker.onMessage((message) => {
        const word = message as { type?: unknown; backend?: Machine["backend"] };
        if (word.type === "ready") resolve(word.backend ?? null);
      });
      worker.onExit(() => resolve(null));
    });
  } finally {
    worker.kill();
  }
}

/** Equal documents are one, so that a trainer which has loaded its data takes the next run. */
class Documents {
  private readonly known = new Map<string, Experiment>();
  private newest: Experiment | null = null;

  of(experiment: Experiment): Experiment {
    const text = JSON.stringify(experiment);
    const found = this.known.get(text) ?? experiment;
    this.known.delete(text);
    this.known.set(text, found);
    if (this.known.size > 20) this.known.delete(this.known.keys().next().value!);
    return (this.newest = found);
  }

  isNewest(experiment: Experiment): boolean {
    return experiment === this.newest;
  }
}
