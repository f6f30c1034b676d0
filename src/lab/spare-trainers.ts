import type { Experiment } from "../experiment/schema";
import type { TrainerExit, TrainerLauncher, TrainerProcess } from "./trainers";

/** A trainer process that serves one run after another. Its messages go to the latest one that took it. */
class LastingTrainer implements TrainerProcess {
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
 * Trainers between two runs of one experiment. To start a process, load TensorFlow, draw the data and prepare the graph
 * takes longer than the training of a small run, so the experiment's next run takes over what is there.
 */
export class SpareTrainers {
  private spares: { experiment: Experiment; trainer: TrainerProcess }[] = [];

  constructor(private readonly launch: TrainerLauncher) {}

  /** A trainer that has trained a run of this experiment, or a new one. */
  take(experiment: Experiment): TrainerProcess {
    const spare = this.spares.find((each) => each.experiment === experiment);
    if (!spare) return new LastingTrainer(this.launch());
    this.forget(spare.trainer);
    return spare.trainer;
  }

  /** @param trainer one that has said its run's last word */
  keep(experiment: Experiment, trainer: TrainerProcess): void {
    this.spares.push({ experiment, trainer });
    trainer.onMessage(() => undefined);
    trainer.onExit(() => this.forget(trainer));
  }

  /** Ends those whose experiment has no runs to come. */
  dismiss(hasMore: (experiment: Experiment) => boolean): void {
    for (const { experiment, trainer } of [...this.spares]) {
      if (hasMore(experiment)) continue;
      this.forget(trainer);
      trainer.kill();
    }
  }

  private forget(trainer: TrainerProcess): void {
    this.spares = this.spares.filter((each) => each.trainer !== trainer);
  }
}
