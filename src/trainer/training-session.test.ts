import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { type Dataset, emptySplit } from "../data/dataset";
import { loadDataset } from "../data/load";
import type { Engine, EngineRun } from "../engine/engine";
import { knownState } from "../engine/known-state";
import { openEngine } from "../engine/open";
import { RandomStream } from "../random/random";
import { noSums } from "../engine/sample-sums";
import type { EpochRecord } from "../experiment/result";
import { PauseGate } from "./pause-gate";
import { readSafetensors } from "../artifacts/safetensors";
import { snapshotEpochs } from "../artifacts/snapshots";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { runTrainingSession } from "./training-session";
import type { FromTrainer } from "../execution/trainer-protocol";

const split = { inputs: new Float32Array(8), targets: new Float32Array(4), rows: 4 };
const data: Dataset = {
  task: "classification",
  features: 2,
  outputs: 2,
  preparation: { target: { task: "classification", classes: ["a", "b"] } },
  train: split,
  validation: split,
  test: emptySplit,
};

const folders: ReturnType<typeof temporaryFolder>[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

/** A folder without checkpoints. */
function newFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
}

/** An engine that trains nothing and has two batches per epoch; it calls `onBatch` before each batch. */
function idleEngine(onBatch: (step: string) => void): Engine {
  const run: EngineRun = {
    async trainEpoch(epoch, control) {
      for (const samplesDone of [0, 2]) {
        onBatch(`train ${epoch}/${samplesDone}`);
        await control.beforeBatch(samplesDone);
      }
      return { loss: 1, accuracy: 0.5 };
    },
    async evaluate(name, mode, epoch, _pass, control) {
      onBatch(`${name} ${mode} ${epoch}`);
      await control.beforeBatch(4);
      return { loss: 1 / epoch, accuracy: 0.5 };
    },
    async *predict({ rows }) {
      onBatch("predict");
      yield new Float32Array(2 * rows);
    },
    async *inputsOf(_layer, { rows }) {
      yield new Float32Array(rows);
    },
    keep: async () => knownState(await run.vectors()),
    vectors: async () => ({ weights: new Float32Array(3), buffers: new Float32Array() }),
    weights: async () => [
      { name: "layers.3.kernel", shape: [2, 1], values: new Float32Array([1, 2]) },
      { name: "layers.3.bias", shape: [1], values: new Float32Array([3]) },
    ],
    state: async () => ({
      epoch: 1,
      samplesDone: 0,
      sums: noSums,
      weights: new Float32Array(3),
      buffers: new Float32Array(),
      slots: [],
    }),
    dispose: () => undefined,
  };
  return { environment: {} as Engine["environment"], openRun: () => run, rest: () => undefined };
}

/** Time passes only where a test says so: each batch takes a second. */
async function train(
  onBatch: (step: string, pauseGate: PauseGate, wait: (seconds: number) => void) => void,
  onWords: (words: readonly FromTrainer[]) => void = () => undefined,
  experiment = smallExperiment(),
) {
  let now = 0;
  const clock = () => now;
  const wait = (seconds: number) => void (now += seconds * 1000);
  const words: FromTrainer[] = [];
  onWords(words);
  const pauseGate = new PauseGate(clock);
  const order = {
    type: "train",
    run: { experimentId: "e", runId: "r" },
    experiment,
    variant: { name: "dropout" },
    seed: 1,
    until: 3,
    checkpoints: { folder: newFolder(), epochsKept: 0 },
    snapshots: newFolder(),
    prepared: "nowhere",
  } as const;
  const engine = idleEngine((step) => {
    wait(1);
    onBatch(step, pauseGate, wait);
  });
  const tell = (word: FromTrainer) => void words.push(word);
  const last = await runTrainingSession(order, engine, data, {
    pauseGate,
    clock,
    tell,
    allKept: async () => undefined,
  });
  const records = words.flatMap((word): EpochRecord[] => (word.type === "epoch" ? [word.record] : []));
  return { last, words, records, seconds: now / 1000, snapshots: snapshotEpochs(order.snapshots) };
}

/** Everything that waits for nothing but other code has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the time of a pause counts neither as training nor as evaluation", async () => {
  const { records, seconds } = await train((step, pauseGate, wait) => {
    if (step !== "train 2/0" && step !== "validation eval 2") return;
    pauseGate.pause();
    void settled().then(() => {
      wait(3600);
      pauseGate.resume();
    });
  });
  // An epoch has five batches, the end one.
  expect(seconds).toBe(2 * 3600 + 3 * 5 + 1);
  expect(records.map(({ epoch, trainingSeconds }) => [epoch, trainingSeconds])).toEqual([
    [1, 2],
    [2, 2],
    [3, 2],
  ]);
  expect(records.map(({ evaluationSeconds }) => evaluationSeconds)).toEqual([3, 3, 3]);
});

test("cancel ends a run before its next batch, paused or not, with the weights as they are", async () => {
  for (const paused of [false, true]) {
    const steps: string[] = [];
    const { last, records } = await train((step, pauseGate) => {
      steps.push(step);
      if (step !== "train 2/2") return;
      if (!paused) return pauseGate.cancel();
      pauseGate.pause();
      void settled().then(() => pauseGate.cancel());
    });
    expect(steps.at(-1)).toBe("train 2/2");
    expect(records.map(({ epoch }) => epoch)).toEqual([1]);
    if (last.type !== "cancelled") expect.fail(last.type);
    expect(readSafetensors(last.weights!)).toEqual({
      "layers.3.kernel": { shape: [2, 1], values: new Float32Array([1, 2]) },
      "layers.3.bias": { shape: [1], values: new Float32Array([3]) },
    });
  }
});

test("a run that is cancelled leaves the weights of its best epoch so far, which waited to be written", async () => {
  const experiment = smallExperiment({ evaluation: { snapshots: 1 } });
  const { last, snapshots } = await train(
    (step, pauseGate, wait) => {
      // No time passes, so that no second is over in which others may come.
      wait(-1);
      if (step === "train 3/2") pauseGate.cancel();
    },
    undefined,
    experiment,
  );
  expect(last.type).toBe("cancelled");
  expect(snapshots).toEqual([1, 2]);
});

test("a run that is resumed and paused again at once stays paused", async () => {
  const pauseGate = new PauseGate();
  pauseGate.pause();
  let passed = false;
  const passing = pauseGate.pass().then(() => (passed = true));
  pauseGate.resume();
  pauseGate.pause();
  await settled();
  expect(passed).toBe(false);
  pauseGate.resume();
  await passing;
  expect(passed).toBe(true);
});

test("a run that is paused before every batch comes out as one that was not, bit for bit, weights included", async () => {
  const engine = await openEngine();
  const experiment = smallExperiment();
  const samples = await loadDataset(experiment.data);
  const attempt = async (pauses: boolean) => {
    const words: FromTrainer[] = [];
    const pauseGate = new PauseGate(() => 0);
    let held = 0;
    pauseGate.pass = async () => {
      if (pauses) {
        held++;
        pauseGate.pause();
        void settled().then(() => pauseGate.resume());
      }
      return PauseGate.prototype.pass.call(pauseGate);
    };
    const last = await runTrainingSession(
      {
        ...{ type: "train", experiment, variant: experiment.variants[0]!, seed: 1, until: 3 },
        run: { experimentId: "e", runId: "r" },
        checkpoints: { folder: newFolder(), epochsKept: 0 },
        snapshots: newFolder(),
        prepared: "nowhere",
      },
      engine,
      samples,
      {
        pauseGate,
        clock: () => 0,
        tell: (word) => void (["epoch", "weights"].includes(word.type) && words.push(word)),
        allKept: async () => undefined,
      },
    );
    return { last, words, held };
  };
  const undisturbed = await attempt(false);
  const paused = await attempt(true);
  // Training, the training split, and the validation split in both modes.
  expect(paused.held).toBeGreaterThanOrEqual(3 * 3);
  expect(undisturbed.last.type).toBe("done");
  expect(undisturbed.words.map(({ type }) => type)).toEqual(["epoch", "epoch", "epoch", "weights"]);
  expect({ ...paused, held: 0 }).toEqual(undisturbed);
});

const weightsIn = (words: readonly FromTrainer[]) => words.filter(({ type }) => type === "weights");

test("the weights are told once, before the end is measured, and the last word does not repeat them", async () => {
  const before: number[] = [];
  let told: readonly FromTrainer[] = [];
  const { last, words } = await train(
    (step) => {
      if (step === "predict") before.push(weightsIn(told).length);
    },
    (so) => (told = so),
  );
  expect(before).toEqual([1]);
  expect(weightsIn(words)).toHaveLength(1);
  expect(last).toMatchObject({ type: "done", weights: null });
});

test("a run that is ended again and again goes on from its checkpoints, and is the run that never was ended", async () => {
  const engine = await openEngine();
  const experiment = smallExperiment({ training: { batchSize: 16, epochs: 60 } });
  const samples = await loadDataset(experiment.data);
  const home = temporaryFolder();
  const random = new RandomStream(1, "dataSampling");
  const kept = new Map<number, EpochRecord>();

  /** @param mayEnd ends the attempt some batches after its second checkpoint; the first one is where it began */
  async function attempt(folder: string, mayEnd: boolean) {
    const pauseGate = new PauseGate();
    const words: FromTrainer[] = [];
    let batches = Infinity;
    let checkpoints = 0;
    pauseGate.pass = async () => {
      if (--batches === 0) pauseGate.cancel();
      return PauseGate.prototype.pass.call(pauseGate);
    };
    const order = {
      type: "train",
      run: { experimentId: "e", runId: "r" },
      experiment,
      variant: experiment.variants[0]!,
      seed: 1,
      until: 60,
    } as const;
    const last = await runTrainingSession(
      {
        ...order,
        checkpoints: { folder: join(home.path, folder), epochsKept: kept.size },
        snapshots: newFolder(),
        prepared: "nowhere",
      },
      engine,
      samples,
      {
        pauseGate,
        tell(word) {
          words.push(word);
          if (word.type !== "epoch") return;
          const record = { ...word.record, trainingSeconds: 0, evaluationSeconds: 0 };
          expect(kept.get(record.epoch) ?? record).toEqual(record);
          kept.set(record.epoch, record);
        },
        async allKept() {
          if (mayEnd && ++checkpoints === 2) batches = 1 + random.integer(20);
        },
      },
    );
    return { last, words };
  }

  process.env["DROPOUT_LAB_CHECKPOINT_SECONDS"] = "0";
  // The rhythm of checkpoints must not depend on how busy this machine is.
  let seconds = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => ++seconds * 1000);
  try {
    const undisturbed = await attempt("undisturbed", false);
    expect(undisturbed.words.filter(({ type }) => type === "continued")).toEqual([]);
    const records = [...kept.values()];
    kept.clear();
    for (let ends = 0; ; ends++) {
      const { last, words } = await attempt("disturbed", true);
      expect(words.filter(({ type }) => type === "notice")).toEqual([]);
      expect(words.filter(({ type }) => type === "continued").length).toBe(ends === 0 ? 0 : 1);
      if (last.type === "cancelled") continue;
      expect(ends).toBeGreaterThan(2);
      expect(last).toEqual(undisturbed.last);
      expect(weightsIn(words)).toHaveLength(1);
      expect(weightsIn(words)).toEqual(weightsIn(undisturbed.words));
      break;
    }
    expect([...kept.values()]).toEqual(records);
  } finally {
    clock.mockRestore();
    delete process.env["DROPOUT_LAB_CHECKPOINT_SECONDS"];
    home.remove();
  }
});
