import type { Experiment } from "../experiment/schema";
import { type Abilities, type FromTrainer, readWord, type ToTrainer } from "./trainer-protocol";
import type { Worker, WorkerExit, WorkerLauncher } from "./workers";

/** A worker that trains one run after another. Its messages go to the run that took it last. */
export class Trainer {
  private hear: (word: FromTrainer) => void = () => undefined;
  private end: (exit: WorkerExit) => void = () => undefined;

  constructor(
    private readonly worker: Worker,
    learn: (abilities: Abilities) => void,
  ) {
    worker.onMessage((message) => {
      const word = readWord(message);
      if (word.type === "ready") learn(word);
      else this.hear(word);
    });
    worker.onExit((exit) => this.end(exit));
  }

  send(message: ToTrainer): void {
    this.worker.send(message);
  }

  onWord(listener: (word: FromTrainer) => void): void {
    this.hear = listener;
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    this.end = listener;
  }

  kill(): void {
    this.worker.kill();
  }
}

/**
 * Trainers between two runs of one experiment. Starting a process, loading TensorFlow, drawing the data and preparing
 * the graph takes longer than training a small run, so the experiment's next run reuses the process.
 */
export class TrainerPool {
  private idle: { experiment: Experiment; trainer: Trainer }[] = [];

  /** @param learn told what each new worker can do */
  constructor(
    private readonly launch: WorkerLauncher,
    private readonly learn: (abilities: Abilities) => void,
  ) {}

  /** An idle trainer of this experiment, or a new one. */
  async take(experiment: Experiment): Promise<Trainer> {
    const found = this.idle.find((each) => each.experiment === experiment);
    if (!found) return new Trainer(await this.launch(), this.learn);
    this.forget(found.trainer);
    return found.trainer;
  }

  /** @param trainer has nothing to do: it has sent its run's last message, or was launched too late for its run */
  keep(experiment: Experiment, trainer: Trainer): void {
    this.idle.push({ experiment, trainer });
    trainer.onWord(() => undefined);
    trainer.onExit(() => this.forget(trainer));
  }

  /** Ends the idle trainers of experiments without runs to come. */
  dismiss(hasMore: (experiment: Experiment) => boolean): void {
    for (const { experiment, trainer } of [...this.idle]) {
      if (hasMore(experiment)) continue;
      this.forget(trainer);
      trainer.kill();
    }
  }

  close(): void {
    this.dismiss(() => false);
  }

  private forget(trainer: Trainer): void {
    this.idle = this.idle.filter((each) => each.trainer !== trainer);
  }
}
