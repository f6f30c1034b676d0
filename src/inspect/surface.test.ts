import { expect, test } from "vitest";
import { floatsIn, type Point, type Surface, wholesIn } from "../contract/inspect-surface";
import type { Dataset, Split } from "../data/dataset";
import type { Engine } from "../engine/engine";
import { onNative } from "../engine/graph/testing";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "../engine/testing";
import type { Tensorflow } from "../tensor/tensorflow";
import { openNetwork } from "./network";
import { planeOf } from "./plane";
import { pointOf, surfaceOf } from "./surface";

const facts = { epoch: 0, epochs: [0], epochsDone: 1 };
const seed = 5;
const planOf = (layers: ReturnType<typeof layersOf>, loss: "softmaxCrossEntropy" | "meanSquaredError") => ({
  layers,
  training: trainingOf({ loss, optimizer: { type: "sgd" }, batchSize: 4, epochs: 3 }),
  seed,
});
const dropping = (outputs: number) =>
  layersOf(
    { type: "dense", units: 7 },
    { type: "layerNorm" },
    { type: "leakyRelu" },
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: 5 },
    { type: "tanh" },
    { type: "dropout", rate: 0.3, scaling: "classic" },
    { type: "dense", units: outputs },
  );

const axes = [
  { column: "width", kind: "number", mean: 3, divisor: 2 },
  { column: "height", kind: "number", mean: -40, divisor: 10 },
] as const;
function planeData(task: Dataset["task"], features = 2, outputs = task === "regression" ? 1 : 3): Dataset {
  const data = dataOf({ task, rows: 30, features, outputs });
  return { ...data, preparation: { ...data.preparation, features: axes.slice(0, features) } };
}
const ranges: [number, number][] = [
  [-1, 6],
  [-60, -20],
];
const resolution = 4;

/** The raw points of the surface, in the order of its values. */
const points = Array.from({ length: resolution ** 2 }, (_, place) =>
  [place % resolution, Math.floor(place / resolution)].map(
    (cell, axis) => ranges[axis]![0] + ((cell + 0.5) / resolution) * (ranges[axis]![1] - ranges[axis]![0]),
  ),
);
const splitOf = (raw: readonly (readonly number[])[]): Split => ({
  inputs: Float32Array.from(
    raw.flatMap((point) => point.map((value, axis) => (value - axes[axis]!.mean) / axes[axis]!.divisor)),
  ),
  targets: new Float32Array(raw.length),
  rows: raw.length,
});

function probabilitiesOf(outputs: readonly number[]): number[] {
  const powers = outputs.map((output) => Math.exp(output));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** In eval mode the surface is what an engine predicts at these points; of one mask, what it evaluates with eval forgotten. */
async function expectEngine(tf: Tensorflow, engine: Engine): Promise<void> {
  const data = planeData("classification");
  const plan = planOf(dropping(3), "softmaxCrossEntropy");
  const network = openNetwork(tf, plan, data);
  const run = engine.openRun(plan, data);
  const outputs: number[] = [];
  for await (const part of run.predict(splitOf(points))) outputs.push(...part);
  run.dispose();
  const told = surfaceOf(tf, network, data, facts, {
    ...{ runId: "a", ranges, resolution },
    look: { of: "eval" },
  });
  const [values, classes] = [floatsIn(told.values), wholesIn(told.classes!)];
  expect(values).toHaveLength(points.length);
  points.forEach((_, place) => {
    const probabilities = probabilitiesOf(outputs.slice(3 * place, 3 * place + 3));
    expect(values[place]).toBeCloseTo(Math.max(...probabilities), 4);
    expect(classes[place]).toBe(probabilities.indexOf(Math.max(...probabilities)));
  });

  // The engine draws a mask for each row: the first row's is the surface's, whichever row comes first.
  const values1 = planeData("regression");
  const plan1 = planOf(dropping(1), "meanSquaredError");
  const network1 = openNetwork(tf, plan1, values1);
  const mask = 3;
  const surface = surfaceOf(tf, network1, values1, facts, {
    ...{ runId: "a", ranges, resolution },
    look: { of: "mask", mask },
  });
  const seen = [0, 6, 15].map(async (place) => {
    const alone: Dataset = { ...values1, validation: splitOf([points[place]!]) };
    const single = engine.openRun(plan1, alone);
    const { loss } = await single.evaluate("validation", "evalForgotten", 0, mask, letItRun);
    single.dispose();
    // The target is 0.
    expect(Math.abs((floatsIn(surface.values)[place]! - 20) / 4)).toBeCloseTo(Math.sqrt(loss), 4);
  });
  await Promise.all(seen);
}

onBackends((backend) => {
  test("a surface is the plain engine's, in eval mode and of one mask", () =>
    expectEngine(backend().tf, backend().engine));
});
onNative((native) => {
  test("a surface is the graph engine's, in eval mode and of one mask", () =>
    expectEngine(native().tf, native().engine));
});

onBackends(
  (backend) => {
    test("one mask is one subnetwork at all points, and another mask is another", () => {
      const { tf } = backend();
      const data = planeData("regression");
      // Without a layer that bends it, a subnetwork is a plane: its second differences are 0, unless masks change from point to point.
      const layers = layersOf(
        { type: "dense", units: 12 },
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 1 },
      );
      const network = openNetwork(tf, planOf(layers, "meanSquaredError"), data);
      const size = 100;
      const of = (mask: number) =>
        floatsIn(
          surfaceOf(tf, network, data, facts, {
            ...{ runId: "a", ranges, resolution: size },
            look: { of: "mask", mask },
          }).values,
        );
      const first = of(0);
      expect(first).toHaveLength(size ** 2);
      for (const [across, along] of [
        [1, 0],
        [0, size],
      ] as const) {
        const step = across + along;
        for (let place = 0; place + 2 * step < first.length; place += 997) {
          if (across && (place % size) + 2 >= size) continue;
          const bend = first[place]! - 2 * first[place + step]! + first[place + 2 * step]!;
          expect(Math.abs(bend)).toBeLessThan(1e-3);
        }
      }
      expect(of(0)).toEqual(first);
      expect(of(1)).not.toEqual(first);
    });

    test("the mean of all masks of a linear network is its eval output, and passes approach it", () => {
      const { tf } = backend();
      const data = planeData("regression");
      const rate = 0.5;
      const layers = layersOf({ type: "dropout", rate }, { type: "dense", units: 1 });
      const network = openNetwork(tf, planOf(layers, "meanSquaredError"), data);
      const [kernel, bias] = ["kernel", "bias"].map((name) => network.values.get(`layers.1.${name}`)!.values);
      const passes = 1000;
      const question = { runId: "a", ranges, resolution } as const;
      const evaluated = floatsIn(
        surfaceOf(tf, network, data, facts, { ...question, look: { of: "eval" } }).values,
      );
      const told = surfaceOf(tf, network, data, facts, { ...question, look: { of: "passes", passes } });
      const [mean, sd] = [floatsIn(told.values), floatsIn(told.uncertainty!)];
      points.forEach((point, place) => {
        const inputs = splitOf([point]).inputs;
        const all = [0, 1, 2, 3].map(
          (mask) =>
            4 *
              (inputs.reduce(
                (sum, input, axis) => sum + (((mask >> axis) & 1) / (1 - rate)) * input * kernel![axis]!,
                0,
              ) +
                bias![0]!) +
            20,
        );
        const exact = all.reduce((sum, value) => sum + value, 0) / all.length;
        const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - exact) ** 2, 0) / all.length);
        expect(evaluated[place]).toBeCloseTo(exact, 4);
        expect(Math.abs(mean[place]! - exact)).toBeLessThan((4 * deviation) / Math.sqrt(passes));
        expect(Math.abs(sd[place]! / deviation - 1)).toBeLessThan(0.15);
      });
      expect(told.lines).toBeUndefined();
    });

    test("a point says what the surface says there", () => {
      const { tf } = backend();
      const data = planeData("classification");
      const network = openNetwork(tf, planOf(dropping(3), "softmaxCrossEntropy"), data);
      const passes = 25;
      const question = { runId: "a", ranges, resolution } as const;
      const look = (of: Surface, place: number) => ({
        winner: wholesIn(of.classes!)[place]!,
        value: floatsIn(of.values)[place]!,
      });
      const evaluated = surfaceOf(tf, network, data, facts, { ...question, look: { of: "eval" } });
      const averaged = surfaceOf(tf, network, data, facts, { ...question, look: { of: "passes", passes } });
      for (const place of [0, 5, 14]) {
        const at = points[place]!;
        const point: Point = pointOf(tf, network, data, facts, { runId: "a", at, passes });
        const { winner, value } = look(evaluated, place);
        expect(point.eval[winner]).toBeCloseTo(value, 5);
        const mean = look(averaged, place);
        expect(point.mean[mean.winner]).toBeCloseTo(mean.value, 5);
        expect(point.mutualInformation).toBeCloseTo(floatsIn(averaged.uncertainty!)[place]!, 5);
        expect(point.mean.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
      }
    });

    test("a curve has the lines of single masks, whose mean and deviation are its own", () => {
      const { tf } = backend();
      const data = planeData("regression", 1);
      const network = openNetwork(tf, planOf(dropping(1), "meanSquaredError"), data);
      const passes = 20;
      const told = surfaceOf(tf, network, data, facts, {
        ...{ runId: "a", ranges: ranges.slice(0, 1), resolution: 9 },
        look: { of: "passes", passes },
      });
      const [mean, sd, lines] = [told.values, told.uncertainty!, told.lines!].map(floatsIn);
      expect(lines).toHaveLength(passes * 9);
      mean!.forEach((value, place) => {
        const drawn = Array.from({ length: passes }, (_, pass) => lines![pass * 9 + place]!);
        const centre = drawn.reduce((sum, each) => sum + each, 0) / passes;
        const variance = drawn.reduce((sum, each) => sum + (each - centre) ** 2, 0) / passes;
        expect(value).toBeCloseTo(centre, 3);
        expect(sd![place]).toBeCloseTo(Math.sqrt(variance), 3);
      });
    });

    test("axes and points are in the features' and the target's own units", () => {
      const { tf } = backend();
      const data = planeData("regression");
      const network = openNetwork(tf, planOf(dropping(1), "meanSquaredError"), data);
      const { plane, lacks, drops } = planeOf(network, data, facts);
      expect([lacks, drops]).toEqual([undefined, true]);
      plane!.axes.forEach(({ name, from, to }, axis) => {
        const { column, mean, divisor } = axes[axis]!;
        const own = (split: Split) =>
          Array.from({ length: split.rows }, (_, row) => split.inputs[2 * row + axis]! * divisor + mean);
        expect(plane!.train.at[axis]).toEqual(own(data.train));
        const all = [...own(data.train), ...own(data.validation)];
        expect(name).toBe(column);
        expect(from).toBeLessThan(Math.min(...all));
        expect(to).toBeGreaterThan(Math.max(...all));
      });
      expect(plane!.validation.targets).toEqual(
        Array.from(data.validation.targets, (target) => target * 4 + 20),
      );
      // What is told in raw units goes back through the standardisation to the very inputs.
      const at = plane!.validation.at.map((values) => values[7]!);
      splitOf([at]).inputs.forEach((input, axis) =>
        expect(input).toBeCloseTo(data.validation.inputs[2 * 7 + axis]!, 5),
      );
    });

    test("data that has no plane says why, and its surface is refused", () => {
      const { tf } = backend();
      const lacksOf = (data: Dataset) => {
        const network = openNetwork(tf, planOf(dropping(data.outputs), "meanSquaredError"), data);
        const look = () =>
          surfaceOf(tf, network, data, facts, { runId: "a", ranges, resolution, look: { of: "eval" } });
        const { lacks, plane } = planeOf(network, data, facts);
        if (lacks) expect(plane).toBeUndefined();
        if (lacks) expect(look).toThrow(expect.objectContaining({ code: "noPlane" }) as Error);
        return lacks;
      };
      const two = planeData("classification");
      const categories = two.preparation.features!.map((feature) => ({
        ...feature,
        ...{ kind: "category" as const, category: "a" },
      }));
      expect(lacksOf(two)).toBeUndefined();
      expect(lacksOf({ ...two, preparation: { ...two.preparation, features: categories } })).toBe("kinds");
      expect(lacksOf({ ...planeData("regression", 1), task: "classification" })).toBe("classes");
      const three = dataOf({ task: "classification", features: 3, outputs: 3 });
      expect(lacksOf({ ...three, preparation: { ...three.preparation, features: [...axes, axes[0]] } })).toBe(
        "count",
      );
      expect(lacksOf({ ...three, features: 4, image: [2, 2, 1] })).toBe("picture");
    });
  },
  ["cpu"],
);
