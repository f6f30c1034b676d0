import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test, vi } from "vitest";
import type { Engine, KeptState, RunPlan, StateVectors } from "../engine";
import type { EpochRecord } from "../../experiment/result";
import { RunCancelled, type RunState, trainRun } from "../run";
import { dataOf, evaluationOf, layersOf, letItRun, trainingOf } from "../testing";
import { GraphEngine } from "./graph-engine";
import { resumed } from "../resumed.testing";
import { messages, onNative, resultsOf } from "./testing";

/** A small network with this rate in both its dropout layers; null leaves the layers out. */
function planOf(rate: number | null, units = 16, seed = 1): RunPlan {
  const dropout = rate === null ? [] : [{ type: "dropout", rate } as const];
  return {
    layers: layersOf(
      { type: "dense", units },
      { type: "leakyRelu" },
      ...dropout,
      { type: "dense", units: 8 },
      { type: "gelu" },
      ...dropout,
      { type: "dense", units: 3 },
    ),
    training: trainingOf({ batchSize: 16, l2: 1e-4 }),
    seed,
  };
}

const untimed = (record: EpochRecord) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 });

const data = dataOf({ rows: 100, features: 5, outputs: 3 });

onNative((native) => {
  test("the same seed gives the same run to the last bit, in the same session and in another", async () => {
    const { engine, tf, environment } = native();
    const first = await resultsOf(engine, planOf(0.3), data);
    await resultsOf(engine, planOf(0.5, 16, 2), data);
    expect(await resultsOf(engine, planOf(0.3), data)).toEqual(first);
    expect(await resultsOf(new GraphEngine(tf, environment, messages), planOf(0.3), data)).toEqual(first);
    expect(await resultsOf(engine, planOf(0.3, 16, 2), data)).not.toEqual(first);
  });

  test("p = 0 is bit for bit a network without dropout layers, in both modes", async () => {
    const { engine } = native();
    const without = await resultsOf(engine, planOf(null), data);
    const zero = await resultsOf(engine, planOf(0), data);
    expect(zero.measures).toEqual(without.measures);
    expect(zero.weights.map(({ values }) => values)).toEqual(without.weights.map(({ values }) => values));
    for (const { correct, forgotten } of zero.measures) expect(forgotten).toEqual(correct);
  });

  test("a state that was read stays as it was read, while others are shown and the run goes on", async () => {
    const { engine } = native();
    // TensorFlow takes over memory that happens to lie well for it.
    for (let attempt = 0; attempt < 10; attempt++) {
      const run = engine.openRun(planOf(0.3), data);
      const start = await run.vectors();
      await run.trainEpoch(1, letItRun);
      const first = await run.vectors();
      const kept = structuredClone([start, first]);
      for await (const outputs of run.predict(data.validation, start))
        expect(outputs).toHaveLength(3 * data.validation.rows);
      await run.trainEpoch(2, letItRun);
      expect([start, first]).toEqual(kept);
      run.dispose();
    }
  });

  const chain = [
    { type: "dense", units: 64 },
    { type: "relu" },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 3 },
  ] as const;
  const chainPlan = () => ({ ...planOf(0), layers: layersOf(...chain) });

  test.each<[string, Parameters<typeof layersOf>]>([
    ["of a chain", [...chain]],
    ["of layers", [{ type: "dense", units: 64 }, { type: "gelu" }, { type: "dense", units: 3 }]],
    ["with buffers", [{ type: "dense", units: 16 }, { type: "batchNorm" }, { type: "dense", units: 3 }]],
  ])("a state %s that is kept stays what it was, whatever comes", async (_, layers) => {
    const { engine, tf } = native();
    const plan = { ...planOf(0), layers: layersOf(...layers) };
    const expected: StateVectors[] = [];
    const watched = engine.openRun(plan, data);
    for (let epoch = 1; epoch <= 8; epoch++) {
      await watched.trainEpoch(epoch, letItRun);
      expected.push(structuredClone(await watched.vectors()));
    }
    watched.dispose();
    const run = engine.openRun(plan, data);
    const tensors = tf.memory().numTensors;
    const start = await run.keep();
    const kept: KeptState[] = [];
    for (let epoch = 1; epoch <= 8; epoch++) {
      await run.trainEpoch(epoch, letItRun);
      const same = await run.keep();
      kept.push(await run.keep());
      same.letGo();
      // Another state is in the variables meanwhile, the state is read at once, or later.
      if (epoch === 2)
        for await (const each of run.predict(data.validation, start.read())) expect(each).toBeDefined();
      if (epoch === 4) expect(await run.vectors()).toBe(kept[3]!.read());
      if (epoch === 7) expect(kept[5]!.read()).toEqual(expected[5]);
    }
    expect(kept.map((each) => each.read())).toEqual(expected);
    expect(kept[2]!.read()).toBe(kept[2]!.read());
    kept[2]!.letGo();
    kept[2]!.letGo();
    expect(() => kept[2]!.read()).toThrow("let go");
    expect(await run.vectors()).toEqual(expected[7]);
    expect(tf.memory().numTensors).toBe(tensors);
    run.dispose();
  });

  test("a chain's states that nobody reads are not read, and none can be read after their run", async (context) => {
    const { engine, tf, environment } = native();
    context.skip(!environment.kernels, "the lab's own operations are not there: npm run setup says why");
    const reads = vi.spyOn(tf.backend(), "readSync");
    try {
      const run = engine.openRun(chainPlan(), data);
      const states: KeptState[] = [];
      const readsOf = async (epoch: number) => {
        const before = reads.mock.calls.length;
        await run.trainEpoch(epoch, letItRun);
        return reads.mock.calls.length - before;
      };
      const alone = await readsOf(1);
      for (let epoch = 2; epoch <= 5; epoch++) {
        states.at(-1)?.letGo();
        states.push(await run.keep());
        expect(await readsOf(epoch)).toBe(alone);
      }
      // Both are wanted, and the chain copies one.
      states.push(await run.keep());
      expect(await readsOf(6)).toBe(alone + 1);
      run.dispose();
      const [first, second] = states.slice(-2);
      expect(first!.read().weights.length).toBeGreaterThan(0);
      expect(() => second!.read()).toThrow("ended");
    } finally {
      reads.mockRestore();
    }
  });

  test("two runs of one spec can be open at once", async () => {
    const { engine } = native();
    const alone = await resultsOf(engine, planOf(0.3), data, 1);
    const [first, second] = [engine.openRun(planOf(0.3), data), engine.openRun(planOf(0.3, 16, 2), data)];
    await first.trainEpoch(1, letItRun);
    await second.trainEpoch(1, letItRun);
    expect(await first.weights()).toEqual(alone.weights);
    expect(await second.weights()).not.toEqual(alone.weights);
    first.dispose();
    second.dispose();
  });

  test("an epoch of much work is cut into calls, where it can be held or ended", async () => {
    const { engine } = native();
    // 64 batches that would take more than a second.
    const wide = dataOf({ rows: 4096, features: 500, outputs: 3 });
    const plan = { ...planOf(0.3, 3000), training: trainingOf({ batchSize: 64 }) };
    const run = engine.openRun(plan, wide);
    const seen: number[] = [];
    await run.trainEpoch(1, { beforeBatch: (samplesDone) => void seen.push(samplesDone) });
    expect(seen.length).toBeGreaterThan(8);
    expect(seen[0]).toBe(0);
    expect(seen.every((done, index) => index === 0 || done > seen[index - 1]!)).toBe(true);

    const before = await run.weights();
    const end = new RunCancelled();
    const cancelled = run.trainEpoch(2, {
      beforeBatch: (samplesDone) => {
        if (samplesDone > 0) throw end;
      },
    });
    await expect(cancelled).rejects.toBe(end);
    expect(await run.weights()).not.toEqual(before);
    await expect(
      run.evaluate("train", "eval", 2, 0, {
        beforeBatch: () => {
          throw end;
        },
      }),
    ).rejects.toBe(end);

    // During a pause, other work of the process continues.
    let resume = (): void => undefined;
    const held = new Promise<void>((resolve) => (resume = resolve));
    let going = true;
    let training: Promise<unknown> = Promise.resolve();
    await new Promise<void>((arrived) => {
      const beforeBatch = () => {
        arrived();
        return held;
      };
      training = run.trainEpoch(3, { beforeBatch }).then(() => (going = false));
    });
    // A timer fires meanwhile.
    await new Promise((resolve) => setTimeout(resolve));
    expect(going).toBe(true);
    resume();
    await training;
    run.dispose();
  });

  test("a run goes on from between any two calls and gives the rest to the last bit", async () => {
    const { engine, tf, environment } = native();
    // Three calls per epoch, the last one with a short batch.
    const many = dataOf({ rows: 6001, features: 5, outputs: 3, test: 700 });
    for (const optimizer of ["sgd", "adam", "adamW", "rmsprop"] as const) {
      const momentum = optimizer === "sgd" || optimizer === "rmsprop" ? { momentum: 0.9 } : {};
      const training = trainingOf({ epochs: 2, batchSize: 2, optimizer: { type: optimizer, ...momentum } });
      const plan = { ...planOf(0.3), training };
      const records: EpochRecord[] = [];
      const states: RunState[] = [];
      const whole = await trainRun(engine, plan, many, evaluationOf({ forgottenPasses: 2 }), {
        beforeBatch: async (_, state) => void states.push(structuredClone(await state())),
        onRecord: (record) => void records.push(untimed(record)),
      });
      expect(states.filter(({ training: { samplesDone } }) => samplesDone < 6001).length).toBe(6);
      // And one call for each split, and for the second pass with eval forgotten.
      expect(states.length).toBe(12);
      for (const [index, start] of states.entries()) {
        const rest: EpochRecord[] = [];
        // The same in a process that has trained nothing before.
        const other = index % 6 === 1 ? new GraphEngine(tf, environment, messages) : engine;
        const control = {
          beforeBatch: () => undefined,
          onRecord: (record: EpochRecord) => void rest.push(untimed(record)),
        };
        expect(
          await trainRun(other, plan, many, evaluationOf({ forgottenPasses: 2 }), control, start),
        ).toEqual(whole);
        expect(rest).toEqual(records.slice(start.training.epoch - 1));
      }
    }
  });

  /** Goes on from between any two calls of a run, once in a process that has trained nothing before; the rest is the same. */
  async function goesOnBetweenCalls(
    changes: Partial<RunPlan>,
    image?: [number, number, number],
  ): Promise<RunState[]> {
    const { engine, tf, environment } = native();
    const features = image ? image[0] * image[1] * image[2] : 5;
    const many = { ...dataOf({ rows: 3000, features, outputs: 3, test: 700 }), ...(image && { image }) };
    const plan = { ...planOf(0.3), ...changes };
    const evaluation = evaluationOf({ forgottenPasses: 2 });
    const train = async (on: Engine, start?: RunState) => {
      const records: EpochRecord[] = [];
      const states: RunState[] = [];
      const end = await trainRun(
        on,
        plan,
        many,
        evaluation,
        {
          beforeBatch: async (_, state) => void (start ?? states.push(structuredClone(await state()))),
          onRecord: (record) => void records.push(untimed(record)),
        },
        start,
      );
      return { records, states, end };
    };
    const whole = await train(engine);
    for (const [index, start] of whole.states.entries()) {
      const rest = await train(index === 1 ? new GraphEngine(tf, environment, messages) : engine, start);
      expect(rest.end).toEqual(whole.end);
      expect(rest.records).toEqual(whole.records.slice(start.training.epoch - 1));
    }
    return whole.states;
  }

  const briefly = { epochs: 2, batchSize: 7 } as const;

  test("a run with batch normalisation goes on between any two calls to the last bit", async () => {
    const layers = planOf(0.3).layers.flatMap((layer) =>
      layer.type === "gelu" ? layersOf({ type: "batchNorm" }) : [layer],
    );
    const states = await goesOnBetweenCalls({ layers, training: trainingOf(briefly) });
    expect(states[0]!.training.buffers).not.toEqual(states.at(-1)!.training.buffers);
  });

  test.each(Object.entries(resumed))("%s go on between any two calls to the last bit", async (_, layers) => {
    await goesOnBetweenCalls({ layers: layersOf(...layers), training: trainingOf(briefly) });
  });

  test.each<Parameters<typeof trainingOf>[0]>([
    { schedule: { type: "step", every: 1, warmup: 1 } },
    { schedule: { type: "exponential" } },
    { schedule: { type: "cosine", warmup: 1 } },
    { schedule: { type: "plateau", patience: 0, threshold: 0.9, factor: 0.5 } },
    { rateOverTime: { type: "early", epochs: 1 } },
    { rateOverTime: { type: "linear", epochs: 2 }, clipNorm: 0.5 },
    { maxNorm: 1, labelSmoothing: 0.1, classWeights: "balanced" },
  ])("a run with %j goes on between any two calls to the last bit", async (settings) => {
    await goesOnBetweenCalls({ training: trainingOf({ ...briefly, ...settings }) });
  });

  test("a run on augmented pictures goes on between any two calls to the last bit", async () => {
    const augment = { shift: 1, flip: true, noise: 0.2 };
    const states = await goesOnBetweenCalls({ training: trainingOf({ ...briefly, augment }) }, [2, 3, 1]);
    const [first, ...others] = states.map(({ training }) => training.weights);
    expect(others.at(-1)).not.toEqual(first);
  });

  test.each<[string, Parameters<typeof layersOf>]>([
    ["a chain", [...chain]],
    ["layers", [{ type: "dense", units: 64 }, { type: "gelu" }, { type: "dense", units: 3 }]],
  ])("takes numbers below the smallest normal one for 0: %s", async (_, layers) => {
    const { engine } = native();
    // Without inputs the first kernel has no gradient, and its mean falls to nine tenths with each of seven steps.
    const noInputs = { ...data.train, inputs: new Float32Array(data.train.inputs.length) };
    const plan = {
      ...planOf(0),
      layers: layersOf(...layers),
      training: trainingOf({ batchSize: 16, optimizer: { type: "adam", learningRate: 0.01 } }),
    };
    const begun = engine.openRun(plan, data);
    const start = await begun.state();
    begun.dispose();
    const [means, squares] = start.slots;
    means!.fill(1.5e-38);
    const run = engine.openRun(plan, { ...data, train: noInputs }, { ...start, slots: [means!, squares!] });
    await run.trainEpoch(1, letItRun);
    const { slots } = await run.state();
    expect(slots[0]!.slice(0, 5 * 64)).toEqual(new Float32Array(5 * 64));
    run.dispose();
  });

  test("leaves no tensor and no folder, and at most two idle sessions", async () => {
    const { engine, tf } = native();
    const sessions = () =>
      (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();
    const tensors = tf.memory().numTensors;
    const before = sessions();
    for (let units = 1; units <= 6; units++) await resultsOf(engine, planOf(0.3, units), data, 1);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(sessions()).toBeLessThanOrEqual(before + 2);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith(`dropout-lab-graph-${process.pid}`)),
    ).toEqual([]);
  });
});
