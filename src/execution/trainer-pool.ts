import type { Experiment } from "../experiment/schema";
import type { TrainerExit, TrainerLauncher, TrainerProcess } from "./trainers";

/** A trainer process that trains one run after another. Its messages go to the run that took it last. */
class ReusableTrainer implements TrainerProcess {
  private hear: (message: unknown) => void = () => undefined;
  private end: (exit: TrainerExit) => void = () => undefined;

  constructor(private readonly process: TrainerProcess) {
    process.onMessage((message) => this.hear(message));
    process.onExit((exit) => this.end(exit));
  }

  send(message: Parameters<TrainerProcess["send"]>[0]): void {
    this.process.send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.hear = listener;
  }

  onExit(listener: (exit: TrainerExit) => void): void {
    this.end = listener;
  }

  kill(): void {
    this.process.kill();
  }
}

/**
 * Trainers between two runs of one experiment. Starting a process, loading TensorFlow, drawing the data and preparing
 * the graph takes longer than training a small run, so the experiment's next run reuses the process.
 */
export class TrainerPool {
  private idle: { experiment: Experiment; trainer: TrainerProcess }[] = [];

  constructor(private readonly launch: TrainerLauncher) {}

  /** An idle trainer of this experiment, or a new one. */
  take(experiment: Experiment): TrainerProcess {
    const found = this.idle.find((each) => each.experiment === experiment);
    if (!found) return new ReusableTrainer(this.launch());
    this.forget(found.trainer);
    return found.trainer;
  }

  /** @param trainer has sent its run's last message */
  keep(experiment: Experiment, trainer: TrainerProcess): void {
    this.idle.push({ experiment, trainer });
    trainer.onMessage(() => undefined);
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

  private forget(trainer: TrainerProcess): void {
    this.idle = this.idle.filter((each) => each.trainer !== trainer);
  }
}
