import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Dataset } from "../data/dataset";
import { type DataConfig, dataPaths, shapeOfData } from "../data/kinds";
import { threadProgram } from "../platform/thread-program";

/** What is to be drawn: see loadDataset. */
export interface Drawing {
  readonly config: DataConfig;
  readonly rows: number;
}

/** Numbers of a data set that lies beside the one that trains: 64 MB. The digits of the textbook preset are 0.6 million. */
const mostNumbers = 2 ** 24;

/**
 * The data of the next run, drawn by a thread while this one trains. Data files are not read ahead: what is kept of them is shared by all
 * trainers, and reading takes a multiple of the memory.
 */
export class DataAhead {
  private thread: Worker | null = null;
  /** The thread answers one drawing after another. */
  private answered: Promise<Dataset | null> = Promise.resolve(null);
  private drawn: { readonly key: string; readonly data: Promise<Dataset | null> } | null = null;

  /** @param program of the thread; null where there is none: then nothing is drawn ahead */
  constructor(private readonly program = threadProgram("drawer")) {}

  /** Begins to draw, unless this is drawn already, or nothing to draw ahead. */
  draw(drawing: Drawing): void {
    const key = keyOf(drawing);
    if (this.program === null || this.drawn?.key === key || !isSmallAndDrawn(drawing.config)) return;
    const { program } = this;
    this.answered = this.answered.then(() => this.drawnBy(program, drawing));
    this.drawn = { key, data: this.answered };
  }

  /** Hands this data over, once. Null if it was not drawn ahead, or could not be: drawn here, it tells the cause. */
  async take(drawing: Drawing): Promise<Dataset | null> {
    if (this.drawn?.key !== keyOf(drawing)) return null;
    const { data } = this.drawn;
    this.drawn = null;
    return data;
  }

  /** Lets go of the data and of the thread. */
  end(): void {
    this.drawn = null;
    void this.thread?.terminate();
    this.thread = null;
  }

  private async drawnBy(program: string, drawing: Drawing): Promise<Dataset | null> {
    const thread = (this.thread ??= this.started(program));
    const listening = new AbortController();
    try {
      thread.postMessage(drawing);
      const answer = once(thread, "message", listening) as Promise<[Dataset]>;
      const [data] = await Promise.race([
        answer,
        once(thread, "exit", listening).then(() => [null] as const),
      ]);
      return data;
    } catch {
      return null;
    } finally {
      listening.abort();
    }
  }

  private started(program: string): Worker {
    const thread = new Worker(program);
    // What it waits for does not keep the process.
    thread.unref();
    thread.on("error", () => (this.thread = null));
    return thread;
  }
}

function isSmallAndDrawn(config: DataConfig): boolean {
  if (dataPaths(config).length > 0) return false;
  const { train, validation, test } = config;
  return shapeOfData(config)!.features * (train + validation + test) <= mostNumbers;
}

/** Equal for the same data. */
export const keyOf = ({ config, rows }: Drawing) => JSON.stringify([config, rows]);
