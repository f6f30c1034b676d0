import { expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import type { Tensorflow } from "../tensor/tensorflow";
import { minibatchOf, unitOf } from "./minibatch";
import { openNetwork } from "./network";

const data = dataOf({ task: "regression", rows: 10, features: 4, outputs: 1 });
const plan = {
  layers: layersOf(
    { type: "dropout", rate: 0.2 },
    { type: "dense", units: 12 },
    { type: "reshape", height: 2, width: 2, channels: 3 },
    { type: "layerNorm" },
    { type: "tanh" },
    { type: "dropout", rate: 0.5 },
    { type: "flatten" },
    { type: "dense", units: 1 },
    { type: "dropout", rate: 0.1 },
  ),
  training: trainingOf({ loss: "meanSquaredError", optimizer: { type: "sgd" }, batchSize: 4, epochs: 3 }),
  seed: 3,
};
/** With statistics of the batch in place of those of each sample. */
const normed = {
  ...plan,
  layers: plan.layers.flatMap((layer) =>
    layer.type === "layerNorm" ? layersOf({ type: "batchNorm" }) : [layer],
  ),
};
/** Layers in order: 0 to 3 in the first block, which is 4; 5 to 7 in the second, which is 8. */
const blocks = {
  ...plan,
  layers: layersOf(
    {
      type: "residual",
      layers: [
        { type: "dense", units: 6 },
        { type: "tanh" },
        { type: "dropout", rate: 0.4 },
        { type: "stochasticDepth", rate: 0.5 },
      ],
    },
    {
      type: "residual",
      layers: [
        { type: "dropConnect", units: 6, rate: 0.3 },
        { type: "selu" },
        { type: "alphaDropout", rate: 0.2 },
      ],
    },
    { type: "dense", units: 1 },
  ),
};
const facts = { epoch: 0, epochs: [0], epochsDone: 3 };
/** Three minibatches in an epoch, the last of two samples. */
const batches = 3;

const outputsOf = (tf: Tensorflow, mode: "train" | "eval", step: number, of = plan) => {
  const network = openNetwork(tf, of, data);
  const at = (row: number) => minibatchOf(tf, network, data, facts, { runId: "a", step, row, mode });
  const { rows } = at(0);
  return Array.from({ length: rows }, (_, row) => at(row));
};

/** The inspector's numbers against an engine's, on the weights at the start. */
async function expectEngine(tf: Tensorflow, engine: Engine, digits: number, of = plan): Promise<void> {
  const run = engine.openRun(of, data);
  try {
    const evaluated: number[] = [];
    for await (const part of run.predict(data.train)) evaluated.push(...part);
    for (let step = 1; step <= batches; step++) {
      for (const { sample, layers } of outputsOf(tf, "eval", step, of)) {
        expect(layers.at(-1)!.values[0]).toBeCloseTo(evaluated[sample]!, digits);
      }
    }
    // The loss of the first step is that of the outputs with the masks of that step.
    const whole = { ...of, training: { ...of.training, batchSize: data.train.rows } };
    const trained = engine.openRun(whole, data);
    const { loss } = await trained.trainEpoch(1, letItRun);
    trained.dispose();
    const losses = outputsOf(tf, "train", 1, whole).map(
      ({ layers, target }) => (layers.at(-1)!.values[0]! - target) ** 2,
    );
    expect(losses).toHaveLength(data.train.rows);
    expect(losses.reduce((sum, each) => sum + each, 0) / losses.length).toBeCloseTo(loss, digits);
  } finally {
    run.dispose();
  }
}

onBackends((backend) => {
  test("a pass is the plain engine's, in evaluation and in training", async () => {
    await expectEngine(backend().tf, backend().engine, 5);
  });

  test("a pass with batch normalisation is the plain engine's: running statistics, or those of the minibatch", async () => {
    await expectEngine(backend().tf, backend().engine, 4, normed);
  });

  test("a pass through residual blocks is the plain engine's, and their layers have places of their own", async () => {
    const { tf, engine } = backend();
    await expectEngine(tf, engine, 5, blocks);
    const network = openNetwork(tf, blocks, data);
    const moment = { runId: "a", step: 2, row: 1, mode: "train" } as const;
    const { layers } = minibatchOf(tf, network, data, facts, moment);
    expect(layers.map(({ place }) => place.join("."))).toEqual([
      ...["0.0", "0.1", "0.2", "0.3", "0"],
      ...["1.0", "1.1", "1.2", "1", "2"],
    ]);
    // The second block's shortcut is the identity.
    const [before, body, sum] = [4, 7, 8].map((layer) => layers[layer]!.values);
    sum!.forEach((value, unit) => expect(value).toBeCloseTo(before![unit]! + body![unit]!, 5));
    expect(layers[8]!.shortcut).toEqual({ from: 4, values: before });
    // The first one's multiplies the inputs.
    const { from, kernel, stride, values } = layers[4]!.shortcut!;
    expect({ from, kernel, stride }).toEqual({ from: -1, kernel: [4, 6], stride: undefined });
    const weights = network.values.get("layers.0.shortcut.kernel")!.values;
    const { input } = minibatchOf(tf, network, data, facts, moment);
    values.forEach((value, unit) => {
      const projected = input.values.reduce((total, x, place) => total + x * weights[6 * place + unit]!, 0);
      expect(value).toBeCloseTo(projected, 5);
    });
    expect(layers.filter(({ shortcut }) => shortcut)).toHaveLength(2);
    for (const layer of [0, 5, 9]) {
      const unit = unitOf(tf, network, data, facts, { ...moment, layer, unit: 0 });
      expect(unit.sum).toBe(layers[layer]!.values[0]);
      const weighed = unit.inputs.reduce((total, value, from) => total + value * unit.weights[from]!, 0);
      expect(unit.sum).toBeCloseTo(weighed + unit.bias, 5);
    }
    // A sample loses all units of the first block or none.
    const dropped = outputsOf(tf, "train", 1, blocks).map((row) => row.layers[3]!.mask!.dropped);
    expect(dropped.every((count) => count === 0 || count === 6)).toBe(true);
  });

  test("augmented inputs are those of the step: the loss is the engine's, and eval mode has the data's", async () => {
    const { tf, engine } = backend();
    const images = { ...data, image: [2, 2, 1] as [number, number, number] };
    const augment = { shift: 1, flip: true, noise: 0.1 };
    const { optimizer, loss } = plan.training;
    const training = trainingOf({ loss, optimizer, batchSize: data.train.rows, augment });
    const own = { ...plan, training };
    const run = engine.openRun(own, images);
    const trained = await run.trainEpoch(1, letItRun);
    run.dispose();
    const network = openNetwork(tf, own, images);
    const at = (row: number, mode: "train" | "eval") =>
      minibatchOf(tf, network, images, facts, { runId: "a", step: 1, row, mode });
    const rows = Array.from({ length: data.train.rows }, (_, row) => at(row, "train"));
    const losses = rows.map(({ layers, target }) => (layers.at(-1)!.values[0]! - target) ** 2);
    expect(losses.reduce((sum, each) => sum + each, 0) / losses.length).toBeCloseTo(trained.loss, 5);
    rows.forEach(({ sample, input, augmented }, row) => {
      const raw = [...data.train.inputs.subarray(4 * sample, 4 * sample + 4)];
      expect(augmented).toBe(true);
      expect(input.values).not.toEqual(raw);
      expect(at(row, "eval").input.values).toEqual(raw);
    });
    expect(at(0, "eval")).not.toHaveProperty("augmented");
  });

  test("training multiplies by the mask, and inference leaves every unit as it is", () => {
    const [trained] = outputsOf(backend().tf, "train", 5);
    const [evaluated] = outputsOf(backend().tf, "eval", 5);
    for (const of of [trained!, evaluated!]) {
      of.layers.forEach(({ mask, values }, index) => {
        if (!mask) return;
        const before = index === 0 ? of.input.values : of.layers[index - 1]!.values;
        const expected = before.map((value, unit) =>
          of === evaluated ? value : mask.kept[unit] ? Math.fround(value * Math.fround(mask.scale)) : 0,
        );
        values.forEach((value, unit) => expect(value).toBeCloseTo(expected[unit]!, 6));
        expect(mask.dropped).toBe(mask.kept.filter((kept) => !kept).length);
      });
    }
    expect(trained!.layers[5]!.mask).toEqual(evaluated!.layers[5]!.mask);
  });

  test("a unit's sum is that of its inputs and weights, and the next layer's value follows", () => {
    const { tf } = backend();
    const network = openNetwork(tf, plan, data);
    const moment = { runId: "a", step: 2, row: 1, mode: "train" } as const;
    const { layers } = minibatchOf(tf, network, data, facts, moment);
    for (const [layer, unit] of [
      [1, 11],
      [7, 0],
    ] as const) {
      const { inputs, weights, bias, sum } = unitOf(tf, network, data, facts, { ...moment, layer, unit });
      expect(inputs).toHaveLength(weights.length);
      expect(inputs).toEqual(layers[layer - 1]!.values);
      expect(sum).toBe(layers[layer]!.values[unit]);
      expect(inputs.reduce((total, value, from) => total + value * weights[from]!, bias)).toBeCloseTo(sum, 5);
    }
    const nowhere = { ...moment, layer: 4, unit: 0 };
    expect(() => unitOf(tf, network, data, facts, nowhere)).toThrow(/no layer 4 .*has a unit 0/);
    expect(() => unitOf(tf, network, data, facts, { ...moment, layer: 7, unit: 1 })).toThrow(
      /no layer 7 .*has a unit 1/,
    );
  });
});

/** Convolutions and pools of 2 × 2 pixels with two channels, and what a window beyond the border leaves. */
const maps = {
  ...plan,
  layers: layersOf(
    { type: "dense", units: 24 },
    { type: "reshape", height: 4, width: 3, channels: 2 },
    { type: "dropout", rate: 0.4 },
    { type: "conv2d", filters: 3, kernelSize: 3, padding: "same" },
    { type: "maxPool2d", stride: 1 },
    { type: "averagePool2d", padding: "same" },
    { type: "globalAveragePool2d" },
    { type: "dense", units: 1 },
  ),
};

onBackends((backend) => {
  test("a value of a map is made of its window, at the border too", () => {
    const { tf } = backend();
    const network = openNetwork(tf, maps, data);
    const moment = { runId: "a", step: 3, row: 1, mode: "train" } as const;
    const { layers } = minibatchOf(tf, network, data, facts, moment);
    expect(layers[3]!.kernel).toBeUndefined();
    const sizes = new Set<number>();
    for (const layer of [3, 4, 5, 6]) {
      layers[layer]!.values.forEach((value, unit) => {
        const { inputs, weights, bias, sum, places } = unitOf(tf, network, data, facts, {
          ...moment,
          layer,
          unit,
        });
        expect(sum).toBe(value);
        expect(inputs).toEqual(places!.map((place) => layers[layer - 1]!.values[place]));
        const mean = inputs.reduce((total, each) => total + each, 0) / inputs.length;
        const weighed = inputs.reduce((total, each, from) => total + each * weights[from]!, bias);
        const expected = layer === 3 ? weighed : layer === 4 ? Math.max(...inputs) : mean;
        expect(sum).toBeCloseTo(expected, 5);
        if (layer === 3) sizes.add(inputs.length);
      });
    }
    // In a corner, at an edge and inside: 4, 6 and 9 pixels of two channels.
    expect([...sizes].sort((one, other) => one - other)).toEqual([8, 12, 18]);
    expect(() => unitOf(tf, network, data, facts, { ...moment, layer: 3, unit: 36 })).toThrow(/layer 3/);
  });
});

onNative((native) => {
  test("a pass is the graph engine's, in evaluation and in training", async () => {
    await expectEngine(native().tf, native().engine, 4);
    await expectEngine(native().tf, native().engine, 4, blocks);
  });
});

onBackends(
  (backend) => {
    test("each epoch shows every sample once, ten of a minibatch stand side by side, and no step is made up", () => {
      const { tf } = backend();
      const network = openNetwork(tf, plan, data);
      const at = (step: number, row = 0) =>
        minibatchOf(tf, network, data, facts, { runId: "a", step, row, mode: "train" });
      for (const epoch of [0, 1, 2]) {
        const seen = [1, 2, 3].flatMap((batch) => {
          const { beside, stepEpoch, batch: number, rows } = at(3 * epoch + batch);
          expect([stepEpoch, number, rows]).toEqual([epoch + 1, batch, batch === 3 ? 2 : 4]);
          return beside.map(({ sample }) => sample);
        });
        expect([...seen].sort((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }
      // The same sample is found in the epochs around, with another mask there.
      const followed = at(5, 1);
      const { earlier, later, sample } = followed;
      expect([earlier!.epoch, later!.epoch]).toEqual([1, 3]);
      const masksOf = ({ layers }: typeof followed) => JSON.stringify(layers.map(({ mask }) => mask?.kept));
      for (const { step, row, epoch } of [earlier!, later!]) {
        const there = at(step, row);
        expect(there).toMatchObject({ sample, row, stepEpoch: epoch });
        expect(masksOf(there)).not.toBe(masksOf(followed));
      }
      const back = at(later!.step, later!.row);
      expect(back.earlier).toEqual({ step: 5, row: 1, epoch: 2 });
      expect(back.later).toBeUndefined();
      expect(at(1).earlier).toBeUndefined();
      // A place beyond the end of a short minibatch is its last.
      expect(at(3, 7)).toMatchObject({ row: 1, steps: 9 });
      const { beside } = at(1);
      expect(new Set(beside.map(({ kept }) => JSON.stringify(kept))).size).toBe(4);
      expect(() => at(10)).toThrow(/has taken 9 steps/);
    });
  },
  ["cpu"],
);

/** The rates at half in the first epoch, at three quarters in the second and whole in the third. */
const rateOverTime = { type: "linear", epochs: 3, from: 0.5, to: 1 } as const;
const ramp = { ...plan, training: { ...plan.training, rateOverTime } };

onBackends((backend) => {
  test("a step has the masks of its epoch's rates, as the plain engine draws them", async () => {
    const { tf, engine } = backend();
    await expectEngine(tf, engine, 5, ramp);
    const ratesOf = (step: number) =>
      outputsOf(tf, "train", step, ramp)[0]!.layers.flatMap(({ mask }) => mask?.rate ?? []);
    expect([1, 4, 7].map(ratesOf)).toEqual([
      [0.1, 0.25, 0.05],
      [0.75 * 0.2, 0.375, 0.75 * 0.1],
      [0.2, 0.5, 0.1],
    ]);
    const early = {
      ...plan,
      training: { ...plan.training, rateOverTime: { type: "early", epochs: 1 } as const },
    };
    const masks = outputsOf(tf, "train", 4, early).flatMap(({ layers }) =>
      layers.flatMap(({ mask }) => mask ?? []),
    );
    expect(masks.every(({ dropped, scale }) => dropped === 0 && scale === 1)).toBe(true);
  });
});

onNative((native) => {
  test("a step has the masks of its epoch's rates, as the graph engine draws them", async () => {
    await expectEngine(native().tf, native().engine, 4, ramp);
  });
});
