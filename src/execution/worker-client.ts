import type { Evaluated } from "../contract/contract";
import type { Environment } from "../experiment/result";
import { errorOf, LabError } from "../messages/failure";
import { crashOf, launchError } from "./crash";
import {
  type Abilities,
  type FromTrainer,
  type PreviewNews,
  readWord,
  type ToTrainer,
} from "./trainer-protocol";
import type { Worker, WorkerLauncher } from "./workers";

export type Hear = (news: PreviewNews) => void;
type Question = Extract<ToTrainer, { type: "preview" | "describe" | "check" | "inspect" | "evaluate" }>;

/**
 * A worker that answers questions one after another. The first question launches it; if it dies, the next question
 * launches a new one.
 */
export class WorkerClient {
  private worker: Promise<Worker> | null = null;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  private settle: ((answer: FromTrainer | LabError) => void) | null = null;
  private hear: Hear = () => undefined;
  private closed = false;
  /** Questions without an answer. */
  private open = 0;

  /** @param learn told what each worker can do */
  constructor(
    private readonly launch: WorkerLauncher,
    private readonly learn: (abilities: Abilities) => void = () => undefined,
  ) {}

  /**
   * @param hear told what is known before the answer
   * @throws LabError the worker's own failure, or why it could not start or ended.
   */
  ask(question: Question, hear: Hear = () => undefined): Promise<FromTrainer> {
    this.open += 1;
    const answer = this.lastAnswer.then(() => this.askNow(question, hear));
    this.lastAnswer = answer.catch(() => undefined).finally(() => (this.open -= 1));
    return answer;
  }

  /** Ends the worker, so that the current question fails with this error. The next question launches a new one. */
  giveUp(reason: LabError): void {
    // One that is still being launched is ended as soon as it is there.
    void this.worker?.then(
      (worker) => worker.kill(),
      () => undefined,
    );
    this.worker = null;
    this.settle?.(reason);
  }

  /** Ends the worker after its last answer, and with it the memory that it took. The next question launches a new one. */
  async rest(): Promise<void> {
    await this.lastAnswer;
    if (this.open === 0) this.giveUp(new LabError("labClosed"));
  }

  close(): void {
    this.closed = true;
    this.giveUp(new LabError("labClosed"));
  }

  private async askNow(question: Question, hear: Hear): Promise<FromTrainer> {
    if (this.closed) throw new LabError("labClosed");
    this.hear = hear;
    const answer = await new Promise<FromTrainer | LabError>((settle) => {
      this.settle = settle;
      this.worker ??= this.start();
      const asked = this.worker;
      void asked.then(
        // It may have been given up while it was launched.
        (worker) => this.worker === asked && worker.send(question),
        (error: unknown) => settle(launchError(error)),
      );
    });
    this.settle = null;
    this.hear = () => undefined;
    if (answer instanceof LabError) throw answer;
    if (answer.type === "failed") throw errorOf(answer.failure);
    return answer;
  }

  private start(): Promise<Worker> {
    const launched = this.launch();
    // A worker that was given up may still be ending after a new one has started.
    const isMine = () => this.worker === launched;
    launched.then(
      (worker) => {
        worker.onMessage((message) => {
          const word = readWord(message);
          if (word.type === "ready") this.learn(word);
          else if (!isMine()) return;
          else if (word.type === "reading" || word.type === "early") this.hear(word);
          else this.settle?.(word);
        });
        worker.onExit((exit) => {
          if (!isMine()) return;
          this.worker = null;
          this.settle?.(crashOf(exit));
        });
      },
      () => {
        if (isMine()) this.worker = null;
      },
    );
    return launched;
  }
}

/**
 * Asks which backend would train here, in a separate process: a process that is kept would keep TensorFlow in memory.
 */
export async function askEnvironment(launch: WorkerLauncher): Promise<Environment> {
  const answer = await askOnce(launch, { type: "describe" });
  if (answer.type !== "environment") throw new LabError("unexpected", { detail: answer.type });
  return answer.environment;
}

/** Checks a database file in a separate process, because that takes about a second per gigabyte. */
export async function askForFaults(launch: WorkerLauncher, file: string): Promise<string[]> {
  const answer = await askOnce(launch, { type: "check", file });
  if (answer.type !== "checked") throw new LabError("unexpected", { detail: answer.type });
  return answer.faults;
}

/** Measures weights from elsewhere in a process of their own. */
export async function askEvaluation(
  launch: WorkerLauncher,
  question: Omit<Extract<Question, { type: "evaluate" }>, "type">,
): Promise<Evaluated> {
  const answer = await askOnce(launch, { type: "evaluate", ...question });
  if (answer.type !== "evaluated") throw new LabError("unexpected", { detail: answer.type });
  return answer.measured;
}

async function askOnce(launch: WorkerLauncher, question: Question): Promise<FromTrainer> {
  const client = new WorkerClient(launch);
  try {
    return await client.ask(question);
  } finally {
    client.close();
  }
}
