import { stat } from "node:fs/promises";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { Assistant } from "./assistant";
import type { Preview } from "./contract";
import { mapDataPaths } from "./paths";
import type { TrainerLauncher } from "./trainers";

/** Milliseconds that a preview has to finish when another one is requested. */
const patience = 300;

/**
 * Previews of data, made in a process of their own. A file of a gigabyte takes a minute, so one that nobody waits for any
 * more is given up, and what was found last is not looked for again: an experiment that is started has been previewed.
 */
export class Previews {
  private readonly shown: Assistant;
  private readonly started: Assistant;
  private current: { key: string; preview: Promise<Preview> } | null = null;

  constructor(launch: TrainerLauncher) {
    this.shown = new Assistant(launch);
    this.started = new Assistant(launch);
  }

  /** For people to look at: who asks for another one gives this one up. @throws LabError `previewGivenUp` */
  async show(data: DataConfig): Promise<Preview> {
    const key = await keyOf(data);
    if (this.current?.key === key) return this.current.preview;
    const before = this.current?.preview;
    const preview = this.showNext(before, data);
    const current = { key, preview };
    this.current = current;
    preview.catch(() => {
      // What failed may go well the next time.
      if (this.current === current) this.current = null;
    });
    return preview;
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
    const late = setTimeout(() => this.shown.giveUp(new LabError("previewGivenUp")), patience);
    await before?.catch(() => undefined);
    clearTimeout(late);
    return previewBy(this.shown, data);
  }
}

async function previewBy(assistant: Assistant, data: DataConfig): Promise<Preview> {
  const answer = await assistant.ask({ type: "preview", data });
  if (answer.type !== "preview") throw new LabError("unexpected", { detail: answer.type });
  return answer.preview;
}

/** Changes only when the document's data or the files that it names change. */
async function keyOf(data: DataConfig): Promise<string> {
  const paths: string[] = [];
  mapDataPaths(data, (path) => {
    paths.push(path);
    return path;
  });
  const states = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size, mtimeMs, ino }) => [size, mtimeMs, ino],
        () => null,
      ),
    ),
  );
  return JSON.stringify([data, states]);
}
