import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Dataset } from "../data/dataset";
import { loadDataset } from "../data/load";
import type { Engine, EngineRun } from "../engine/engine";
import { openEngine } from "../engine/open";
import { RandomStream } from "../random/random";
import { noSums } from "../engine/sample-sums";
import type { EpochRecord } from "../experiment/result";
import { PauseGate } from "./pause-gate";
import { readSafetensors } from "../artifacts/safetensors";
import { smallExperiment, temporaryFolder } from "../lab/testing";
import { runTrainingSession } from "./training-session";
import type { FromTrainer } from "./trainer-protocol";

const split = { inputs: new Float32Array(8), targets: new Float32Array(4), rows: 4 };
const data: Dataset = { task: "classification", features: 2, outputs: 2, train: split, validation: split };

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
      return { loss: 1, accuracy: 0.5 };
    },
    weights: async () => [
      { layer: 3, kernel: new Float32Array([1, 2]), bias: new Float32Array([3]), inputs: 2, outputs: 1 },
    ],
    state: async () => ({
      epoch: 1,
      samplesDone: 0,
      sums: noSums,
      weights: new Float32Array(3),
      slots: [],
    }),
    dispose: () => undefined,
  };
  return { environment: {} as Engine["environment"], openRun: () => run };
}

async function train(onBatch: (step: string, pauseGate: PauseGate) => void) {
  const words: FromTrainer[] = [];
  const pauseGate = new PauseGate();
  const order = {
    type: "train",
    experiment: smallExperiment(),
    variant: { name: "dropout" },
    seed: 1,
    checkpoints: { folder: "nowhere", epochsKept: 0 },
  } as const;
  const engine = idleEngine((step) => onBatch(step, pauseGate));
  const begun = performance.now();
  const tell = (word: FromTrainer) => void words.push(word);
  const last = await runTrainingSession(order, engine, data, {
    pauseGate,
    tell,
    allKept: async () => undefined,
  });
  const records = words.flatMap((word): EpochRecord[] => (word.type === "epoch" ? [word.record] : []));
  return { last, words, records, seconds: (performance.now() - begun) / 1000 };
}

function holdFor(pauseGate: PauseGate, milliseconds: number): void {
  pauseGate.pause();
  setTimeout(() => pauseGate.resume(), milliseconds);
}

test("what is held counts neither as training nor as evaluation", async () => {
  const { records, seconds } = await train((step, pauseGate) => {
    if (step === "train 2/0" || step === "validation eval 2") holdFor(pauseGate, 150);
  });
  const told = records.reduce((sum, record) => sum + record.trainingSeconds + record.evaluationSeconds, 0);
  expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(
    Math.min(...records.flatMap((r) => [r.trainingSeconds, r.evaluationSeconds])),
  ).toBeGreaterThanOrEqual(0);
  // Timers may be early by a millisecond.
  expect(told).toBeLessThanOrEqual(seconds - 0.298);
});

test("cancel ends a run before its next batch, held or not, with the weights as they are", async () => {
  for (const held of [false, true]) {
    const steps: string[] = [];
    const { last, records } = await train((step, pauseGate) => {
      steps.push(step);
      if (step !== "train 2/2") return;
      if (!held) return pauseGate.cancel();
      pauseGate.pause();
      setTimeout(() => pauseGate.cancel(), 20);
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

test("a run that was let go and held again at once stays held", async () => {
  const pauseGate = new PauseGate();
  pauseGate.pause();
  let passed = false;
  const passing = pauseGate.pass().then(() => (passed = true));
  pauseGate.resume();
  pauseGate.pause();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(passed).toBe(false);
  pauseGate.resume();
  await passing;
  expect(passed).toBe(true);
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
    const order = { type: "train", experiment, variant: experiment.variants[0]!, seed: 1 } as const;
    const last = await runTrainingSession(
      { ...order, checkpoints: { folder: join(home.path, folder), epochsKept: kept.size } },
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
      break;
    }
    expect([...kept.values()]).toEqual(records);
  } finally {
    clock.mockRestore();
    delete process.env["DROPOUT_LAB_CHECKPOINT_SECONDS"];
    home.remove();
  }
});
