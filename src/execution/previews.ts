import { basename } from "node:path";
import { dataPaths } from "../data/kinds";
import type { DataConfig } from "../experiment/schema";
import { LabError } from "../messages/failure";
import { stateAt } from "../platform/files-at";
import { type Hear, WorkerClient } from "./worker-client";
import type { Preview } from "../contract/contract";
import type { Abilities, PreviewNews, ToTrainer } from "./trainer-protocol";
import type { WorkerLauncher } from "./workers";

type PreviewQuestion = Extract<ToTrainer, { type: "preview" }>;

interface CurrentPreview {
  readonly key: string;
  readonly preview: Promise<Preview>;
  /** The window's last request; null if it wants to hear nothing. */
  hear: Hear | null;
  /** What a further request has to be told: the early look, until all is known. */
  readonly news: PreviewNews[];
}

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
  private current: CurrentPreview | null = null;

  /**
   * @param learn told what each worker can do
   * @param prepared the folder of prepared data: what is found in a large file is kept there for those that train on it
   */
  constructor(
    launch: WorkerLauncher,
    learn?: (abilities: Abilities) => void,
    private readonly prepared?: string,
  ) {
    this.shown = new WorkerClient(launch, learn);
    this.started = new WorkerClient(launch, learn);
  }

  /**
   * For the window: asking for another preview gives this one up.
   * @param hear told how far the reading of a large file is, and shown its first part; who asks last is told
   * @param early whether it is shown that
   * @throws LabError `previewGivenUp`, `previewCancelled`
   */
  async show(data: DataConfig, hear: Hear | null = null, early = hear !== null): Promise<Preview> {
    const looked = Promise.all([keyOf(data), this.order]);
    this.order = looked;
    const [key] = await looked;
    if (this.current?.key === key) {
      // A page that was loaded again has missed what was told.
      if (hear) this.current.news.forEach(hear);
      this.current.hear = hear;
      return this.current.preview;
    }
    const news: PreviewNews[] = [];
    const note = (told: PreviewNews): void => {
      if (told.type === "early") news.push(told);
      current.hear?.(told);
    };
    const before = this.current?.preview;
    const question = this.questionOf(data, early);
    const current: CurrentPreview = { key, hear, news, preview: this.showNext(before, question, note) };
    this.current = current;
    const { preview } = current;
    preview.then(
      () => (news.length = 0),
      () => {
        // A failed preview may succeed the next time.
        if (this.current === current) this.current = null;
      },
    );
    return preview;
  }

  /** Ends the process that makes the window's preview, if one is being made. */
  async cancel(): Promise<void> {
    // What has just been asked for is meant too.
    await this.order;
    this.shown.giveUp(new LabError("previewCancelled"));
  }

  /** For an experiment that is about to train, which needs the memory: no later preview cancels this one, and its process ends. */
  async ask(data: DataConfig): Promise<Preview> {
    const known = this.current?.key === (await keyOf(data)) ? this.current.preview : null;
    const preview = await known?.catch(() => null);
    if (preview) return preview;
    try {
      return await previewBy(this.started, this.questionOf(data, false));
    } finally {
      void this.started.rest();
    }
  }

  /** Ends the window's process once it has answered; the last preview is kept. */
  rest(): Promise<void> {
    return this.shown.rest();
  }

  close(): void {
    this.shown.close();
    this.started.close();
  }

  private questionOf(data: DataConfig, early: boolean): PreviewQuestion {
    return { type: "preview", data, early, ...(this.prepared !== undefined && { prepared: this.prepared }) };
  }

  private async showNext(
    before: Promise<Preview> | undefined,
    question: PreviewQuestion,
    hear: Hear,
  ): Promise<Preview> {
    const late = setTimeout(() => this.shown.giveUp(new LabError("previewGivenUp")), giveUpMs);
    await before?.catch(() => undefined);
    clearTimeout(late);
    return previewBy(this.shown, question, hear);
  }
}

async function previewBy(client: WorkerClient, question: PreviewQuestion, hear?: Hear): Promise<Preview> {
  const answer = await client.ask(question, hear).catch((error: unknown) => {
    throw readerCrash(error, question.data) ?? error;
  });
  if (answer.type !== "preview") throw new LabError("unexpected", { detail: answer.type });
  return answer.preview;
}

/** A library that reads files, such as DuckDB, ends its process where a damaged file leads it astray. */
function readerCrash(error: unknown, data: DataConfig): LabError | null {
  const [path] = dataPaths(data);
  if (path === undefined || !(error instanceof LabError)) return null;
  const { signal, exitCode, detail = "-" } = error.parameters;
  const end = signal ?? exitCode;
  const isCrash = ["trainerCrashed", "trainerKilled", "trainerExited"].includes(error.code);
  return isCrash && end !== undefined
    ? new LabError("readerCrashed", { file: basename(path), end: String(end), detail }, { cause: error })
    : null;
}

/** Changes only if the document's data or the files that it names change. */
async function keyOf(data: DataConfig): Promise<string> {
  const states = await Promise.all(dataPaths(data).map(stateAt));
  return JSON.stringify([data, states]);
}
