import { mkdir, rm, writeFile } from "node:fs/promises";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { epochOf, newerName, newestFirst } from "../artifacts/checkpoint-folder";
import { namesIn } from "../artifacts/spare-files";
import type { SharedFiles } from "../artifacts/shared-files";
import { crashOf } from "../execution/crash";
import type { Trainer, TrainerPool } from "../execution/trainer-pool";
import type { FromTrainer } from "../execution/trainer-protocol";
import type { Experiment } from "../experiment/schema";
import { type Failure, failureOf, LabError } from "../messages/failure";
import type { TrainingJob } from "./job";
import { Outbox } from "./outbox";
import { type Delivery, type Taken, type Wish, wishOf } from "./run-state";

/** Milliseconds between two looks for new checkpoints, and whether the run is still this worker's. */
const lookMs = 1000;

/** What a worker has for all of its runs. */
export interface Workshop {
  readonly redis: Redis;
  readonly files: SharedFiles;
  readonly pool: TrainerPool;
  /** The folder of the machine's prepared data. */
  readonly prepared: string;
}

/** How a delivery ended: `lost` if somebody else has the run now, or nobody wants it. */
export type DeliveryEnd = "done" | "rung" | "cancelled" | "failed" | "lost";

/** A run that was delivered to this worker: an ordinary trainer process trains it, and what it says goes to the lab. */
export class DeliveredRun {
  private readonly outbox: Outbox;
  private readonly checkpoints: string;
  private readonly snapshots: string;
  private readonly shared = new Map<string, string>();
  private trainer: Trainer | null = null;
  /** Told before its end. */
  private weights: Uint8Array | null = null;
  private paused = false;
  private full = false;
  private noticed = false;
  private looking: Promise<void> = Promise.resolve();
  private finish: (end: DeliveryEnd) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  /**
   * @param folder of this delivery alone
   * @param experiment the document with this machine's places of its files
   */
  constructor(
    private readonly shop: Workshop,
    private readonly folder: string,
    private readonly job: TrainingJob,
    private readonly experiment: Experiment,
    private readonly taken: Taken,
  ) {
    this.checkpoints = join(folder, "checkpoints");
    this.snapshots = join(folder, "snapshots");
    const { redis } = shop;
    this.outbox = new Outbox(
      redis,
      job.experimentId,
      taken,
      () => this.end("lost"),
      (full) => {
        this.full = full;
        this.pauseOrGoOn();
      },
    );
  }

  private get delivery(): Delivery {
    return this.taken;
  }

  /** @throws what its last weights could not be shared for; LabError of SharedFiles */
  async train(): Promise<DeliveryEnd> {
    const { pool } = this.shop;
    const ended = new Promise<DeliveryEnd>((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    await mkdir(this.folder, { recursive: true });
    try {
      const epochsKept = await this.bringCheckpoint();
      const trainer = await pool.take({ experiment: this.experiment });
      this.trainer = trainer;
      trainer.onWord((word) => this.hear(word));
      trainer.onExit((exit) => {
        this.trainer = null;
        void this.endBy({ type: "failed", failure: failureOf(crashOf(exit)) });
      });
      const { experiment, checkpoints, snapshots } = this;
      const { variant, seed, until, experimentId, runId } = this.job;
      trainer.send({
        type: "train",
        ...{ experiment, variant, seed, until, snapshots, prepared: this.shop.prepared },
        run: { experimentId, runId },
        checkpoints: { folder: checkpoints, epochsKept },
      });
      this.wish(this.taken.wish);
      const looks = setInterval(() => this.look(), lookMs);
      try {
        return await ended;
      } finally {
        clearInterval(looks);
        await this.looking;
      }
    } finally {
      await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** What the lab wants of the run; null: nothing any more. */
  wish(wish: Wish | null): void {
    if (wish === null) return this.end("lost");
    if (wish === "cancel") this.trainer?.send({ type: "cancel" });
    this.paused = wish === "pause";
    this.pauseOrGoOn();
  }

  /** Ends its trainer at once; the run is somebody else's. */
  kill(): void {
    this.end("lost");
  }

  private pauseOrGoOn(): void {
    this.trainer?.send({ type: this.paused || this.full ? "pause" : "resume" });
  }

  /** @returns the epochs before which the run may begin */
  private async bringCheckpoint(): Promise<number> {
    const { runId, epochsKept: known } = this.job;
    const epochsKept = Math.max(known, this.taken.epoch);
    const newest = await this.shop.files.newest(runId);
    if (newest && newest.epoch - 1 <= epochsKept) {
      const name = newerName([], newest.epoch);
      // Without it the run begins at its first epoch.
      await this.shop.files.get(newest.hash, join(this.checkpoints, name)).catch(() => undefined);
      this.shared.set(name, "");
    }
    return epochsKept;
  }

  private hear(word: FromTrainer): void {
    if (word.type === "askKept") {
      // The queue keeps what it has taken.
      void this.outbox.flush().then((kept) => kept && this.trainer?.send({ type: "kept" }));
    } else if (
      word.type === "done" ||
      word.type === "rung" ||
      word.type === "cancelled" ||
      word.type === "failed"
    ) {
      void this.endBy(word);
    } else if (word.type === "weights") {
      this.weights = word.weights;
    } else if (word.type === "epochs") {
      for (const record of word.records) this.outbox.add({ word: { type: "epoch", record } });
    } else this.outbox.add({ word });
  }

  private async endBy(
    word: Extract<FromTrainer, { type: "done" | "rung" | "cancelled" | "failed" }>,
  ): Promise<void> {
    try {
      await this.share();
      const { weights: told = null, ...rest } = { weights: null, ...word };
      const weights = told ?? (word.type === "done" ? this.weights : null);
      if (weights === null)
        this.outbox.add({ word: word.type === "cancelled" ? { ...rest, weights } : rest });
      else this.outbox.add({ word: rest, weights: await this.put(weights) });
    } catch (error) {
      this.fail(error);
      return this.end("lost");
    }
    if (await this.outbox.flush()) this.end(word.type);
  }

  private async put(weights: Uint8Array): Promise<string> {
    const file = join(this.folder, "weights.safetensors");
    await writeFile(file, weights);
    return this.shop.files.put(file);
  }

  private end(end: DeliveryEnd): void {
    const { trainer } = this;
    this.trainer = null;
    if (trainer && (end === "done" || end === "rung"))
      this.shop.pool.keep({ experiment: this.experiment }, trainer);
    else {
      trainer?.onExit(() => undefined);
      trainer?.kill();
    }
    this.finish(end);
  }

  private look(): void {
    this.looking = this.looking.then(async () => {
      if (!this.trainer) return;
      await this.share().catch((error: unknown) => this.notice(failureOf(error)));
      const wish = await wishOf(this.shop.redis, this.delivery).catch(() => "");
      if (wish === null) this.end("lost");
    });
  }

  /** Said once. */
  private notice(failure: Failure): void {
    if (!this.noticed) this.outbox.add({ word: { type: "notice", failure } });
    this.noticed = true;
  }

  /** Puts where others find it what is new since the last time: first what a checkpoint needs, then the checkpoint. */
  private async share(): Promise<void> {
    for (const name of namesIn(this.snapshots)) {
      const file = join(this.snapshots, name);
      const state = stateOf(file);
      if (!/\.(safetensors|json)$/.test(name) || state === null || this.shared.get(name) === state) continue;
      const hash = await this.putIfThere(file);
      if (hash === null) continue;
      this.shared.set(name, state);
      this.outbox.add({ snapshot: { name, hash } });
    }
    const [newest] = newestFirst(namesIn(this.checkpoints));
    if (newest === undefined || this.shared.has(newest)) return;
    const hash = await this.putIfThere(join(this.checkpoints, newest));
    if (hash === null) return;
    this.shared.set(newest, "");
    const { runId, fence } = this.delivery;
    if (!(await this.shop.files.point(runId, Number(fence), { hash, epoch: epochOf(newest) })))
      this.end("lost");
  }

  /** Null if its trainer has replaced it meanwhile: there is a newer one. */
  private async putIfThere(file: string): Promise<string | null> {
    try {
      return await this.shop.files.put(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || (error instanceof LabError && error.code === "sharedFileChanged")) return null;
      throw error;
    }
  }
}

function stateOf(file: string): string | null {
  const state = statSync(file, { throwIfNoEntry: false });
  return state ? `${state.size} ${state.mtimeMs}` : null;
}
