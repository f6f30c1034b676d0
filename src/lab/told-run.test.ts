import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import type { Engine, EngineRun } from "../engine/engine";
import type { EpochRecord } from "../experiment/result";
import { Hold } from "./hold";
import { readSafetensors } from "./safetensors";
import { smallExperiment } from "./testing";
import { trainTold } from "./told-run";
import type { FromTrainer } from "./trainer-protocol";

const split = { inputs: new Float32Array(8), targets: new Float32Array(4), rows: 4 };
const data: Dataset = { task: "classification", features: 2, outputs: 2, train: split, validation: split };

/** An engine that trains nothing, two batches an epoch; `onBatch` happens before each of its batches. */
function idleEngine(onBatch: (place: string) => void): Engine {
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
    dispose: () => undefined,
  };
  return { environment: {} as Engine["environment"], openRun: () => run };
}

async function train(onBatch: (place: string, hold: Hold) => void) {
  const words: FromTrainer[] = [];
  const hold = new Hold();
  const order = {
    type: "train",
    experiment: smallExperiment(),
    variant: { name: "dropout" },
    seed: 1,
  } as const;
  const engine = idleEngine((place) => onBatch(place, hold));
  const begun = performance.now();
  const last = await trainTold(order, engine, data, hold, (word) => words.push(word));
  const records = words.flatMap((word): EpochRecord[] => (word.type === "epoch" ? [word.record] : []));
  return { last, words, records, seconds: (performance.now() - begun) / 1000 };
}

function holdFor(hold: Hold, milliseconds: number): void {
  hold.pause();
  setTimeout(() => hold.resume(), milliseconds);
}

test("what is held counts neither as training nor as evaluation", async () => {
  const { records, seconds } = await train((place, hold) => {
    if (place === "train 2/0" || place === "validation eval 2") holdFor(hold, 150);
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
    const places: string[] = [];
    const { last, records } = await train((place, hold) => {
      places.push(place);
      if (place !== "train 2/2") return;
      if (!held) return hold.cancel();
      hold.pause();
      setTimeout(() => hold.cancel(), 20);
    });
    expect(places.at(-1)).toBe("train 2/2");
    expect(records.map(({ epoch }) => epoch)).toEqual([1]);
    if (last.type !== "cancelled") expect.fail(last.type);
    expect(readSafetensors(last.weights!)).toEqual({
      "layers.3.kernel": { shape: [2, 1], values: new Float32Array([1, 2]) },
      "layers.3.bias": { shape: [1], values: new Float32Array([3]) },
    });
  }
});

test("a run that was let go and held again at once stays held", async () => {
  const hold = new Hold();
  hold.pause();
  let passed = false;
  const passing = hold.pass().then(() => (passed = true));
  hold.resume();
  hold.pause();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(passed).toBe(false);
  hold.resume();
  await passing;
  expect(passed).toBe(true);
});
