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

/** What trains in one process may train in another one after it. */
export interface TrainerNeeds {
  readonly experiment: Experiment;
  /** Kernels use so many threads from a process's start to its end. Undefined where it is not known before the data is read. */
  readonly threads?: number | undefined;
}

/** How trainers wait for the next experiment. */
export interface RestLimits {
  /** Number of trainers that rest at the same time. */
  readonly most: number;
  /** Milliseconds after which a resting trainer ends: its process keeps a few hundred megabytes. */
  readonly ms: number;
}

interface Idle extends TrainerNeeds {
  readonly trainer: Trainer;
  /** While it rests: ends it. */
  readonly timer?: NodeJS.Timeout;
}

const noRest: RestLimits = { most: 0, ms: 0 };

/**
 * Trainers between two runs. Starting a process, loading TensorFlow, drawing the data and preparing the graph takes longer than training a
 * small run, so the experiment's next run reuses the process. Once its experiment has no more runs, a trainer rests: it lets go of data and
 * graphs, and the next experiment that needs as many threads takes it.
 */
export class TrainerPool {
  private idle: readonly Idle[] = [];

  /**
   * @param learn told what each new worker can do
   * @param rest by default, trainers end with their experiment
   */
  constructor(
    private readonly launch: WorkerLauncher,
    private readonly learn: (abilities: Abilities) => void,
    private readonly rest: RestLimits = noRest,
  ) {}

  /** An idle trainer of this experiment, or one that rests, or a new one. */
  async take({ experiment, threads }: TrainerNeeds): Promise<Trainer> {
    const found =
      this.idle.find((each) => !each.timer && each.experiment === experiment) ??
      this.resting.find((each) => each.threads === threads);
    if (found) {
      this.forget(found.trainer);
      return found.trainer;
    }
    // They would keep memory, and more processes than cores.
    for (const { trainer } of this.resting) this.end(trainer);
    return new Trainer(await this.launch(), this.learn);
  }

  /** @param trainer has nothing to do: it has sent its run's last message, or was launched too late for its run */
  keep(needs: TrainerNeeds, trainer: Trainer): void {
    this.idle = [...this.idle, { ...needs, trainer }];
    trainer.onWord(() => undefined);
    trainer.onExit(() => this.forget(trainer));
  }

  /** Idle trainers of experiments without runs to come rest, or end. */
  dismiss(hasMore: (experiment: Experiment) => boolean): void {
    for (const each of this.idle) {
      if (each.timer || hasMore(each.experiment)) continue;
      if (each.threads === undefined || this.resting.length >= this.rest.most) this.end(each.trainer);
      else this.putToRest(each);
    }
  }

  close(): void {
    for (const { trainer } of this.idle) this.end(trainer);
  }

  private get resting(): readonly Idle[] {
    return this.idle.filter(({ timer }) => timer !== undefined);
  }

  private putToRest({ trainer, ...needs }: Idle): void {
    this.forget(trainer);
    trainer.send({ type: "rest" });
    const timer = setTimeout(() => this.end(trainer), this.rest.ms).unref();
    this.idle = [...this.idle, { ...needs, trainer, timer }];
  }

  private end(trainer: Trainer): void {
    this.forget(trainer);
    trainer.kill();
  }

  private forget(trainer: Trainer): void {
    clearTimeout(this.idle.find((each) => each.trainer === trainer)?.timer);
    this.idle = this.idle.filter((each) => each.trainer !== trainer);
  }
}
