import type { Worker, WorkerExit, WorkerLauncher } from "./workers";

/** A worker that nobody listens to yet. */
interface WaitingWorker {
  readonly worker: Worker;
  exit: WorkerExit | null;
}

/**
 * Trainers that are launched before it is known what they train: they load TensorFlow while the lab reads the
 * document and opens its store. Whoever launched them ends those that were not needed.
 */
export class EarlyTrainers {
  private readonly waiting: Promise<WaitingWorker | null>[];
  private taken = 0;

  constructor(
    private readonly launchAnother: WorkerLauncher,
    count: number,
  ) {
    this.waiting = Array.from({ length: count }, () =>
      // The next launch fails for the same reason, and whoever asked for it is told.
      this.launchAnother().then(prepared, () => null),
    );
  }

  /** Fulfilled once all have been told to prepare. A process that loads its own program first would tell them later. */
  async told(): Promise<void> {
    await Promise.all(this.waiting);
  }

  /** One that waits, or a new one. */
  readonly launch: WorkerLauncher = async () => {
    this.taken += 1;
    const early = await this.waiting.shift();
    return early && !early.exit ? early.worker : this.launchAnother();
  };

  /** Ends those that nobody will take. @param count of all that will ever train at the same time */
  limitTo(count: number): void {
    const surplus = this.waiting.splice(Math.max(0, count - this.taken));
    for (const launched of surplus) void launched.then((early) => early?.worker.kill());
  }

  /** Ends those that nobody has taken. */
  close(): void {
    this.limitTo(0);
  }
}

/** What it says, and its end, wait for who takes it. */
function prepared(worker: Worker): WaitingWorker {
  const said: unknown[] = [];
  let hear = (message: unknown): void => void said.push(message);
  let end = (exit: WorkerExit): void => void (early.exit = exit);
  worker.onMessage((message) => hear(message));
  worker.onExit((exit) => end(exit));
  worker.send({ type: "prepare" });
  const early: WaitingWorker = {
    exit: null,
    worker: {
      send: (message) => worker.send(message),
      kill: () => worker.kill(),
      onMessage(listener) {
        hear = listener;
        for (const message of said.splice(0)) listener(message);
      },
      onExit(listener) {
        end = listener;
        if (early.exit) listener(early.exit);
      },
    },
  };
  return early;
}
