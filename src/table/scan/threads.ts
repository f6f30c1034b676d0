import { once } from "node:events";
import { cpus } from "node:os";
import { Worker } from "node:worker_threads";
import { threadProgram } from "../../platform/thread-program";
import type { TellBytes } from "../reading";
import { type FoundBy, type PartOf, type Work, works } from "./works";

/** More of them wait for the disk. */
const mostThreads = 8;
/** Bytes for each further thread: it takes as long to start, and to compile its code, as one looks at half of these. */
const fewestBytes: Readonly<Record<Work, number>> = { utf8: 1 << 27, scan: 1 << 24, mark: 3 << 24 };
/** Milliseconds for which a thread waits for the next work: the encoding, the cells, the rows' marks follow one another. */
const idleMs = 1000;

/**
 * Does a work for all parts of a file: here, and where the lab has been built and the file is large, on a further thread for each other core.
 * @returns what was found in each; null if one is refused
 * @throws the system's errors
 */
export async function onThreads<W extends Work>(
  work: W,
  parts: readonly PartOf<W>[],
  tell: TellBytes = () => undefined,
): Promise<FoundBy<W>[] | null> {
  const program = threadProgram("scanner");
  const useful = Math.max(idle.length, Math.floor(parts.at(-1)!.from / fewestBytes[work]));
  const count = Math.min(mostThreads, cpus().length - 1, parts.length - 1, useful);
  const threads = count > 0 && program !== null ? takeThreads(program, count) : [];
  const all: FoundBy<W>[] = [];
  let [next, done, isRefused] = [0, 0, false];
  const goOn = async (thread?: Thread): Promise<void> => {
    while (!isRefused && next < parts.length) {
      const place = next++;
      const part = parts[place]!;
      let found: FoundBy<W> | null = null;
      try {
        found = await (thread ? thread.find(work, part) : here(work, part, (bytes) => tell(done + bytes)));
      } finally {
        // Nor do others go on where one fails.
        if (found) all[place] = found;
        else isRefused = true;
      }
      if (part.to < Infinity) tell((done += part.to - part.from));
    }
  };
  const ends = await Promise.allSettled([...threads.map(goOn), goOn()]);
  keepThreads(threads);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return isRefused ? null : all;
}

/** Threads that wait for work. */
const idle: Thread[] = [];
let end: NodeJS.Timeout | undefined;

function takeThreads(program: string, count: number): Thread[] {
  clearTimeout(end);
  const taken = idle.splice(0, count);
  while (taken.length < count) taken.push(new Thread(program));
  return taken;
}

function keepThreads(threads: readonly Thread[]): void {
  if (threads.length === 0) return;
  idle.push(...threads.filter(({ isBroken }) => !isBroken));
  clearTimeout(end);
  end = setTimeout(() => {
    for (const thread of idle.splice(0)) thread.end();
  }, idleMs);
  end.unref();
}

function here<W extends Work>(work: W, part: PartOf<W>, tell?: TellBytes): Promise<FoundBy<W> | null> {
  const find = works[work] as (part: PartOf<W>, tell?: TellBytes) => Promise<FoundBy<W> | null>;
  return find(part, tell);
}

class Thread {
  private readonly worker: Worker;
  isBroken = false;

  constructor(program: string) {
    this.worker = new Worker(program);
    // What it waits for does not keep the process.
    this.worker.unref();
    this.worker.on("error", () => (this.isBroken = true));
  }

  async find<W extends Work>(work: W, part: PartOf<W>): Promise<FoundBy<W> | null> {
    if (!this.isBroken) {
      this.worker.ref();
      try {
        this.worker.postMessage({ work, part });
        const [found] = (await once(this.worker, "message")) as [FoundBy<W> | null];
        return found;
      } catch {
        // Done here, it tells the cause.
        this.isBroken = true;
      } finally {
        this.worker.unref();
      }
    }
    return here(work, part);
  }

  end(): void {
    void this.worker.terminate();
  }
}
