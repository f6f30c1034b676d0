import { mean, sampleStandardDeviation } from "simple-statistics";
import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import type { Engine, NamedValues, RunPlan } from "./engine";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";

/** A small network with this rate in both its dropout layers; null leaves the layers out. */
function planOf(rate: number | null, training: Parameters<typeof trainingOf>[0] = {}, seed = 1): RunPlan {
  const dropout = rate === null ? [] : [{ type: "dropout", rate } as const];
  return {
    layers: layersOf(
      { type: "dense", units: 16 },
      { type: "leakyRelu" },
      ...dropout,
      { type: "dense", units: 8 },
      { type: "gelu" },
      ...dropout,
      { type: "dense", units: 3 },
    ),
    training: trainingOf({ batchSize: 16, l2: 1e-4, ...training }),
    seed,
  };
}

/** All results of a run over three epochs, without the seconds. */
async function results(engine: Engine, plan: RunPlan, data: Dataset) {
  const run = engine.openRun(plan, data);
  const initial = await run.weights();
  const measures = [];
  for (let epoch = 1; epoch <= 3; epoch++) {
    measures.push({
      training: await run.trainEpoch(epoch, letItRun),
      train: await run.evaluate("train", "eval", epoch, 0, letItRun),
      correct: await run.evaluate("validation", "eval", epoch, 0, letItRun),
      forgotten: await run.evaluate("validation", "evalForgotten", epoch, 0, letItRun),
    });
  }
  const weights = await run.weights();
  run.dispose();
  return { initial, measures, weights };
}

const valuesOf = (weights: readonly NamedValues[]) => weights.map(({ values }) => values);

const data = dataOf({ rows: 100, features: 5, outputs: 3 });
const regression = dataOf({ task: "regression", rows: 200, features: 6, outputs: 1 });

onBackends((backend) => {
  test("the same seed gives the same run to the last bit, another seed another run", async () => {
    const { engine } = backend();
    const first = await results(engine, planOf(0.3), data);
    expect(await results(engine, planOf(0.3), data)).toEqual(first);
    const other = await results(engine, planOf(0.3, {}, 2), data);
    expect(other.initial).not.toEqual(first.initial);
    expect(other.weights).not.toEqual(first.weights);
  });

  test("p = 0 is bit for bit a network without dropout layers, in both modes", async () => {
    const { engine } = backend();
    const zero = await results(engine, planOf(0), data);
    const none = await results(engine, planOf(null), data);
    expect(zero.measures).toEqual(none.measures);
    expect(valuesOf(zero.weights)).toEqual(valuesOf(none.weights));
    for (const { correct, forgotten } of zero.measures) expect(forgotten).toEqual(correct);
  });

  test("variants with the same seed start from the same weights and see the same batches", async () => {
    const { engine } = backend();
    const dropped = await results(engine, planOf(0.5), data);
    const plain = await results(engine, planOf(null), data);
    expect(valuesOf(dropped.initial)).toEqual(valuesOf(plain.initial));
    // With inputs of zero, only the classes in each batch change the weights, not the dropped units.
    const inputs = new Float32Array(data.train.inputs.length);
    const blank = { ...data, train: { ...data.train, inputs } };
    const training = trainingOf({ optimizer: { type: "sgd", learningRate: 1 }, batchSize: 8 });
    const output = { type: "dense", units: 3 } as const;
    const plan = { layers: layersOf(output), training, seed: 1 };
    const dropping = { ...plan, layers: layersOf({ type: "dropout", rate: 0.5 }, output) };
    const seen = await results(engine, plan, blank);
    expect(seen.weights).not.toEqual(seen.initial);
    expect(valuesOf((await results(engine, dropping, blank)).weights)).toEqual(valuesOf(seen.weights));
  });

  test("a pass with eval forgotten repeats, another pass or epoch differs", async () => {
    const { engine } = backend();
    const run = engine.openRun(planOf(0.5), data);
    const first = await run.evaluate("validation", "evalForgotten", 1, 0, letItRun);
    expect(await run.evaluate("validation", "evalForgotten", 1, 0, letItRun)).toEqual(first);
    expect(await run.evaluate("validation", "evalForgotten", 1, 1, letItRun)).not.toEqual(first);
    expect(await run.evaluate("validation", "evalForgotten", 2, 0, letItRun)).not.toEqual(first);
    run.dispose();
  });

  test("forgetting eval costs linear regression exactly p/(1-p) · Σ (XᵀX)ⱼⱼ wⱼ² / n on average", async () => {
    // Srivastava et al. 2014, section 9.1, for dropout on the inputs.
    const rate = 0.4;
    const { inputs, rows } = regression.validation;
    const layers = layersOf({ type: "dropout", rate }, { type: "dense", units: 1, initializer: "heNormal" });
    const training = trainingOf({ loss: "meanSquaredError" });
    const run = backend().engine.openRun({ layers, training, seed: 1 }, regression);
    const [{ values: kernel }] = (await run.weights()) as [NamedValues, NamedValues];
    const correct = await run.evaluate("validation", "eval", 1, 0, letItRun);
    const losses: number[] = [];
    for (let pass = 0; pass < 200; pass++) {
      losses.push((await run.evaluate("validation", "evalForgotten", 1, pass, letItRun)).loss);
    }
    run.dispose();
    const squares = inputs.reduce(
      (sum, value, index) => sum + (value * kernel[index % kernel.length]!) ** 2,
      0,
    );
    const expected = correct.loss + ((rate / (1 - rate)) * squares) / rows;
    const standardError = sampleStandardDeviation(losses) / Math.sqrt(losses.length);
    expect(Math.abs(mean(losses) - expected)).toBeLessThan(3 * standardError);
    expect(3 * standardError).toBeLessThan(0.1 * (expected - correct.loss));
  });

  test("an epoch sees every row once, however batches and gathered windows fall", async () => {
    for (const { rows, batchSize } of [
      { rows: 1, batchSize: 32 },
      { rows: 10_000, batchSize: 3000 },
      { rows: 8200, batchSize: 8192 },
      { rows: 1030, batchSize: 1 },
    ]) {
      const data = dataOf({ task: "regression", rows, features: 2, outputs: 1 });
      const optimizer = { type: "sgd", learningRate: 1e-30 } as const;
      const training = trainingOf({ loss: "meanSquaredError", optimizer, batchSize });
      const run = backend().engine.openRun(
        { layers: layersOf({ type: "dense", units: 1 }), training, seed: 1 },
        data,
      );
      const samples: number[] = [];
      const running = await run.trainEpoch(1, { beforeBatch: (done) => void samples.push(done) });
      const evaluated = await run.evaluate("train", "eval", 1, 0, letItRun);
      run.dispose();
      expect(running.loss).toBeCloseTo(evaluated.loss, 6);
      expect(samples).toEqual(
        Array.from({ length: Math.ceil(rows / batchSize) }, (_, batch) => batch * batchSize),
      );
    }
  });

  test("every optimizer trains to a lower loss", async () => {
    for (const optimizer of [
      { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true } as const,
      { type: "adam", learningRate: 0.03 } as const,
      { type: "adamW", learningRate: 0.03 } as const,
      { type: "rmsprop", learningRate: 0.03 } as const,
    ]) {
      const run = backend().engine.openRun(planOf(0.1, { optimizer }), data);
      const before = await run.evaluate("train", "eval", 0, 0, letItRun);
      for (let epoch = 1; epoch <= 20; epoch++) await run.trainEpoch(epoch, letItRun);
      const after = await run.evaluate("train", "eval", 20, 0, letItRun);
      run.dispose();
      expect(after.loss).toBeLessThan(0.7 * before.loss);
    }
  });

  test("no tensor is left behind, and none piles up from epoch to epoch", async () => {
    const { tf, engine } = backend();
    const before = tf.memory().numTensors;
    for (const task of ["classification", "regression"] as const) {
      const someData = task === "regression" ? regression : data;
      const plan = planOf(0.3, { optimizer: { type: "adamW" }, loss: "meanSquaredError" });
      const layers = [...plan.layers.slice(0, -1), ...layersOf({ type: "dense", units: someData.outputs })];
      const run = engine.openRun({ ...plan, layers }, someData);
      const opened = tf.memory().numTensors;
      for (let epoch = 1; epoch <= 3; epoch++) {
        await run.trainEpoch(epoch, letItRun);
        await run.evaluate("validation", "evalForgotten", epoch, 0, letItRun);
        expect(tf.memory().numTensors).toBe(opened);
      }
      await run.weights();
      run.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test("whatever the control throws ends the epoch before that batch and leaves no tensor", async () => {
    const { tf, engine } = backend();
    const before = tf.memory().numTensors;
    const run = engine.openRun(planOf(0.3), data);
    const opened = tf.memory().numTensors;
    const stopped = new Error("stopped");
    const stopAt = (samples: number) => ({
      beforeBatch: (done: number) => {
        if (done === samples) throw stopped;
      },
    });
    await expect(run.trainEpoch(1, stopAt(32))).rejects.toBe(stopped);
    // The sums of the earlier batches are kept, for an epoch that continues.
    const held = tf.memory().numTensors;
    await expect(run.evaluate("train", "eval", 1, 0, stopAt(100))).rejects.toBe(stopped);
    expect(tf.memory().numTensors).toBe(held);
    await run.trainEpoch(1, letItRun);
    expect(tf.memory().numTensors).toBe(opened);
    await expect(run.trainEpoch(2, stopAt(32))).rejects.toBe(stopped);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("messages get their turn between two batches", async () => {
    const run = backend().engine.openRun(planOf(0.3), data);
    let turns = 0;
    const turnsBefore: number[] = [];
    await run.trainEpoch(1, {
      beforeBatch: () => {
        turnsBefore.push(turns);
        setImmediate(() => turns++);
      },
    });
    run.dispose();
    expect(turnsBefore).toEqual(turnsBefore.map((_, batch) => batch));
  });
});

// Of the three backends, only the native library has memory outside JavaScript's.
onBackends(
  (backend) => {
    test("training does not wait for the device: a hundred batches read it as often as two", async () => {
      const device = backend().tf.backend();
      const readsWith = async (batchSize: number) => {
        const run = backend().engine.openRun(planOf(0.3, { batchSize }), data);
        const { read, readSync } = device;
        let reads = 0;
        device.read = (id) => (reads++, read.call(device, id));
        device.readSync = (id) => (reads++, readSync.call(device, id));
        try {
          await run.trainEpoch(1, letItRun);
        } finally {
          Object.assign(device, { read, readSync });
          run.dispose();
        }
        return reads;
      };
      expect(await readsWith(1)).toBe(await readsWith(50));
    });
  },
  ["tensorflow"],
);
