import type { Environment } from "../experiment/result";
import { errorOf, LabError } from "../messages/failure";
import { crashOf } from "./crash";
import { type FromTrainer, readWord, type ToTrainer } from "./trainer-protocol";
import type { TrainerLauncher, TrainerProcess } from "./trainers";

type Question = Extract<ToTrainer, { type: "preview" | "describe" | "check" }>;

/**
 * A trainer process that answers questions one after another. The first question starts it; if it dies, the next
 * question starts a new process.
 */
export class WorkerClient {
  private process: TrainerProcess | null = null;
  private lastAnswer: Promise<unknown> = Promise.resolve();
  private settle: ((answer: FromTrainer | LabError) => void) | null = null;
  private closed = false;

  constructor(private readonly launch: TrainerLauncher) {}

  /** @throws LabError the trainer's own failure, or why its process ended. */
  ask(question: Question): Promise<FromTrainer> {
    const answer = this.lastAnswer.then(() => this.askNow(question));
    this.lastAnswer = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the process, so that the current question fails with this error. The next question starts a new process. */
  giveUp(reason: LabError): void {
    this.process?.kill();
    this.process = null;
    this.settle?.(reason);
  }

  close(): void {
    this.closed = true;
    this.giveUp(new LabError("labClosed"));
  }

  private async askNow(question: Question): Promise<FromTrainer> {
    if (this.closed) throw new LabError("labClosed");
    this.process ??= this.start();
    const answer = await new Promise<FromTrainer | LabError>((settle) => {
      this.settle = settle;
      this.process!.send(question);
    });
    this.settle = null;
    if (answer instanceof LabError) throw answer;
    if (answer.type === "failed") throw errorOf(answer.failure);
    return answer;
  }

  private start(): TrainerProcess {
    const process = this.launch();
    // A process that was given up may still be ending after a new one has started.
    const isMine = () => this.process === process;
    process.onMessage((message) => isMine() && this.settle?.(readWord(message)));
    process.onExit((exit) => {
      if (!isMine()) return;
      this.process = null;
      this.settle?.(crashOf(exit));
    });
    return process;
  }
}

/**
 * Asks which backend would train here, in a separate process: a process that is kept would keep TensorFlow in memory.
 */
export async function askEnvironment(launch: TrainerLauncher): Promise<Environment> {
  const answer = await askOnce(launch, { type: "describe" });
  if (answer.type !== "environment") throw new LabError("unexpected", { detail: answer.type });
  return answer.environment;
}

/** Checks a database file in a separate process, because that takes about a second per gigabyte. */
export async function askForFaults(launch: TrainerLauncher, file: string): Promise<string[]> {
  const answer = await askOnce(launch, { type: "check", file });
  if (answer.type !== "checked") throw new LabError("unexpected", { detail: answer.type });
  return answer.faults;
}

async function askOnce(launch: TrainerLauncher, question: Question): Promise<FromTrainer> {
  const client = new WorkerClient(launch);
  try {
    return await client.ask(question);
  } finally {
    client.close();
  }
}
