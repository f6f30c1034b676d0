import { expect, test } from "vitest";
import { dropoutOdds } from "../../nn/layers/dropout/mask";
import type { DropoutScaling } from "../../nn/layers/dropout/scalings";
import type { Engine, RunPlan, StateVectors, TrainingState } from "../engine";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../testing";
import { noSums } from "../sample-sums";
import { onNative } from "./testing";

/**
 * Inverted and classic scaling with the same masks are the same function, if the next weights of the inverted one are
 * 1 - p times those of the classic one.
 */
const [inputs, hidden, outputs] = [6, 16, 4];
const data = dataOf({ rows: 150, features: inputs, outputs });

const planOf = (scaling: DropoutScaling, rate: number): RunPlan => ({
  layers: layersOf(
    { type: "dense", units: hidden },
    { type: "tanh" },
    { type: "dropout", rate, scaling },
    { type: "dense", units: outputs },
  ),
  training: trainingOf({ batchSize: 32 }),
  seed: 5,
});

/** What a network gives with these weights, in both modes: its losses, and in eval mode each output. */
async function givenBy(engine: Engine, plan: RunPlan, { weights, buffers }: StateVectors) {
  const start: TrainingState = {
    ...{ epoch: 0, samplesDone: 0, sums: noSums, weights, buffers },
    slots: [new Float32Array(weights.length), new Float32Array(weights.length)],
  };
  const run = engine.openRun(plan, data, start);
  try {
    const predictions: number[] = [];
    for await (const some of run.predict(data.validation)) predictions.push(...some);
    return {
      predictions,
      correct: await run.evaluate("validation", "eval", 1, 0, letItRun),
      forgotten: await run.evaluate("validation", "evalForgotten", 1, 0, letItRun),
    };
  } finally {
    run.dispose();
  }
}

/** The initial weights, with the last kernel multiplied by a factor. */
async function weightsOf(engine: Engine, rate: number, factor: number): Promise<StateVectors> {
  const run = engine.openRun(planOf("classic", rate), data);
  try {
    const { weights, buffers } = await run.vectors();
    const from = inputs * hidden + hidden;
    const scaled = weights.map((weight, index) =>
      index >= from && index < from + hidden * outputs ? weight * factor : weight,
    );
    return { weights: scaled, buffers };
  } finally {
    run.dispose();
  }
}

function declareTests(engine: () => Engine): void {
  const keep = (rate: number) => dropoutOdds(rate, "classic").inference;

  // Powers of two, with which float32 multiplies exactly.
  test.each([0.5, 0.75])(
    "classic is inverted with 1 - p times the next weights, bit for bit, at p = %d",
    async (rate) => {
      const classic = await givenBy(engine(), planOf("classic", rate), await weightsOf(engine(), rate, 1));
      const inverted = await givenBy(
        engine(),
        planOf("inverted", rate),
        await weightsOf(engine(), rate, keep(rate)),
      );
      expect(inverted).toEqual(classic);
      expect(classic.forgotten).not.toEqual(classic.correct);
    },
  );

  test.each([0.1, 0.3, 0.9])("and within the rounding of float32 at p = %d", async (rate) => {
    const classic = await givenBy(engine(), planOf("classic", rate), await weightsOf(engine(), rate, 1));
    const inverted = await givenBy(
      engine(),
      planOf("inverted", rate),
      await weightsOf(engine(), rate, keep(rate)),
    );
    inverted.predictions.forEach((output, index) =>
      expect(output).toBeCloseTo(classic.predictions[index]!, 5),
    );
    expect(inverted.correct.loss).toBeCloseTo(classic.correct.loss, 5);
    expect(inverted.forgotten.loss).toBeCloseTo(classic.forgotten.loss, 5);
  });

  test("none is classic with dropout on; off, it gives the next layer 1/(1 - p) times as much", async () => {
    const rate = 0.75;
    const weights = await weightsOf(engine(), rate, 1);
    const none = await givenBy(engine(), planOf("none", rate), weights);
    const classic = await givenBy(engine(), planOf("classic", rate), weights);
    expect(none.forgotten).toEqual(classic.forgotten);
    const enlarged = await givenBy(
      engine(),
      planOf("classic", rate),
      await weightsOf(engine(), rate, 1 / keep(rate)),
    );
    expect(none.predictions).toEqual(enlarged.predictions);
    expect(none.predictions).not.toEqual(classic.predictions);
  });

  test.each(["classic", "none"] as const)("at p = 0 %s is inverted", async (scaling) => {
    const weights = await weightsOf(engine(), 0, 1);
    const given = await givenBy(engine(), planOf(scaling, 0), weights);
    expect(given).toEqual(await givenBy(engine(), planOf("inverted", 0), weights));
  });

  test("runs of one seed draw the same masks under every scaling, and train differently", async () => {
    const trained = [];
    for (const scaling of ["inverted", "classic", "none"] as const) {
      const run = engine().openRun(planOf(scaling, 0.5), data);
      await run.trainEpoch(1, letItRun);
      trained.push((await run.vectors()).weights);
      run.dispose();
    }
    // In training nothing tells none from classic.
    expect(trained[1]).toEqual(trained[2]);
    expect(trained[1]).not.toEqual(trained[0]);
  });
}

onBackends((backend) => declareTests(() => backend().engine), ["tensorflow", "cpu"]);
onNative((native) => declareTests(() => native().engine));
