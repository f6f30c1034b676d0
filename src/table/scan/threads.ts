import { once } from "node:events";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { TellBytes } from "../reading";
import { type FoundBy, type PartOf, type Work, works } from "./works";

/** More of them wait for the disk. */
const mostThreads = 8;

/**
 * Does a work for all parts of a file: on a thread for each core where the lab has been built, else here.
 * @returns what was found in each; null if one is refused
 * @throws the system's errors
 */
export async function onThreads<W extends Work>(
  work: W,
  parts: readonly PartOf<W>[],
  tell: TellBytes = () => undefined,
): Promise<FoundBy<W>[] | null> {
  const program = builtProgram();
  const count = Math.min(mostThreads, cpus().length, parts.length);
  const threads =
    count > 1 && program !== null ? Array.from({ length: count }, () => new Thread(program)) : [];
  const all: FoundBy<W>[] = [];
  let [next, done, isRefused] = [0, 0, false];
  const goOn = async (thread?: Thread): Promise<void> => {
    while (!isRefused && next < parts.length) {
      const place = next++;
      const part = parts[place]!;
      const before = done;
      const found = await (thread
        ? thread.find(work, part)
        : here(work, part, (bytes) => tell(before + bytes)));
      if (found) all[place] = found;
      else isRefused = true;
      if (part.to < Infinity) tell((done += part.to - part.from));
    }
  };
  try {
    await Promise.all(threads.length > 0 ? threads.map(goOn) : [goOn()]);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
  return isRefused ? null : all;
}

/** The program of a thread stands beside the bundles; null in tests that run from the sources. */
function builtProgram(): string | null {
  const beside = join(dirname(fileURLToPath(import.meta.url)), "scanner.cjs");
  // No thread starts from inside Electron's archive.
  const program = beside.replace(/\bapp\.asar\b/, "app.asar.unpacked");
  return existsSync(program) ? program : null;
}

function here<W extends Work>(work: W, part: PartOf<W>, tell?: TellBytes): Promise<FoundBy<W> | null> {
  const find = works[work] as (part: PartOf<W>, tell?: TellBytes) => Promise<FoundBy<W> | null>;
  return find(part, tell);
}

class Thread {
  private readonly worker: Worker;
  private isBroken = false;

  constructor(program: string) {
    this.worker = new Worker(program);
  }

  async find<W extends Work>(work: W, part: PartOf<W>): Promise<FoundBy<W> | null> {
    if (!this.isBroken) {
      try {
        this.worker.postMessage({ work, part });
        const [found] = (await once(this.worker, "message")) as [FoundBy<W> | null];
        return found;
      } catch {
        // Done here, it tells the cause.
        this.isBroken = true;
      }
    }
    return here(work, part);
  }

  end(): Promise<unknown> {
    return this.worker.terminate();
  }
}
