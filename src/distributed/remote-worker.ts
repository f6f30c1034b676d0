import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { SharedFiles } from "../artifacts/shared-files";
import type { ToTrainer } from "../execution/trainer-protocol";
import type { Worker } from "../execution/workers";
import { failureOf } from "../messages/failure";
import type { DataFiles } from "./data-files";
import { jobId, type Told, type TrainingJob } from "./job";
import { countersKey, runKey, wordsKey } from "./names";
import { type Attempt, beginRun, forgetRun, type Wish, wishFor } from "./run-state";
import type { Entry } from "./words-reader";

type Order = Extract<ToTrainer, { type: "train" }>;

/** What all workers of a queue share. */
export interface Line {
  readonly version: string;
  readonly redis: Redis;
  readonly queue: Queue;
  readonly files: SharedFiles;
  readonly data: DataFiles;
  /** The hash of a file that the lab put. */
  readonly shared: string;
  /** Hears what is told of a run, also what was told before; until `leave`. */
  listen(run: Order["run"], listener: (entry: Entry) => void): void;
  leave(run: Order["run"]): void;
  /** Work on a run that a former worker of it has not finished; whoever begins it again waits for that. */
  readonly settling: Map<string, Promise<unknown>>;
}

/** A worker that throws was at fault itself, not the run: others get it. */
const jobOptions = {
  attempts: 1_000_000,
  backoff: { type: "fixed", delay: 5000 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

const ends: ReadonlySet<string> = new Set(["done", "rung", "cancelled", "failed"]);

/**
 * A worker that somebody else is: what it is sent goes into the queue, and what it says comes from there. It is never
 * said to have ended: a run whose machine is gone waits for the next one.
 */
export class RemoteWorker implements Worker {
  private hearWord: (message: unknown) => void = () => undefined;
  private order: Order | null = null;
  private attempt: Attempt | null = null;
  private wish: Wish = "";
  /** The last epoch whose record was heard. */
  private epoch = 0;
  private heardAt = performance.now();
  /** Batches that were heard and are not yet kept, oldest first. */
  private heard: string[][] = [];
  /** One thing after another, in the order in which they came. */
  private work: Promise<unknown> = Promise.resolve();

  /** @param onKilled it is gone for its lab, though something may remain to be told to the queue */
  constructor(
    private readonly line: Line,
    private readonly onKilled: () => void,
  ) {}

  onMessage(listener: (message: unknown) => void): void {
    this.hearWord = listener;
  }

  onExit(): void {
    // It has none.
  }

  send(message: ToTrainer): void {
    switch (message.type) {
      case "train":
        this.order = message;
        this.wish = "";
        this.epoch = message.checkpoints.epochsKept;
        return this.inTurn(() => this.begin(message));
      case "pause":
      case "cancel":
        return this.want(message.type);
      case "resume":
        return this.want("");
      case "kept":
        if (this.order) this.forgetBatches(this.order.run.experimentId, this.heard.shift() ?? []);
        return;
      default:
        throw new Error(`A worker at a queue only trains: ${message.type}`);
    }
  }

  kill(): void {
    const { order } = this;
    if (!order) return this.onKilled();
    this.order = null;
    const { runId } = order.run;
    this.heard = [];
    this.settle(runId, async () => {
      this.line.leave(order.run);
      const { attempt } = this;
      this.attempt = null;
      if (attempt) {
        await forgetRun(this.line.redis, attempt);
        await this.line.files.forget(runId);
      }
      this.onKilled();
    });
  }

  /** Sees to it that its run is still in the queue: the server was away, or its worker has been silent for so long. */
  again(silentMs = 0): void {
    if (performance.now() - this.heardAt < silentMs) return;
    this.heardAt = performance.now();
    this.inTurn(async () => {
      if (this.order && this.attempt) await this.begin(this.order);
    });
  }

  /** Fulfilled once the queue knows what this worker was told before. */
  settled(): Promise<unknown> {
    return this.work;
  }

  /** What is known of the workers at the queue, which is said by one for all. */
  say(word: unknown): void {
    this.hearWord(word);
  }

  private async begin(order: Order): Promise<void> {
    if (this.order !== order) return;
    const { redis, queue, version, shared, data } = this.line;
    const { experimentId, runId } = order.run;
    await this.line.settling.get(runId);
    try {
      const { variant, seed, until } = order;
      const sent = await data.sent(order.experiment, variant, seed);
      const begun = await beginRun(redis, runId);
      if (this.order !== order) return await forgetRun(redis, begun);
      this.attempt = begun;
      this.line.listen(order.run, (entry) => this.inTurn(() => this.hear(order.run, entry)));
      // What its worker told while no lab was there is all that is to come.
      if (!begun.isNew && (await redis.hexists(runKey(runId), "ended")) === 1) return;
      const job: TrainingJob = {
        ...{ lab: version, experimentId, runId, attempt: begun.number },
        ...{ ...sent, variant, seed, until, shared, epochsKept: this.epoch },
      };
      await queue.add("train", job, { jobId: jobId(job), ...jobOptions });
      if (this.wish !== "" || !begun.isNew) await wishFor(redis, begun, this.wish);
    } catch (error) {
      this.hearWord({ type: "failed", failure: failureOf(error) });
    }
  }

  private want(wish: Wish): void {
    this.wish = wish;
    this.inTurn(async () => {
      if (this.attempt) await wishFor(this.line.redis, this.attempt, wish);
    });
  }

  private async hear({ experimentId, runId }: Order["run"], { id, attempt, told }: Entry): Promise<void> {
    this.heardAt = performance.now();
    const { order } = this;
    if (order?.run.runId !== runId || attempt !== this.attempt?.number) {
      await this.line.redis.hincrby(countersKey, "dropped", 1);
      return this.forgetBatches(experimentId, [id]);
    }
    let isRecord = false;
    for (const item of told) {
      const word = await this.wordOf(item, order);
      if (!word || this.order !== order) continue;
      if (ends.has(String(word["type"]))) return this.finish(order, word, id);
      if (word["type"] === "epoch")
        this.epoch = Math.max(this.epoch, (word["record"] as { epoch: number }).epoch);
      isRecord ||= word["type"] !== "progress";
      this.hearWord(word);
    }
    if (!isRecord || this.order !== order) return this.forgetBatches(experimentId, [id]);
    // Answered by `kept` once the disk has them.
    this.heard.push([id]);
    this.hearWord({ type: "askKept" });
  }

  /** The store first: a lab that dies between finds the end again. */
  private async finish(order: Order, word: Record<string, unknown>, id: string): Promise<void> {
    const { experimentId, runId } = order.run;
    const { attempt } = this;
    const batches = [...this.heard.flat(), id];
    this.heard = [];
    this.order = null;
    this.attempt = null;
    this.line.leave(order.run);
    this.settle(runId, async () => {
      await forgetRun(this.line.redis, attempt!);
      this.forgetBatches(experimentId, batches);
      if (word["type"] === "done") await this.line.files.forget(runId);
    });
    this.hearWord(word);
  }

  /** With its weights; files along the way are put beside the run's. @returns null if it says nothing */
  private async wordOf(
    { word, weights, snapshot }: Told[number],
    order: Order,
  ): Promise<Record<string, unknown> | null> {
    const { files } = this.line;
    // A lost one only is an epoch less to look into.
    if (snapshot) await files.get(snapshot.hash, join(order.snapshots, snapshot.name)).catch(() => undefined);
    if (!word || weights === undefined) return word ?? null;
    const folder = await mkdtemp(join(tmpdir(), "dropout-lab-weights-"));
    try {
      const file = join(folder, basename(weights));
      await files.get(weights, file);
      return { ...word, weights: new Uint8Array(await readFile(file)) };
    } catch (error) {
      return { type: "failed", failure: failureOf(error) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private forgetBatches(experimentId: string, ids: readonly string[]): void {
    if (ids.length > 0) void this.line.redis.xdel(wordsKey(experimentId), ...ids).catch(() => undefined);
  }

  private inTurn(work: () => Promise<unknown>): void {
    this.work = this.work.then(work).catch((error: unknown) => {
      this.hearWord({ type: "failed", failure: failureOf(error) });
    });
  }

  private settle(runId: string, work: () => Promise<unknown>): void {
    const { settling } = this.line;
    const settled = this.work
      .then(work)
      .catch(() => undefined)
      .finally(() => settling.get(runId) === settled && settling.delete(runId));
    this.work = settled;
    settling.set(runId, settled);
  }
}
