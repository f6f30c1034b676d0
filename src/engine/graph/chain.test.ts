import { cpus } from "node:os";
import { Worker } from "node:worker_threads";
import { describe, expect, test, type TestContext } from "vitest";
import { RandomStream } from "../../random/random";
import { dataOf, layersOf, letItRun, trainingOf } from "../testing";
import { addOwnOps } from "./own-ops";
import { onNative, resultsOf, weightsApart, withEachCount } from "./testing";

type Layers = Parameters<typeof layersOf>;
type Training = Parameters<typeof trainingOf>[0];

const needsOwnOps = (context: TestContext) =>
  context.skip(!addOwnOps(), "the lab's own operations are not there: npm run setup says why");

/** Networks of dense layers, rectifiers and dropout in any order, with sizes around the tiles of 6 and 14 rows and 16 and 32 columns. */
function drawn(seed: number) {
  const random = new RandomStream(seed, "dataSampling");
  const upTo = (most: number) => 1 + random.integer(most);
  const between = (): Layers[number][] =>
    Array.from({ length: random.integer(4) }, () => {
      const kinds: Layers = [
        { type: "relu" },
        { type: "leakyRelu", slope: random.integer(5) / 4 },
        { type: "dropout", rate: random.integer(4) / 4, scaling: "classic" },
        { type: "dropout", rate: random.integer(4) / 5 },
        { type: "flatten" },
      ];
      return kinds[random.integer(kinds.length)]!;
    });
  const hidden = Array.from({ length: random.integer(4) }, () => [
    { type: "dense", units: upTo(80), ...(random.integer(3) === 0 && { l2: 0.01 }) } as const,
    ...between(),
  ]).flat();
  const isClassified = random.integer(3) > 0;
  const outputs = isClassified ? 1 + upTo(12) : 1;
  const task = isClassified ? "classification" : "regression";
  const training: Training = {
    batchSize: upTo(50),
    loss: isClassified ? "softmaxCrossEntropy" : "meanSquaredError",
    l2: random.integer(2) * 0.001,
    optimizer: { type: random.integer(2) === 0 ? "adam" : "adamW", learningRate: 0.003 },
    ...(random.integer(3) === 0 && { schedule: { type: "exponential", factor: 0.7 } }),
  };
  return {
    layers: layersOf(...between(), ...hidden, { type: "dense", units: outputs }, ...between()),
    training: trainingOf(training),
    data: dataOf({ task, rows: 40 + upTo(100), features: upTo(70), outputs }),
  };
}

/** Wide kernels of few and many rows, columns and units, and minibatches beyond the 1024 places that are put in order at once. */
const wideForms = [
  { features: 500, units: [600, 450], batchSize: 45 },
  { features: 2100, units: [130, 20], batchSize: 5 },
  { features: 260, units: [1040, 255], batchSize: 1100 },
  { features: 1100, units: [1025, 300], batchSize: 29 },
  { features: 9, units: [2050, 140], batchSize: 64 },
] as const;

function wide({ features, units, batchSize }: (typeof wideForms)[number], products: "float32" | "bfloat16") {
  const [first, second] = units;
  const layers = layersOf(
    { type: "dense", units: first, l2: 0.001 },
    { type: "relu" },
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: second },
    { type: "leakyRelu" },
    { type: "dense", units: 10 },
  );
  const training = trainingOf({ batchSize, products, optimizer: { type: "adam", learningRate: 0.001 } });
  return {
    plan: { layers, training, seed: 6 },
    data: dataOf({ rows: Math.max(200, batchSize + 40), features, outputs: 10 }),
  };
}

onNative((native) => {
  test.for(Array.from({ length: 60 }, (_, index) => index))(
    "a chain trains as the plain engine does: network %i",
    async (seed, context) => {
      needsOwnOps(context);
      const { engine, plain } = native();
      const { data, ...plan } = drawn(20261130 + seed);
      const found = await resultsOf(engine, { ...plan, seed }, data);
      const reference = await resultsOf(plain, { ...plan, seed }, data);
      expect(weightsApart(found.weights, reference.weights)).toBeLessThan(2e-4);
      found.measures.forEach((measures, epoch) => {
        for (const [name, { loss, accuracy }] of Object.entries(measures)) {
          const expected = reference.measures[epoch]![name as keyof typeof measures];
          expect(Math.abs(loss / expected.loss - 1), name).toBeLessThan(1e-4);
          // A row whose two largest outputs are all but equal may fall to either.
          expect(Math.abs((accuracy ?? 0) - (expected.accuracy ?? 0)), name).toBeLessThan(0.011);
        }
      });
    },
  );

  describe.for(wideForms)("a wide chain of $features features, units $units, batch $batchSize", (form) => {
    test.for(["float32", "bfloat16"] as const)(
      "has the same bits with one, two and three threads, in %s",
      async (products, context) => {
        needsOwnOps(context);
        const { engine } = native();
        const { plan, data } = wide(form, products);
        const all = await withEachCount(() => resultsOf(engine, plan, data));
        expect(all[1]).toEqual(all[0]);
        expect(all[2]).toEqual(all[0]);
      },
    );

    test("trains as the plain engine does", async (context) => {
      needsOwnOps(context);
      const { engine, plain } = native();
      const { plan, data } = wide(form, "float32");
      const [found, reference] = [await resultsOf(engine, plan, data), await resultsOf(plain, plan, data)];
      expect(weightsApart(found.weights, reference.weights)).toBeLessThan(1e-4);
    });
  });

  test("a wide chain has the same bits while others use the processors, so that threads take parts of each other", async (context) => {
    needsOwnOps(context);
    const { engine } = native();
    const { plan, data } = wide(wideForms[4], "float32");
    const quiet = await resultsOf(engine, plan, data);
    const others = cpus().map(() => new Worker("for (;;);", { eval: true }));
    try {
      for (const busy of await withEachCount(() => resultsOf(engine, plan, data)))
        expect(busy).toEqual(quiet);
    } finally {
      await Promise.all(others.map((other) => other.terminate()));
    }
  });

  test("a run that went on from its state has the bits of one that did not stop", async (context) => {
    needsOwnOps(context);
    const { engine } = native();
    const { data, ...plan } = drawn(5);
    const whole = engine.openRun({ ...plan, seed: 3 }, data);
    await whole.trainEpoch(1, letItRun);
    const state = await whole.state();
    await whole.trainEpoch(2, letItRun);
    const continued = engine.openRun({ ...plan, seed: 3 }, data, state);
    await continued.trainEpoch(2, letItRun);
    expect(await continued.state()).toEqual(await whole.state());
    for (const run of [whole, continued]) run.dispose();
  });

  test("networks whose operations have the same attributes can train in turns", async (context) => {
    needsOwnOps(context);
    const { engine } = native();
    const data = dataOf({ rows: 80, features: 20, outputs: 4 });
    const plans = [30, 17].map((units) => ({
      layers: layersOf({ type: "dense", units }, { type: "dropout", rate: 0.3 }, { type: "dense", units: 4 }),
      training: trainingOf({ batchSize: 16, optimizer: { type: "adam", learningRate: 0.01 } }),
      seed: units,
    }));
    const alone = [];
    for (const plan of plans) alone.push((await resultsOf(engine, plan, data, 2)).weights);
    const runs = plans.map((plan) => engine.openRun(plan, data));
    for (const epoch of [1, 2]) for (const run of runs) await run.trainEpoch(epoch, letItRun);
    expect(await Promise.all(runs.map((run) => run.weights()))).toEqual(alone);
    for (const run of runs) run.dispose();
  });

  test("predicts the same for rows that the run has and for others with the same numbers, with masks and without", async (context) => {
    needsOwnOps(context);
    const { engine } = native();
    // More than go through the network together.
    const data = dataOf({ rows: 1300, features: 9, outputs: 3 });
    const layers = layersOf(
      { type: "dropout", rate: 0.2 },
      { type: "dense", units: 13 },
      { type: "relu" },
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 3 },
    );
    const training = trainingOf({ batchSize: 16, optimizer: { type: "adam", learningRate: 0.01 } });
    const run = engine.openRun({ layers, training, seed: 1 }, data);
    const outputs = async (rows: typeof data.train, pass?: number) => {
      const all: number[] = [];
      const masked = pass === undefined ? undefined : { epoch: 1, pass };
      for await (const part of run.predict(rows, undefined, masked)) all.push(...part);
      return all;
    };
    for (const pass of [undefined, 0, 1]) {
      const own = await outputs(data.train, pass);
      expect(own).toHaveLength(3 * data.train.rows);
      expect(await outputs({ ...data.train }, pass)).toEqual(own);
    }
    expect(await outputs(data.train, 1)).not.toEqual(await outputs(data.train, 0));
    run.dispose();
  });

  test("knows what it put out for the validation split until it trains on, bit for bit as it predicts", async (context) => {
    needsOwnOps(context);
    const { engine } = native();
    for (const seed of [1, 2, 3, 4]) {
      const { data, ...plan } = drawn(seed);
      const run = engine.openRun({ ...plan, seed }, data);
      const start = await run.vectors();
      for (const epoch of [1, 2]) {
        await run.trainEpoch(epoch, letItRun);
        expect(run.evaluatedOutputs!()).toBeNull();
        await run.evaluate("train", "eval", epoch, 0, letItRun);
        expect(run.evaluatedOutputs!()).toBeNull();
        await run.evaluate("validation", "eval", epoch, 0, letItRun);
        const outputs = run.evaluatedOutputs!();
        await run.evaluate("validation", "evalForgotten", epoch, 1, letItRun);
        for await (const other of run.predict(data.validation, start)) expect(other).not.toEqual(outputs);
        for await (const predicted of run.predict(data.validation)) expect(predicted).toEqual(outputs);
        expect(run.evaluatedOutputs!()).toEqual(outputs);
      }
      run.dispose();
    }
  });

  describe("a loss that grows beyond numbers is not a number", () => {
    test.each(["classification", "regression"] as const)("%s", async (task) => {
      const isClassified = task === "classification";
      const data = dataOf({ task, rows: 64, features: 8, outputs: isClassified ? 3 : 1 });
      const plan = {
        layers: layersOf(
          { type: "dense", units: 20 },
          { type: "relu" },
          { type: "dense", units: isClassified ? 3 : 1 },
        ),
        training: trainingOf({
          batchSize: 16,
          loss: isClassified ? "softmaxCrossEntropy" : "meanSquaredError",
          optimizer: { type: "adam", learningRate: 1e30 },
        }),
        seed: 1,
      };
      const { measures } = await resultsOf(native().engine, plan, data);
      expect(Number.isFinite(measures.at(-1)!.training.loss)).toBe(false);
    });
  });
});
