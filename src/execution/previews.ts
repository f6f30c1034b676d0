import { dataPaths } from "../data/kinds";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { stateAt } from "../platform/files-at";
import { WorkerClient } from "./worker-client";
import type { Preview } from "../contract/contract";
import type { Abilities } from "./trainer-protocol";
import type { WorkerLauncher } from "./workers";

/** Milliseconds that a preview has to finish when another one is requested. */
const giveUpMs = 300;

/**
 * Makes previews of data in a separate process. A file of a gigabyte takes a minute, so a preview that is no longer
 * wanted is given up. The last preview is kept, because an experiment that starts usually has just been previewed.
 */
export class Previews {
  private readonly shown: WorkerClient;
  private readonly started: WorkerClient;
  /** Requests are served in their order, though looking at the files may take longer for one than for the next. */
  private order: Promise<unknown> = Promise.resolve();
  private current: { key: string; preview: Promise<Preview> } | null = null;

  /**
   * @param learn told what each worker can do
   * @param hear told what share of the file has been read for the window's preview
   */
  constructor(
    launch: WorkerLauncher,
    learn: (abilities: Abilities) => void,
    hear: (share: number) => void = () => undefined,
  ) {
    this.shown = new WorkerClient(launch, learn, hear);
    this.started = new WorkerClient(launch, learn);
  }

  /** For the window: asking for another preview gives this one up. @throws LabError `previewGivenUp` */
  async show(data: DataConfig): Promise<Preview> {
    const looked = Promise.all([keyOf(data), this.order]);
    this.order = looked;
    const [key] = await looked;
    if (this.current?.key === key) return this.current.preview;
    const before = this.current?.preview;
    const preview = this.showNext(before, data);
    const current = { key, preview };
    this.current = current;
    preview.catch(() => {
      // A failed preview may succeed the next time.
      if (this.current === current) this.current = null;
    });
    return preview;
  }

  /** Ends the process that makes the window's preview, if one is being made. */
  async cancel(): Promise<void> {
    // What has just been asked for is meant too.
    await this.order;
    this.shown.giveUp(new LabError("previewCancelled"));
  }

  /** For an experiment that is about to train: no later preview cancels this one. */
  async ask(data: DataConfig): Promise<Preview> {
    const known = this.current?.key === (await keyOf(data)) ? this.current.preview : null;
    return (await known?.catch(() => null)) ?? previewBy(this.started, data);
  }

  close(): void {
    this.shown.close();
    this.started.close();
  }

  private async showNext(before: Promise<Preview> | undefined, data: DataConfig): Promise<Preview> {
    const late = setTimeout(() => this.shown.giveUp(new LabError("previewGivenUp")), giveUpMs);
    await before?.catch(() => undefined);
    clearTimeout(late);
    return previewBy(this.shown, data);
  }
}

async function previewBy(client: WorkerClient, data: DataConfig): Promise<Preview> {
  const answer = await client.ask({ type: "preview", data });
  if (answer.type !== "preview") throw new LabError("unexpected", { detail: answer.type });
  return answer.preview;
}

/** Changes only if the document's data or the files that it names change. */
async function keyOf(data: DataConfig): Promise<string> {
  const states = await Promise.all(dataPaths(data).map(stateAt));
  return JSON.stringify([data, states]);
}
