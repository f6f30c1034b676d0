import { Worker } from "node:worker_threads";

/** Milliseconds that the clock runs on after a beat, and between two beats. */
const mostAfterBeat = 2000;
const pollMs = 500;

interface Memory {
  /** The time counted until the last beat, and the time of that beat. */
  readonly times: Float64Array;
  /** Counted up before and after a beat; while it is odd, the two values above do not belong together. */
  readonly version: Int32Array;
}

/**
 * A clock for how long training takes, in milliseconds. The machine's sleep or a stopped process adds two seconds at
 * most.
 *
 * Some systems' clocks run on in sleep (macOS, Windows; not Linux), and a call into TensorFlow between two readings
 * may rightly take long. So a separate thread beats twice a second, and the clock runs at most `mostAfterBeat` past
 * the last beat.
 */
export class WakingClock {
  private readonly memory: Memory = {
    times: new Float64Array(new SharedArrayBuffer(16)),
    version: new Int32Array(new SharedArrayBuffer(4)),
  };
  /** Without beats this is an ordinary clock. */
  private beaten = true;

  constructor(private readonly clock: () => number = systemTime) {
    this.memory.times[1] = clock();
  }

  now(): number {
    const { times, version } = this.memory;
    for (;;) {
      const before = Atomics.load(version, 0);
      const [counted = 0, last = 0] = times;
      if (before % 2 === 1 || Atomics.load(version, 0) !== before) continue;
      const since = this.clock() - last;
      // A thread may take long to start.
      return counted + (this.beaten && before > 0 ? Math.min(since, mostAfterBeat) : since);
    }
  }

  beat(): void {
    beat(this.memory, this.clock(), mostAfterBeat);
  }

  /** Starts the thread that beats; it does not keep the process alive. */
  start(): this {
    const worker = new Worker(threadText, {
      eval: true,
      workerData: { ...this.memory, most: mostAfterBeat, pollMs },
    });
    worker.once("error", () => (this.beaten = false));
    worker.unref();
    return this;
  }
}

/** Its source text goes into the thread, so it uses nothing but its parameters. */
function beat({ times, version }: Memory, now: number, most: number): void {
  const isFirst = Atomics.add(version, 0, 1) === 0;
  const since = now - times[1]!;
  times[0]! += isFirst ? since : Math.min(since, most);
  times[1] = now;
  Atomics.add(version, 0, 1);
}

/** The same in every thread of a process, unlike `performance.now`. */
function systemTime(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

const threadText = `
  const { workerData } = require("node:worker_threads");
  const beat = ${beat.toString()};
  const systemTime = ${systemTime.toString()};
  setInterval(() => beat(workerData, systemTime(), workerData.most), workerData.pollMs);
`;
