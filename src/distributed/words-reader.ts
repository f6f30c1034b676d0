import type { Redis } from "ioredis";
import { fromBytes } from "../contract/bytes";
import { type Told, toldSchema } from "./job";
import { wordsKey } from "./names";

/** A batch that a worker told. */
export interface Entry {
  /** Its place in the stream. */
  readonly id: string;
  readonly attempt: string;
  readonly told: Told;
}

const blockMs = 2000;
const mostEntries = 200;

/**
 * Reads what the workers tell of one experiment, from the first batch that its lab has not kept, also what they told
 * before this process began. What nobody listens to yet waits here, and stays in the stream.
 */
export class WordsReader {
  private readonly listeners = new Map<string, (entry: Entry) => void>();
  private readonly early = new Map<string, Entry[]>();
  private last = "0-0";
  private closed = false;

  /** @param redis a connection of its own, which it closes */
  constructor(
    private readonly redis: Redis,
    private readonly experimentId: string,
  ) {
    void this.readAll();
  }

  get listened(): number {
    return this.listeners.size;
  }

  listen(runId: string, listener: (entry: Entry) => void): void {
    this.listeners.set(runId, listener);
    const waiting = this.early.get(runId) ?? [];
    this.early.delete(runId);
    waiting.forEach(listener);
  }

  leave(runId: string): void {
    this.listeners.delete(runId);
  }

  close(): void {
    this.closed = true;
    this.redis.disconnect();
  }

  private async readAll(): Promise<void> {
    const key = wordsKey(this.experimentId);
    while (!this.closed) {
      try {
        const answer = (await this.redis.callBuffer(
          ...(["XREAD", "COUNT", mostEntries, "BLOCK", blockMs, "STREAMS", key, this.last] as const),
        )) as [Buffer, [Buffer, Buffer[]][]][] | null;
        for (const [id, fields] of answer?.[0]?.[1] ?? []) this.hear(id.toString(), fields);
      } catch {
        // The connection was closed, or is being made again.
        if (!this.closed) await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  private hear(id: string, fields: readonly Buffer[]): void {
    this.last = id;
    const [, run, , attempt, , bytes] = fields;
    const runId = run!.toString();
    const entry = { id, attempt: attempt!.toString(), told: read(bytes!) };
    const listener = this.listeners.get(runId);
    if (listener) return listener(entry);
    this.early.set(runId, [...(this.early.get(runId) ?? []), entry]);
  }
}

/** What cannot be read says nothing; its run then ends by the failure that it tells of. */
function read(bytes: Uint8Array): Told {
  const told = toldSchema.safeParse(fromBytes(bytes));
  if (told.success) return told.data;
  return [
    { word: { type: "failed", failure: { code: "unexpected", parameters: { detail: told.error.message } } } },
  ];
}
