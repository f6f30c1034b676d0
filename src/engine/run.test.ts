import { expect, test } from "vitest";
import { epochsToTrain, epochToMeasure } from "../experiment/early-stopping";
import { epochSelections, reach } from "../experiment/epoch-selection";
import { type EpochRecord, epochRecordSchema } from "../experiment/result";
import type { Schedule } from "../nn/schedules/kinds";
import { runEndSchema } from "../experiment/run-end";
import type { NamedValues, RunPlan } from "./engine";
import {
  type KeptWeights,
  RunCancelled,
  type RunControl,
  type RunOutcome,
  type RunState,
  trainRun,
} from "./run";
import { resumed } from "./resumed.testing";
import { dataOf, evaluationOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";

const data = dataOf({ rows: 60, features: 4, outputs: 3 });
const plan: RunPlan = {
  layers: layersOf(
    { type: "dense", units: 12 },
    { type: "relu" },
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: 3 },
  ),
  training: trainingOf({ epochs: 3, batchSize: 20 }),
  seed: 4,
};

const measured = ({ records }: { records: EpochRecord[] }) =>
  records.map((record) => ({ ...record, trainingSeconds: 0, evaluationSeconds: 0 }));

onBackends((backend) => {
  /** Trains and returns the results, however the run ended; checks that no tensor is left. */
  async function train(
    changes: Partial<RunPlan>,
    {
      on = data,
      control = letItRun as Pick<RunControl, "beforeBatch">,
      forgottenPasses = 1,
      evaluation = evaluationOf({ forgottenPasses }),
      start = undefined as RunState | undefined,
    } = {},
  ): Promise<{ records: EpochRecord[]; end: unknown }> {
    const { tf, engine } = backend();
    const before = tf.memory().numTensors;
    const records: EpochRecord[] = [];
    const end: unknown = await trainRun(
      engine,
      { ...plan, ...changes },
      on,
      evaluation,
      { ...control, onRecord: (record) => void records.push(record) },
      start,
    ).catch((error: unknown) => error);
    expect(tf.memory().numTensors).toBe(before);
    return { records, end };
  }

  test("a run gives one whole record an epoch, and its weights", async () => {
    const { records, end } = await train({});
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    for (const record of records) {
      expect(epochRecordSchema.parse(record)).toEqual(record);
      expect(record.validation.train.loss).not.toBe(record.validation.eval.loss);
      expect(record.validation.train).not.toHaveProperty("lossSd");
      expect(record.training).toHaveProperty("accuracy");
    }
    expect(end).toMatchObject({
      cancelled: false,
      weights: [
        { name: "layers.0.kernel", shape: [4, 12] },
        { name: "layers.0.bias", shape: [12] },
        { name: "layers.3.kernel", shape: [12, 3] },
        { name: "layers.3.bias", shape: [3] },
      ],
    });
  });

  test("several passes with eval forgotten give their mean and standard deviation", async () => {
    const { records } = await train({}, { forgottenPasses: 3 });
    const run = backend().engine.openRun(plan, data);
    await run.trainEpoch(1, letItRun);
    const losses = [];
    for (const pass of [0, 1, 2])
      losses.push((await run.evaluate("validation", "evalForgotten", 1, pass, letItRun)).loss);
    run.dispose();
    const mean = (losses[0]! + losses[1]! + losses[2]!) / 3;
    const { validation } = records[0]!;
    expect(validation.train.loss).toBeCloseTo(mean, 12);
    expect(validation.train.lossSd).toBeCloseTo(
      Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 2),
      12,
    );
    expect(validation.train).toHaveProperty("accuracySd");
  });

  test.each(epochSelections)(
    "at the end, the weights of the %s epoch are measured once, and kept for nothing else",
    async (measureAt) => {
      // Training at this rate makes the best epoch neither the first nor the last.
      const training = trainingOf({
        epochs: 9,
        batchSize: 20,
        optimizer: { type: "adam", learningRate: 0.2 },
      });
      const on = { ...data, test: dataOf({ rows: 700, features: 4, outputs: 3 }).train };
      const evaluation = evaluationOf({ measureAt, patience: 1 });
      const states: RunState[] = [];
      const control = {
        beforeBatch: async (_: number, state: () => Promise<RunState>) => void states.push(await state()),
      };
      const { records, end: whole } = await train({ training }, { on, evaluation, control });
      const { end } = whole as RunOutcome;
      const { record } = reach(records, measureAt, 1);
      expect(runEndSchema.parse(end)).toEqual(end);
      expect(end).toMatchObject({ epoch: record.epoch, validation: { rows: 60 }, test: { rows: 700 } });
      expect(end!.validation.loss).toBeCloseTo(record.validation.eval.loss, 5);
      expect(end!.validation.accuracy).toBeCloseTo(record.validation.eval.accuracy!, 12);
      // Measured by the engine's own evaluation, on the same weights.
      const after = [...states]
        .reverse()
        .find(({ training: { epoch }, measured }) => epoch === record.epoch && measured.length === 3);
      const run = backend().engine.openRun(
        { ...plan, training },
        { ...on, validation: on.test },
        after!.training,
      );
      const measures = await run.evaluate("validation", "eval", record.epoch, 0, letItRun);
      run.dispose();
      expect(end!.test!.loss).toBeCloseTo(measures.loss, 5);
      expect(end!.test!.accuracy).toBeCloseTo(measures.accuracy!, 12);
      // From everywhere on it ends alike.
      for (const start of states.filter((_, index) => index % 11 === 3))
        expect((await train({ training }, { on, evaluation, start })).end).toEqual(whole);
      const other = await train({ training }, { on: data, evaluation: evaluationOf({ measureAt: "last" }) });
      expect((other.end as RunOutcome).weights).toEqual((whole as RunOutcome).weights);
      expect((other.end as RunOutcome).end).not.toHaveProperty("test");
    },
  );

  test.each([true, false])(
    "early stopping ends a run, and it does so from everywhere on (%s)",
    async (restoreBest) => {
      const earlyStopping = { patience: 2, minDelta: 0.001, restoreBest };
      const recipe = { epochs: 20, batchSize: 20, optimizer: { type: "adam", learningRate: 0.2 } } as const;
      const evaluation = evaluationOf({ measureAt: "last" });
      const states: RunState[] = [];
      const control = {
        beforeBatch: async (_: number, state: () => Promise<RunState>) => void states.push(await state()),
      };
      const training = trainingOf({ ...recipe, earlyStopping });
      const { records, end } = await train({ training }, { evaluation, control });
      const last = records.length;
      expect(last).toBe(epochsToTrain(records, training));
      expect(last).toBeLessThan(20);
      const { measured: kept, weights, ...others } = end as RunOutcome;
      const best = epochToMeasure(records, { training, evaluation });
      expect(best).toBe(restoreBest ? last - 2 : last);
      expect([kept!.epoch, others.end!.epoch, others.cancelled]).toEqual([best, best, false]);
      // The same as a run that was meant to end there.
      const shorter = async (epochs: number) => {
        const { end: short } = await train({ training: trainingOf({ ...recipe, epochs }) }, { evaluation });
        return short as RunOutcome;
      };
      expect(weights).toEqual((await shorter(last)).weights);
      expect(kept!.weights).toEqual((await shorter(best)).weights);
      expect(others.end).toEqual((await shorter(best)).end);
      for (const start of states.filter((_, index) => index % 5 === 2)) {
        const rest = await train({ training }, { evaluation, start });
        expect(rest.records.at(-1)!.epoch).toBe(last);
        expect(rest.end).toEqual(end);
      }
    },
  );

  test("a run goes on from a checkpoint of a lab that chose no epoch, and is then not measured", async () => {
    const states: RunState[] = [];
    const control = {
      beforeBatch: async (_: number, state: () => Promise<RunState>) => void states.push(await state()),
    };
    const { end: whole } = await train({}, { control });
    const start: RunState = { ...states.at(-1)! };
    delete (start as { chosen?: unknown }).chosen;
    expect((await train({}, { start })).end).toEqual({ ...(whole as RunOutcome), end: null, measured: null });
    const measureAt = evaluationOf({ measureAt: "last" });
    expect((await train({}, { start, evaluation: measureAt })).end).toMatchObject({ end: { epoch: 3 } });
  });

  test("the averaged prediction of passes is measured each epoch and at the end, from everywhere on", async () => {
    const evaluation = evaluationOf({ mcPasses: 3, measureAt: "last" });
    const states: RunState[] = [];
    const control = {
      beforeBatch: async (_: number, state: () => Promise<RunState>) => void states.push(await state()),
    };
    const whole = await train({}, { evaluation, control });
    const { end } = whole.end as RunOutcome;
    const { mc } = whole.records.at(-1)!.validation;
    // By hand, from the outputs of each pass.
    const run = backend().engine.openRun(plan, data);
    for (const epoch of [1, 2, 3]) await run.trainEpoch(epoch, letItRun);
    const means = Array.from({ length: 60 * 3 }, () => 0);
    for (const pass of [0, 1, 2]) {
      let [loss, place] = [0, 0];
      for await (const outputs of run.predict(data.validation, undefined, { epoch: 3, pass })) {
        for (let start = 0; start < outputs.length; start += 3, place += 3) {
          const powers = Array.from(outputs.subarray(start, start + 3), Math.exp);
          const sum = powers.reduce((total, power) => total + power, 0);
          for (const [index, power] of powers.entries()) means[place + index]! += power / sum / 3;
          loss -= Math.log(powers[data.validation.targets[place / 3]!]! / sum) / 60;
        }
      }
      const { loss: expected } = await run.evaluate("validation", "evalForgotten", 3, pass, letItRun);
      expect(loss).toBeCloseTo(expected, 5);
    }
    run.dispose();
    const losses = Array.from(data.validation.targets, (target, row) => -Math.log(means[row * 3 + target]!));
    expect(mc!.loss).toBeCloseTo(losses.reduce((sum, each) => sum + each, 0) / 60, 5);
    expect(mc!.calibration).toBeGreaterThan(0);
    expect(end!.validation).toMatchObject({ mcLoss: mc!.loss, mcAccuracy: mc!.accuracy });
    for (const start of states.filter((_, index) => index % 5 === 3)) {
      const rest = await train({}, { evaluation, start });
      expect(measured(rest)).toEqual(measured(whole).slice(start.training.epoch - 1));
      expect(rest.end).toEqual(whole.end);
    }
  });

  test("a regression has losses only", async () => {
    const { records } = await train(
      {
        layers: layersOf({ type: "dense", units: 1 }),
        training: trainingOf({ loss: "meanSquaredError", epochs: 1 }),
      },
      { on: dataOf({ task: "regression", outputs: 1 }), forgottenPasses: 2 },
    );
    const { training, train: onTraining, validation } = records[0]!;
    expect(Object.keys(training)).toEqual(["loss"]);
    expect(Object.keys(onTraining.eval)).toEqual(["loss"]);
    expect(Object.keys(validation.train).sort()).toEqual(["loss", "lossSd"]);
  });

  test("the log likelihood of a regression is in the target's units, with the validation split's noise", async () => {
    const units = dataOf({ task: "regression", outputs: 1, test: 30 });
    const divisor = 250;
    const on = { ...units, preparation: { target: { task: "regression" as const, mean: -7, divisor } } };
    const endOf = async (rate: number) => {
      const { end } = await train(
        {
          layers: layersOf({ type: "dropout", rate }, { type: "dense", units: 1 }),
          training: trainingOf({ loss: "meanSquaredError", epochs: 2 }),
        },
        { on, evaluation: evaluationOf({ mcPasses: 4, measureAt: "last" }) },
      );
      return (end as RunOutcome).end!;
    };
    const { validation, test: ofTest } = await endOf(0);
    // Σ log N(y; ŷ, L) of L's own rows, and of others.
    const noise = validation.loss;
    const log = Math.log(2 * Math.PI * noise);
    expect(validation.logLikelihood).toBeCloseTo(-0.5 * (log + 1) - Math.log(divisor), 8);
    expect(ofTest!.logLikelihood).toBeCloseTo(-0.5 * (log + ofTest!.loss / noise) - Math.log(divisor), 8);
    // Without dropout, all passes are eval mode.
    for (const split of [validation, ofTest!]) {
      expect(split.mcLogLikelihood).toBeCloseTo(split.logLikelihood!, 6);
      expect(split.mcRmse).toBeCloseTo(split.rmse!, 4);
    }
    const dropped = await endOf(0.5);
    expect(dropped.validation.mcLogLikelihood).not.toBeCloseTo(dropped.validation.logLikelihood!, 3);
    expect(dropped.validation.mcRmse).toBeCloseTo(divisor * Math.sqrt(dropped.validation.mcLoss!), 8);
  });

  test("cancelling takes effect before the next batch and keeps records and weights", async () => {
    let batches = 0;
    const control = {
      beforeBatch: () => {
        if (++batches === 8) throw new RunCancelled();
      },
    };
    // An epoch has three batches of training and one for each of its three evaluations.
    const { records, end } = await train({}, { control });
    expect(batches).toBe(8);
    expect(records.length).toBe(1);
    const names = ["layers.0.kernel", "layers.0.bias", "layers.3.kernel", "layers.3.bias"];
    expect(end).toMatchObject({ cancelled: true, weights: names.map((name) => ({ name })) });
  });

  test("weights that are kept are those after their epoch, until the run ends or is cancelled", async () => {
    const { engine } = backend();
    const last = 2;
    const trainUpTo = async (epochs: number) => {
      const training = { ...plan.training, epochs };
      const control = { ...letItRun, onRecord: () => undefined };
      return (await trainRun(engine, { ...plan, training }, data, evaluationOf(), control)).weights;
    };
    const expected = [await trainUpTo(1), await trainUpTo(last)];
    const kept: KeptWeights[] = [];
    const found: NamedValues[][] = [];
    const control: RunControl = {
      beforeBatch: () => {
        if (kept.length === last) throw new RunCancelled();
      },
      onRecord: async (_, keep) => void kept.push(await keep()),
      onCancelled: () => void found.push(...kept.map((each) => each.read())),
    };
    await trainRun(engine, plan, data, evaluationOf(), control);
    expect(found).toEqual(expected);
  });

  test("a paused run waits, and then gives what it would have given", async () => {
    const plain = await train({});
    const control = { beforeBatch: () => new Promise<void>((resolve) => setTimeout(resolve, 2)) };
    const paused = await train({}, { control });
    expect(measured(paused)).toEqual(measured(plain));
    expect(paused.end).toEqual(plain.end);
  });

  /** Goes on from between any two batches of a run, and expects the rest to the last bit. */
  async function goesOnFromEverywhere(changes: Partial<RunPlan>, forgottenPasses = 2, on = data) {
    const states: RunState[] = [];
    const control: Pick<RunControl, "beforeBatch"> = {
      beforeBatch: async (_, state) => void states.push(structuredClone(await state())),
    };
    const whole = await train(changes, { control, forgottenPasses, on });
    for (const start of states) {
      const rest = await train(changes, { start, forgottenPasses, on });
      expect(measured(rest)).toEqual(measured(whole).slice(start.training.epoch - 1));
      expect(rest.end).toEqual(whole.end);
      expect(rest.records[0]!.trainingSeconds).toBeGreaterThanOrEqual(start.trainingSeconds);
      expect(rest.records[0]!.evaluationSeconds).toBeGreaterThanOrEqual(start.evaluationSeconds);
    }
    return { whole, states };
  }

  test("a run with batch normalisation goes on with its running statistics, to the last bit", async () => {
    const layers = layersOf(
      { type: "dense", units: 12 },
      { type: "batchNorm" },
      { type: "dropout", rate: 0.4 },
      { type: "dense", units: 3 },
    );
    const changes = { layers, training: trainingOf({ epochs: 2, batchSize: 25 }) };
    const { whole } = await goesOnFromEverywhere(changes);
    expect(whole.end).toHaveProperty("weights.4.name", "layers.1.runningMean");
    for (const record of whole.records) {
      const { eval: none, train: all, dropoutForgotten, batchNormForgotten } = record.validation;
      expect(new Set([none, all, dropoutForgotten!, batchNormForgotten!].map(({ loss }) => loss)).size).toBe(
        4,
      );
      expect(dropoutForgotten).toHaveProperty("lossSd");
      expect(batchNormForgotten).not.toHaveProperty("lossSd");
      expect(epochRecordSchema.parse(record)).toEqual(record);
    }
    // Where nothing is dropped, forgetting eval is forgetting batch normalisation.
    const [undropped] = (await train({ ...changes, layers: layers.filter(({ type }) => type !== "dropout") }))
      .records;
    expect(Object.keys(undropped!.validation).sort()).toEqual(["eval", "train"]);
  });

  test("a run with residual blocks and stochastic depth goes on, to the last bit", async () => {
    const layers = layersOf(
      {
        type: "residual",
        layers: [{ type: "dense", units: 9 }, { type: "batchNorm" }, { type: "relu" }],
      },
      {
        type: "residual",
        layers: [
          { type: "dense", units: 9 },
          { type: "dropout", rate: 0.3 },
          { type: "stochasticDepth", rate: 0.4 },
        ],
      },
      { type: "dense", units: 3 },
    );
    const changes = { layers, training: trainingOf({ epochs: 2, batchSize: 25 }) };
    const { whole } = await goesOnFromEverywhere(changes);
    expect(whole.end).toHaveProperty("weights.6.name", "layers.0.shortcut.kernel");
  });

  test.each(Object.entries(resumed))(
    "%s go on from between any two batches, to the last bit",
    async (_, layers) => {
      const changes = { layers: layersOf(...layers), training: trainingOf({ epochs: 2, batchSize: 25 }) };
      await goesOnFromEverywhere(changes);
    },
  );

  test("a run goes on from between any two batches and gives the rest to the last bit", async () => {
    const trainings: Parameters<typeof trainingOf>[0][] = [
      { optimizer: { type: "sgd", momentum: 0.9 } },
      { optimizer: { type: "adam" } },
      { optimizer: { type: "adamW" } },
      { optimizer: { type: "rmsprop", momentum: 0.9 } },
      { schedule: { type: "step", every: 1, warmup: 1 } },
      { schedule: { type: "exponential" } },
      { schedule: { type: "cosine", warmup: 1 } },
      { rateOverTime: { type: "linear", epochs: 3 }, maxNorm: 1, clipNorm: 0.5 },
      { labelSmoothing: 0.1, classWeights: "balanced" },
      // No loss is ten times as low: the learning rate falls after every epoch but the first.
      { schedule: { type: "plateau", patience: 0, threshold: 0.9, factor: 0.5 } },
    ];
    for (const settings of trainings) {
      // The last batch of an epoch is short.
      const training = trainingOf({ epochs: 3, batchSize: 25, ...settings });
      const { states } = await goesOnFromEverywhere({ training }, 3);
      // Three batches of training and one for each of five evaluations, three times.
      expect(states.length).toBe(24);
    }
  });

  test("a run on augmented pictures goes on, to the last bit", async () => {
    const images = { ...data, image: [2, 2, 1] as [number, number, number] };
    const training = trainingOf({
      epochs: 2,
      batchSize: 25,
      augment: { shift: 1, flip: true, noise: 0.2 },
    });
    await goesOnFromEverywhere({ training }, 1, images);
  });

  test("records tell the learning rate of the last step only where a schedule changes it", async () => {
    const rates = async (schedule?: Schedule) => {
      const optimizer = { type: "sgd", learningRate: 0.4 } as const;
      const training = trainingOf({ epochs: 3, batchSize: 20, optimizer, ...(schedule && { schedule }) });
      return (await train({ training })).records.map(({ learningRate }) => learningRate);
    };
    expect(await rates()).toEqual([undefined, undefined, undefined]);
    expect(await rates({ type: "exponential", factor: 0.5, warmup: 1 })).toEqual([0.4, 0.4, 0.2]);
    const plateau = { type: "plateau", patience: 0, threshold: 0.9, factor: 0.5, warmup: 0 } as const;
    expect(await rates(plateau)).toEqual([0.4, 0.4, 0.2]);
    const [, , last] = await rates({ type: "cosine", lowest: 0, warmup: 0 });
    expect(last).toBeCloseTo(0.2 * (1 + Math.cos((8 / 9) * Math.PI)), 12);
  });

  test("records tell the factor of the rates only where it changes, and no dropout leaves eval forgotten alone", async () => {
    const { records } = await train({
      training: trainingOf({ epochs: 3, rateOverTime: { type: "linear", epochs: 3, from: 1, to: 0 } }),
    });
    expect(records.map(({ rateFactor }) => rateFactor)).toEqual([1, 0.5, 0]);
    const same = records.map(({ validation }) => validation.train.loss === validation.eval.loss);
    expect(same).toEqual([false, false, true]);
    expect((await train({})).records[0]).not.toHaveProperty("rateFactor");
  });

  test("a loss that is no number any more ends the run, with the epoch", async () => {
    const optimizer = { type: "sgd", learningRate: 1e25 } as const;
    const { records, end } = await train({ training: trainingOf({ optimizer, epochs: 5 }) });
    expect(end).toMatchObject({ code: "lossNotFinite", parameters: { epoch: records.length + 1 } });
    expect(records.length).toBeLessThan(2);
  });

  test("what goes wrong elsewhere comes out as it is", async () => {
    const broken = new Error("broken");
    const control = {
      beforeBatch: () => {
        throw broken;
      },
    };
    expect((await train({}, { control })).end).toBe(broken);
  });

  test("a network that does not fit the data is refused by name", async () => {
    const dense = (units: number) => layersOf({ type: "dense", units });
    const regression = dataOf({ task: "regression", outputs: 1 });
    const squared = trainingOf({ loss: "meanSquaredError" });
    const refusals: [Partial<RunPlan>, typeof data, object][] = [
      [{ layers: layersOf({ type: "relu" }) }, data, { code: "noDenseLayer" }],
      [{ layers: dense(4) }, data, { code: "outputsNotClasses", parameters: { units: 4, classes: 3 } }],
      [
        { layers: dense(2), training: squared },
        regression,
        { code: "outputsNotOne", parameters: { units: 2 } },
      ],
      [{ layers: dense(1) }, regression, { code: "lossForClassification" }],
      [
        {
          layers: layersOf({ type: "batchNorm" }, { type: "dense", units: 3 }),
          training: trainingOf({ batchSize: 59 }),
        },
        data,
        { code: "batchOfOneRow", parameters: { batchSize: 59, train: 60 } },
      ],
    ];
    for (const [changes, on, failure] of refusals) {
      expect((await train(changes, { on })).end).toMatchObject(failure);
    }
  });
});
