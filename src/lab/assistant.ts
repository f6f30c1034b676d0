import type { Environment } from "../experiment/result";
import { errorOf, LabError } from "../messages/failure";
import { crashOf } from "./crash";
import { type FromTrainer, readWord, type ToTrainer } from "./trainer-protocol";
import type { TrainerLauncher, TrainerProcess } from "./trainers";

type Question = Extract<ToTrainer, { type: "preview" | "describe" | "check" }>;

/**
 * A trainer process that answers questions one after another. It starts with the first question, and anew after it
 * has died of one.
 */
export class Assistant {
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

  /** Ends what it is at, which then fails so; the next question starts it anew. */
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
    // One that was given up is still ending when there is another.
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

/** Asks what would train here, in a process of its own: loaded TensorFlow would stay in one that is kept. */
export async function askEnvironment(launch: TrainerLauncher): Promise<Environment> {
  const answer = await askOnce(launch, { type: "describe" });
  if (answer.type !== "environment") throw new LabError("unexpected", { detail: answer.type });
  return answer.environment;
}

/** Looks through a database file, in a process of its own: that takes about a second for a gigabyte. */
export async function askForFaults(launch: TrainerLauncher, file: string): Promise<string[]> {
  const answer = await askOnce(launch, { type: "check", file });
  if (answer.type !== "checked") throw new LabError("unexpected", { detail: answer.type });
  return answer.faults;
}

async function askOnce(launch: TrainerLauncher, question: Question): Promise<FromTrainer> {
  const assistant = new Assistant(launch);
  try {
    return await assistant.ask(question);
  } finally {
    assistant.close();
  }
}
