import { cpus } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Lab } from "../lab/lab";
import {
  built,
  end,
  endlessExperiment,
  failureOf,
  next,
  OpenLabs,
  smallExperiment,
  temporaryFolder,
} from "../lab/testing";
import { smallDisk } from "../store/small-disk.testing";
import { launchError } from "./crash";
import { type Abilities, type FromTrainer, readWord, type ToTrainer } from "./trainer-protocol";
import { nodeLauncher, type Worker, type WorkerLauncher } from "./workers";

/** Real trainers, each of which is launched when the test says so. */
class HeldLauncher {
  readonly launches: {
    /** Of the messages that its worker got. */
    readonly sent: ToTrainer["type"][];
    arrive(): Promise<void>;
    refuse(reason: Error): void;
    /** Fulfilled when its process has ended. */
    readonly ended: Promise<void>;
  }[] = [];
  private readonly start = nodeLauncher(built("trainer.cjs"));

  readonly launch: WorkerLauncher = () =>
    new Promise((resolve, reject) => {
      const sent: ToTrainer["type"][] = [];
      let ends: () => void;
      const ended = new Promise<void>((settle) => (ends = settle));
      const arrive = async () => {
        const worker = await this.start();
        worker.onExit(ends);
        resolve({ ...worker, send: (message) => (sent.push(message.type), worker.send(message)) });
      };
      this.launches.push({ sent, arrive, refuse: reject, ended });
    });

  /** Waits until so many have been asked for. */
  asked(count: number): Promise<void> {
    return until(() => this.launches.length === count);
  }
}

let folder: ReturnType<typeof temporaryFolder>;
let held: HeldLauncher;
let lab: Lab;
const labs = new OpenLabs();
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  folder = temporaryFolder();
  held = new HeldLauncher();
  lab = open(held.launch, 1);
});
afterEach(() => {
  labs.closeAll();
  folder.remove();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

function open(launch: WorkerLauncher, jobs?: number, home = folder.path): Lab {
  const database = join(home, "lab.sqlite");
  const opened = new Lab({ launch, version: "test", database, ...(jobs !== undefined && { jobs }) });
  labs.add(opened);
  return opened;
}

/** Waits until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

/** Starts these runs, and waits until the first worker is asked for. */
async function start(seeds: number[], experiment = smallExperiment({ seeds })): Promise<string[]> {
  const { runs } = await lab.startExperiment({ experiment });
  await held.asked(1);
  return runs.map(({ id }) => id);
}

const statusOf = async (runId: string) => {
  const { experiments } = await lab.getRuns({ runIds: [runId] });
  const { status, attempt, failure } = experiments[0]!.runs[0]!;
  return [status, attempt, failure?.code ?? null];
};

describe("while its worker is launched, a run", () => {
  test("that is paused waits with the worker, and goes on when it is resumed", async () => {
    const [run] = await start([1]);
    await lab.pauseRuns({ all: true });
    const [launch] = held.launches;
    await launch!.arrive();
    await until(() => launch!.sent.length === 2);
    expect(launch!.sent).toEqual(["train", "pause"]);
    expect(await statusOf(run!)).toEqual(["paused", 1, null]);
    const ended = end(lab, run!);
    await lab.resumeRuns({ all: true });
    expect(await ended).toMatchObject({ status: "done", attempt: 1 });
    expect(launch!.sent).toContain("resume");
    expect(held.launches).toHaveLength(1);
    await launch!.ended;
  });

  test("that is paused and resumed trains at once", async () => {
    const [run] = await start([1]);
    await lab.pauseRuns({ all: true });
    await lab.resumeRuns({ all: true });
    const ended = end(lab, run!);
    await held.launches[0]!.arrive();
    expect(await ended).toMatchObject({ status: "done", attempt: 1 });
    expect(held.launches.map(({ sent }) => sent)).toEqual([["train"]]);
  });

  test("that is stopped is cancelled at once, and the late worker is ended", async () => {
    const [run] = await start([1]);
    const ended = end(lab, run!);
    await lab.stopRuns({ all: true });
    expect(await ended).toMatchObject({ status: "cancelled", failure: null });
    await held.launches[0]!.arrive();
    await held.launches[0]!.ended;
    expect(held.launches[0]!.sent).toEqual([]);
    expect(await statusOf(run!)).toEqual(["cancelled", 1, null]);
  });

  test("that is stopped leaves the late worker to a later run of its experiment", async () => {
    const [first, second, third] = await start([1, 2, 3]);
    await lab.stopRuns({ runIds: [first!] });
    await held.asked(2);
    const [late, other] = held.launches;
    await late!.arrive();
    const ends = Promise.all([end(lab, second!), end(lab, third!)]);
    await other!.arrive();
    expect((await ends).map(({ status }) => status)).toEqual(["done", "done"]);
    expect(held.launches.flatMap(({ sent }) => sent.filter((type) => type === "train"))).toHaveLength(2);
    expect(held.launches).toHaveLength(2);
    await Promise.all([late!.ended, other!.ended]);
  });

  test("that is stopped stays cancelled if the launch fails", async () => {
    const [run] = await start([1]);
    const ended = end(lab, run!);
    await lab.stopRuns({ all: true });
    held.launches[0]!.refuse(new Error("no route to host"));
    expect(await ended).toMatchObject({ status: "cancelled", attempt: 1, failure: null });
    expect(await statusOf(run!)).toEqual(["cancelled", 1, null]);
    expect(held.launches).toHaveLength(1);
  });

  test("whose lab is closed is interrupted, and the late worker is ended", async () => {
    const [run] = await start([1]);
    labs.close(lab);
    await held.launches[0]!.arrive();
    await held.launches[0]!.ended;
    expect(held.launches[0]!.sent).toEqual([]);
    lab = open(held.launch, 1);
    expect(await statusOf(run!)).toEqual(["interrupted", 1, null]);
  });

  test("whose launch fails is tried once more, and ends as failed the second time", async () => {
    const [run] = await start([1]);
    const again = next(lab, "runChanged", ({ attempt }) => attempt === 2);
    held.launches[0]!.refuse(new Error("no route to host"));
    const failure = { code: "trainerNotStarted", parameters: { detail: "no route to host" } };
    expect(await again).toMatchObject({ status: "queued", failure });
    await held.asked(2);
    const ended = end(lab, run!);
    held.launches[1]!.refuse(new Error("no route to host"));
    expect(await ended).toMatchObject({ status: "failed", attempt: 2, failure });
    expect(held.launches).toHaveLength(2);
  });

  test("whose launch fails once is done by the second worker", async () => {
    const [run] = await start([1]);
    held.launches[0]!.refuse(new Error("no route to host"));
    await held.asked(2);
    const ended = end(lab, run!);
    await held.launches[1]!.arrive();
    expect(await ended).toMatchObject({ status: "done", attempt: 2 });
    await held.launches[1]!.ended;
  });

  test("that loses its lease is given to another worker, without a failed attempt; the late one is ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const [run] = await start([1]);
    vi.advanceTimersByTime(30_000);
    await held.asked(2);
    const [late, other] = held.launches;
    await late!.arrive();
    await late!.ended;
    expect(late!.sent).toEqual([]);
    const ended = end(lab, run!);
    await other!.arrive();
    expect(await ended).toMatchObject({ status: "done", attempt: 1, failure: null });
    await other!.ended;
  });

  test("waits with the worker while nothing can be stored", async () => {
    const disk = smallDisk();
    lab = open(held.launch, 1, disk.folder);
    try {
      const [run, other] = await start([1, 2]);
      disk.fill();
      const unavailable = next(lab, "storeUnavailable", ({ failure }) => failure !== null);
      await lab.pauseRuns({ runIds: [other!] });
      await unavailable;
      await held.launches[0]!.arrive();
      await until(() => held.launches[0]!.sent.length === 2);
      expect(held.launches[0]!.sent).toEqual(["train", "pause"]);
      const ended = end(lab, run!);
      disk.makeRoom();
      expect(await ended).toMatchObject({ status: "done", attempt: 1 });
    } finally {
      labs.close(lab);
      disk.remove();
    }
  });
});

describe("while its worker is launched, a question", () => {
  const { data } = smallExperiment();

  test("ends with its lab, and the late worker is ended", async () => {
    const asked = failureOf(lab.previewData({ data }));
    await held.asked(1);
    labs.close(lab);
    expect((await asked).code).toBe("labClosed");
    await held.launches[0]!.arrive();
    await held.launches[0]!.ended;
    expect(held.launches[0]!.sent).toEqual([]);
  });

  test("fails if the launch fails, and the next one has another worker", async () => {
    const asked = failureOf(lab.previewData({ data }));
    await held.asked(1);
    held.launches[0]!.refuse(new Error("no route to host"));
    const { code, parameters } = await asked;
    expect([code, parameters]).toEqual(["trainerNotStarted", { detail: "no route to host" }]);
    const again = lab.previewData({ data });
    await held.asked(2);
    await held.launches[1]!.arrive();
    expect(await again).toMatchObject({ failure: null, rows: 128 });
  });
});

test("a program that cannot be started fails the launch by name", async () => {
  const { execPath } = process;
  process.execPath = join(folder.path, "no-node");
  try {
    const error: unknown = await nodeLauncher(built("trainer.cjs"))().catch((reason: unknown) => reason);
    expect(launchError(error)).toMatchObject({ code: "trainerNotStarted" });
    expect(launchError(error).parameters["detail"]).toContain("ENOENT");
  } finally {
    process.execPath = execPath;
  }
});

/** The first words of a trainer, until one fits. */
async function firstWords(task: ToTrainer, fits: (word: FromTrainer) => boolean): Promise<FromTrainer[]> {
  const worker = await nodeLauncher(built("trainer.cjs"))();
  try {
    return await new Promise((resolve) => {
      const words: FromTrainer[] = [];
      worker.onMessage((message) => {
        words.push(readWord(message));
        if (fits(words.at(-1)!)) resolve(words);
      });
      worker.send(task);
    });
  } finally {
    worker.kill();
  }
}

describe("a worker says what it can do", () => {
  test.each(["", "cpu", "wasm", "none"])("before anything else (DROPOUT_LAB_BACKEND=%s)", async (name) => {
    vi.stubEnv("DROPOUT_LAB_BACKEND", name);
    const [first, answer] = await firstWords({ type: "describe" }, ({ type }) => type !== "ready");
    expect(first).toMatchObject({ type: "ready", cores: cpus().length });
    const { backend } = first as Abilities;
    if (name === "none") {
      expect([backend, answer!.type]).toEqual([null, "failed"]);
    } else {
      expect(answer).toMatchObject({ type: "environment", environment: { backend } });
    }
  });

  /** Real trainers of a machine with this many cores. */
  function onMachineWith(cores: number): WorkerLauncher {
    const launch = nodeLauncher(built("trainer.cjs"));
    return async (): Promise<Worker> => {
      const worker = await launch();
      const changed = (message: unknown) => {
        const word = readWord(message);
        return word.type === "ready" ? { ...word, cores } : message;
      };
      return {
        ...worker,
        onMessage: (listener) => worker.onMessage((message) => listener(changed(message))),
      };
    };
  }

  test.each([
    { cores: 1, jobs: undefined, most: 1 },
    { cores: 3, jobs: undefined, most: 3 },
    { cores: 3, jobs: 2, most: 2 },
  ])("$cores cores, $jobs jobs: $most runs train side by side", async ({ cores, jobs, most }) => {
    lab = open(onMachineWith(cores), jobs);
    const running = new Set<string>();
    let seen = 0;
    lab.events.on("runChanged", ({ id, status }) => {
      if (status === "running") running.add(id);
      else running.delete(id);
      seen = Math.max(seen, running.size);
    });
    const { runs } = await lab.startExperiment({ experiment: endlessExperiment({ seeds: [1, 2, 3, 4, 5] }) });
    const begun = new Set<string>();
    await next(lab, "epochMeasured", ({ runId }) => begun.add(runId).size === most);
    await lab.stopRuns({ runIds: runs.slice(most).map(({ id }) => id) });
    expect(seen).toBe(most);
  });
});
