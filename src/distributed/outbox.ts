import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { toBytes } from "../contract/bytes";
import type { Told } from "./job";
import { type Batch, type Delivery, tell } from "./run-state";

type Item = Told[number];

/** Milliseconds between two batches, and for one that tells progress only. */
const everyMs = 200;
const progressEveryMs = 1000;

/** Between two tries while too much waits for the lab. */
const fullMs = 1000;

const mostItems = 500;

const ends: ReadonlySet<string> = new Set(["done", "rung", "cancelled", "failed"]);

/**
 * What a worker has to tell of one delivery, in batches, in order, each taken once however often it is sent. While the
 * server is away, it waits here.
 */
export class Outbox {
  private items: Item[] = [];
  private sending: Promise<void> | null = null;
  private urgent = false;
  private wake: () => void = () => undefined;
  private batches = 0;
  private sent = -Infinity;
  private lost = false;

  /**
   * @param onLost the delivery counts no more: nothing that is told is heard
   * @param onFull whether the lab has not read so much that its workers must wait
   */
  constructor(
    private readonly redis: Redis,
    private readonly experimentId: string,
    private readonly delivery: Delivery,
    private readonly onLost: () => void,
    private readonly onFull: (full: boolean) => void,
  ) {}

  add(item: Item): void {
    if (this.lost) return;
    // Only the newest progress says anything.
    if (isProgress(item) && isProgress(this.items.at(-1))) this.items.pop();
    this.items.push(item);
    this.sending ??= this.sendAll().finally(() => (this.sending = null));
  }

  /** @returns whether the queue has everything that was added before */
  async flush(): Promise<boolean> {
    while (this.items.length > 0 && !this.lost) {
      this.urgent = true;
      this.wake();
      await this.sending;
    }
    await this.sending;
    return !this.lost;
  }

  private async sendAll(): Promise<void> {
    while (this.items.length > 0 && !this.lost) {
      await this.pauseBetween();
      const items = this.items.splice(0, mostItems);
      this.sent = performance.now();
      await this.send(items);
    }
    this.urgent = false;
  }

  private async pauseBetween(): Promise<void> {
    if (this.urgent) return;
    const every = this.items.every(isProgress) ? progressEveryMs : everyMs;
    const left = this.sent + every - performance.now();
    if (left <= 0) return;
    const timer = new AbortController();
    const called = new Promise<void>((resolve) => (this.wake = resolve));
    await Promise.race([called, wait(left, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  /** The server may have no memory left, or read its log: then it takes the batch later. */
  private async tryToTell(batch: Batch): Promise<Awaited<ReturnType<typeof tell>> | "refused"> {
    try {
      return await tell(this.redis, this.experimentId, this.delivery, batch);
    } catch {
      // The worker has closed its connection.
      return this.redis.status === "end" ? "lost" : "refused";
    }
  }

  private async send(items: Told): Promise<void> {
    const words = items.flatMap(({ word }) => (word ? [word] : []));
    const epochs = words
      .filter(({ type }) => type === "epoch")
      .map(({ record }) => record as { epoch: number });
    const batch: Batch = {
      number: ++this.batches,
      bytes: toBytes(items),
      epoch: epochs.at(-1)?.epoch ?? null,
      end: words.find(({ type }) => ends.has(type))?.type ?? null,
    };
    let wasFull = false;
    for (;;) {
      const told = await this.tryToTell(batch);
      if (told === "full") {
        if (!wasFull) this.onFull(true);
        wasFull = true;
      }
      if (told === "full" || told === "refused") {
        await wait(fullMs);
        continue;
      }
      if (wasFull) this.onFull(false);
      if (told === "lost") {
        this.lost = true;
        this.items = [];
        this.onLost();
      }
      return;
    }
  }
}

function isProgress(item: Item | undefined): boolean {
  return item?.word?.type === "progress";
}
