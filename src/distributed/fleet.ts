import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Queue } from "bullmq";
import type { SharedFiles } from "../artifacts/shared-files";
import type { Machine, Machines } from "../contract/machines";
import type { Fleet } from "../execution/workers";
import type { Failure } from "../messages/failure";
import { DataFiles } from "./data-files";
import { beatMs, countersAt, machinesAt, showVersion } from "./machines";
import { prefix, queueOf } from "./names";
import { anotherOf, openConnection, type QueueAddress } from "./redis";
import { type Line, RemoteWorker } from "./remote-worker";
import { WordsReader } from "./words-reader";

/** What happens at a queue, for people. */
export type QueueNews =
  | { readonly type: "away" | "back" | "nobody" }
  | { readonly type: "joined" | "otherVersion" | "gone"; readonly machine: Machine }
  | { readonly type: "trouble"; readonly machine: Machine; readonly failure: Failure };

export interface FleetOptions {
  readonly address: QueueAddress;
  /** Through which weights, checkpoints and files of data travel. */
  readonly files: SharedFiles;
  /** Of this lab. */
  readonly version: string;
  readonly tell: (news: QueueNews) => void;
}

export interface OpenFleet extends Fleet {
  /** Once the queue knows what the lab has said last. */
  close(): Promise<void>;
}

/** Runs in the queue for each that can be trained at once: a worker that has finished finds the next one there. */
const ahead = 2;

/** Milliseconds after which the lab looks whether a silent run is still in the queue. */
const silentMs = 60_000;

const dayMs = 24 * 3600 * 1000;
/** What nobody has used for so long, nobody needs. */
const unusedMs = 30 * dayMs;

/** Milliseconds that a lab that ends waits for the queue. */
const closeMs = 5000;

/**
 * Opens a queue (BullMQ on Redis) whose workers train the lab's runs, on whatever machines they are.
 * @throws LabError `queueAddress`, `queueNotReached`, `sharedFilesNotReached`
 */
export async function openFleet({ address, files, version, tell }: FleetOptions): Promise<OpenFleet> {
  const workers = new Set<RemoteWorker>();
  const connection = await openConnection(address, (news) => {
    tell(news);
    if (news.type === "back") for (const worker of workers) worker.again();
  });
  const { redis } = connection;
  const shared = await markOf(files).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  const queue = new Queue(queueOf(version), { connection: redis, prefix });
  queue.on("error", () => undefined);
  const readers = new Map<string, WordsReader>();
  const line: Line = {
    ...{ version, redis, queue, files, shared },
    data: new DataFiles(files),
    settling: new Map(),
    listen({ experimentId, runId }, listener) {
      let reader = readers.get(experimentId);
      if (!reader) readers.set(experimentId, (reader = new WordsReader(anotherOf(redis), experimentId)));
      reader.listen(runId, listener);
    },
    leave: ({ experimentId, runId }) => readers.get(experimentId)?.leave(runId),
  };

  const sweep = async (): Promise<void> => {
    await files.has(shared);
    await line.data.renew();
    await files.sweep(unusedMs);
  };
  // It costs only room, and is tried again.
  void sweep().catch(() => undefined);
  const sweeping = setInterval(() => void sweep().catch(() => undefined), dayMs);

  const crew = new Crew(version, tell);
  const look = async (): Promise<void> => {
    await showVersion(redis, version);
    if (crew.learn(await machinesAt(redis))) speak();
    for (const worker of workers) worker.again(silentMs);
  };
  /** To the lab, which takes it from whoever says it. */
  const speak = () => [...workers].at(-1)?.say({ type: "ready", cores: crew.cores, backend: crew.backend });
  await look();
  const beat = setInterval(() => connection.isThere && void look().catch(() => undefined), beatMs);

  return {
    async launch() {
      const worker = new RemoteWorker(line, () => workers.delete(worker));
      workers.add(worker);
      // The lab listens once the promise is fulfilled.
      setImmediate(speak);
      return worker;
    },
    async machines(): Promise<Machines> {
      const connected = connection.isThere;
      if (!connected) return { queue: { connected, redelivered: 0, dropped: 0 }, machines: crew.known() };
      return { queue: { connected, ...(await countersAt(redis)) }, machines: await machinesAt(redis) };
    },
    async close() {
      clearInterval(beat);
      clearInterval(sweeping);
      const settled = Promise.all([...workers].map((worker) => worker.settled()));
      // A queue that is away need not know; its runs then train to their ends, and are found again.
      if (connection.isThere) await Promise.race([settled, wait(closeMs, undefined, { ref: false })]);
      for (const reader of readers.values()) reader.close();
      await queue.close().catch(() => undefined);
      connection.close();
    },
  };
}

/** Puts a file by which workers recognise the lab's shared folder. @returns its hash */
async function markOf(files: SharedFiles): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "dropout-lab-mark-"));
  try {
    const file = join(folder, "mark");
    await writeFile(file, `Runs of a lab on ${hostname()} ${randomUUID()}\n`);
    return await files.put(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Who is at the queue, and what that means for the lab. */
class Crew {
  private machines = new Map<string, Machine>();
  private isEmpty = false;

  constructor(
    private readonly version: string,
    private readonly tell: (news: QueueNews) => void,
  ) {}

  known(): Machine[] {
    return [...this.machines.values()];
  }

  /** So many runs of one core may be in the queue. */
  get cores(): number {
    return Math.max(1, ahead * this.able().reduce((sum, { jobs }) => sum + jobs, 0));
  }

  get backend(): Machine["backend"] {
    return this.able()[0]?.backend ?? null;
  }

  /** @returns whether there is room for more runs than before, or for fewer */
  learn(machines: readonly Machine[]): boolean {
    const before = this.cores;
    const former = this.machines;
    this.machines = new Map(machines.map((machine) => [machine.id, machine]));
    for (const machine of former.values())
      if (!this.machines.has(machine.id)) this.tell({ type: "gone", machine });
    for (const machine of machines) {
      const known = former.get(machine.id);
      const { trouble } = machine;
      if (!known) this.tell({ type: machine.version === this.version ? "joined" : "otherVersion", machine });
      if (trouble && trouble.code !== known?.trouble?.code)
        this.tell({ type: "trouble", machine, failure: trouble });
    }
    const isEmpty = this.able().length === 0;
    if (isEmpty && !this.isEmpty) this.tell({ type: "nobody" });
    this.isEmpty = isEmpty;
    return this.cores !== before;
  }

  private able(): Machine[] {
    return this.known().filter(({ version }) => version === this.version);
  }
}
