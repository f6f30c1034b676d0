import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset";
import type { Training } from "../experiment/schema";
import { kindOf, type Layer, layerTypes } from "../nn/layers/kinds";
import { shortcutBetween } from "../nn/layers/residual/shortcut";
import { inOrder, inputShapeOf, layerShapes, parametersIn, stateName, stateOf } from "../nn/network";
import type { Shape } from "../nn/shape";
import { drawNormals } from "../nn/layers/normals";
import type { NamedValues } from "./engine";
import { RandomStream } from "../random/random";
import { dataOf, layersOf, letItRun, onBackends, trainingOf } from "./testing";

/**
 * Gradients by finite differences. With stochastic gradient descent at a learning rate of 1, a batch of all rows and
 * one step, the weights before minus the weights after are the gradient that the engine computed in float32. The test
 * compares it with central differences of the same loss, computed here in float64 without tensors.
 */

function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function activation(layer: Layer, x: number): number {
  switch (layer.type) {
    case "relu":
      return Math.max(0, x);
    case "leakyRelu":
      return x > 0 ? x : layer.slope * x;
    case "elu":
      return x > 0 ? x : layer.alpha * (Math.exp(x) - 1);
    case "selu":
      return 1.05070098 * (x > 0 ? x : 1.67326324 * (Math.exp(x) - 1));
    case "tanh":
      return Math.tanh(x);
    case "sigmoid":
      return 1 / (1 + Math.exp(-x));
    case "gelu":
      return (x / 2) * (1 + erf(x / Math.SQRT2));
    case "silu":
      return x / (1 + Math.exp(-x));
    case "softplus":
      return Math.log(1 + Math.exp(x));
    default:
      throw new Error(`${layer.type} is no activation`);
  }
}

type Convolution = Extract<Layer, { type: "conv2d" }>;
type Pool = Extract<Layer, { poolSize: number }>;

/**
 * Calls `each` with every place of a window on a picture [height, width, channels] as a row of values, and with the pixels that it stands
 * on there: their places in the window and in the picture.
 */
function overWindows(
  [height, width]: Shape,
  layer: Convolution | Pool,
  each: (pixels: { row: number; column: number; place: number }[]) => number[],
): number[] {
  const size = layer.type === "conv2d" ? layer.kernelSize : layer.poolSize;
  const along = (side: number) => {
    const places =
      layer.padding === "same"
        ? Math.ceil(side / layer.stride)
        : Math.floor((side - size) / layer.stride) + 1;
    const before =
      layer.padding === "same" ? Math.floor(Math.max(0, (places - 1) * layer.stride + size - side) / 2) : 0;
    return Array.from({ length: places }, (_, place) =>
      Array.from({ length: size }, (_, inside) => ({
        inside,
        at: place * layer.stride + inside - before,
      })).filter(({ at }) => at >= 0 && at < side),
    );
  };
  const columns = along(width!);
  return along(height!).flatMap((down) =>
    columns.flatMap((across) =>
      each(
        down.flatMap(({ inside: row, at: y }) =>
          across.map(({ inside: column, at: x }) => ({ row, column, place: y * width! + x })),
        ),
      ),
    ),
  );
}

interface Problem {
  readonly layers: readonly Layer[];
  readonly training: Training;
  readonly data: Dataset;
  readonly seed: number;
}

/** Mean loss over the training rows, and the same plus the L2 penalty. */
function lossOf({ layers, training, data, seed }: Problem, weights: readonly NamedValues[]) {
  const { rows, inputs, targets } = data.train;
  const order = new RandomStream(seed, "shuffle", { step: 1 }).permutation(rows);
  let values = Array.from(order, (row) =>
    Array.from(inputs.subarray(row * data.features, (row + 1) * data.features)),
  );
  /** What each layer was given. */
  const given: number[][][] = [];
  const shapes = layerShapes(layers, inputShapeOf(layers, data));
  let drawingBefore = 0;
  const nextStream = () => new RandomStream(seed, "trainingMask", { layer: drawingBefore++, step: 0 });
  for (const { layer, place, begins, input: shape, shortcut } of shapes) {
    given.push(values);
    const valuesOf = (name: string) => weights.find((each) => each.name === stateName(place, name))!.values;
    const channels = shape.at(-1)!;
    if (layer.type === "conv2d") {
      const [kernel, bias] = [valuesOf("kernel"), valuesOf("bias")];
      values = values.map((picture) =>
        overWindows(shape, layer, (pixels) =>
          Array.from(bias, (start, filter) =>
            pixels.reduce((sum, { row, column, place }) => {
              for (let channel = 0; channel < channels; channel++) {
                const weight =
                  ((row * layer.kernelSize + column) * channels + channel) * layer.filters + filter;
                sum += picture[place * channels + channel]! * kernel[weight]!;
              }
              return sum;
            }, start),
          ),
        ),
      );
    } else if (layer.type === "maxPool2d" || layer.type === "averagePool2d") {
      values = values.map((picture) =>
        overWindows(shape, layer, (pixels) =>
          Array.from({ length: channels }, (_, channel) => {
            const inside = pixels.map(({ place }) => picture[place * channels + channel]!);
            const sum = inside.reduce((total, each) => total + each, 0);
            return layer.type === "maxPool2d" ? Math.max(...inside) : sum / inside.length;
          }),
        ),
      );
    } else if (layer.type === "globalAveragePool2d") {
      const pixels = shape[0]! * shape[1]!;
      values = values.map((picture) =>
        Array.from({ length: channels }, (_, channel) =>
          picture.reduce((sum, each, place) => (place % channels === channel ? sum + each / pixels : sum), 0),
        ),
      );
    } else if (layer.type === "dense" || layer.type === "dropConnect") {
      const bias = valuesOf("bias");
      const { weightMask } = kindOf(layer);
      const mask = weightMask?.(layer, [values[0]!.length], nextStream());
      const kernel = mask ? valuesOf("kernel").map((weight, at) => weight * mask[at]!) : valuesOf("kernel");
      values = values.map((row) =>
        Array.from(bias, (start, unit) =>
          row.reduce((sum, value, input) => sum + value * kernel[input * layer.units + unit]!, start),
        ),
      );
    } else if (layer.type === "gaussianNoise") {
      const units = values[0]!.length;
      const noise = drawNormals(nextStream(), rows, units);
      values = values.map((row, sample) =>
        row.map((value, unit) => value + layer.deviation * noise[sample * units + unit]!),
      );
    } else if (kindOf(layer).mask) {
      const units = values[0]!.length;
      const { multipliers, shift = 0, droppedTo = 0 } = kindOf(layer).mask!(layer, shape, rows, nextStream());
      values = values.map((row, sample) =>
        row.map((value, unit) => {
          const multiplier = multipliers[sample * units + unit]!;
          return multiplier === 0 ? droppedTo : value * multiplier + shift;
        }),
      );
    } else if (layer.type === "residual") {
      const way = shortcutBetween(shortcut!, shape)!;
      const projected = (x: number[]): number[] => {
        if (way.kind === "identity") return x;
        const kernel = valuesOf("shortcut.kernel");
        const [inputs, outputs] = [way.kernel.at(-2)!, way.kernel.at(-1)!];
        const product = (of: number[]) =>
          Array.from({ length: outputs }, (_, output) =>
            of.reduce((sum, value, input) => sum + value * kernel[input * outputs + output]!, 0),
          );
        if (way.kind === "rows") return product(x);
        const [, width] = shortcut!;
        return Array.from({ length: shape[0]! * shape[1]! }, (_, at) => {
          const [row, column] = [Math.floor(at / shape[1]!), at % shape[1]!];
          const first = (row * width! + column) * way.stride * inputs;
          return product(x.slice(first, first + inputs));
        }).flat();
      };
      const before = given[begins!]!;
      values = values.map((row, sample) => {
        const added = projected(before[sample]!);
        return row.map((value, unit) => value + added[unit]!);
      });
    } else if (layer.type === "layerNorm") {
      const [scale, shift] = [valuesOf("scale"), valuesOf("shift")];
      values = values.map((row) => {
        // The last axis: the whole row, or the channels of each pixel of an image.
        const size = scale.length;
        return row.map((value, unit) => {
          const group = row.slice(unit - (unit % size), unit - (unit % size) + size);
          const mean = group.reduce((sum, each) => sum + each, 0) / size;
          const variance = group.reduce((sum, each) => sum + (each - mean) ** 2, 0) / size;
          const normal = (value - mean) / Math.sqrt(variance + layer.epsilon);
          return normal * scale[unit % size]! + shift[unit % size]!;
        });
      });
    } else if (layer.type === "batchNorm") {
      const [scale, shift] = [valuesOf("scale"), valuesOf("shift")];
      const size = scale.length;
      const mean = (numbers: readonly number[]) =>
        numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
      const channels = Array.from(scale, (_, channel) => {
        const all = values.flatMap((row) => row.filter((__, unit) => unit % size === channel));
        const centre = mean(all);
        return { centre, variance: mean(all.map((each) => (each - centre) ** 2)) };
      });
      values = values.map((row) =>
        row.map((value, unit) => {
          const { centre, variance } = channels[unit % size]!;
          const normal = (value - centre) / Math.sqrt(variance + layer.epsilon);
          return normal * scale[unit % size]! + shift[unit % size]!;
        }),
      );
    } else if (layer.type !== "flatten" && layer.type !== "reshape")
      values = values.map((row) => row.map((value) => activation(layer, value)));
  }
  const lossOfRow = (outputs: readonly number[], target: number): number => {
    if (training.loss === "softmaxCrossEntropy")
      return Math.log(outputs.reduce((sum, output) => sum + Math.exp(output), 0)) - outputs[target]!;
    const wanted =
      data.task === "regression" ? [target] : outputs.map((_, unit) => (unit === target ? 1 : 0));
    return outputs.reduce((sum, output, unit) => sum + (output - wanted[unit]!) ** 2, 0) / outputs.length;
  };
  const loss = values.reduce((sum, row, sample) => sum + lossOfRow(row, targets[order[sample]!]!), 0) / rows;
  const { labelSmoothing = 0, classWeights = "none" } = training;
  const counts = [0, 1, 2].map((of) => targets.filter((target) => target === of).length);
  const present = counts.filter((count) => count > 0).length;
  const ofTargets = values.map((row, sample) => {
    const target = targets[order[sample]!]!;
    const smoothed =
      (1 - labelSmoothing) * lossOfRow(row, target) +
      row.reduce((sum, _, other) => sum + (labelSmoothing / row.length) * lossOfRow(row, other), 0);
    return (classWeights === "balanced" ? rows / (present * counts[target]!) : 1) * smoothed;
  });
  const changed = labelSmoothing > 0 || classWeights === "balanced";
  const ofSamples = changed ? ofTargets.reduce((sum, each) => sum + each, 0) / rows : loss;
  const sumOver = (values: Float32Array, of: (weight: number) => number) =>
    values.reduce((sum, weight) => sum + of(weight), 0);
  const penalties = weights
    .filter(({ name }) => name.endsWith(".kernel"))
    .map(({ name, values: kernel }) => {
      const layer = shapes.find(({ place }) => stateName(place, "kernel") === name)?.layer;
      const { l1 = 0, l2 = 0 } = layer && ("l1" in layer || "l2" in layer) ? layer : {};
      return l1 * sumOver(kernel, Math.abs) + (training.l2 + l2) * sumOver(kernel, (weight) => weight ** 2);
    });
  return { loss, minimised: ofSamples + penalties.reduce((sum, penalty) => sum + penalty, 0) };
}

const inFloat64 = (weights: readonly NamedValues[]): NamedValues[] =>
  weights.map((each) => ({ ...each, values: Float64Array.from(each.values) as unknown as Float32Array }));

const hidden = (units: number, activation: Parameters<typeof layersOf>[number]) =>
  [{ type: "dense", units }, activation] as const;
const problems: Record<
  string,
  { layers: Layer[]; task?: Dataset["task"] } & Pick<
    Parameters<typeof trainingOf>[0],
    "loss" | "l2" | "labelSmoothing" | "classWeights"
  >
> = {
  ...Object.fromEntries(
    layerTypes
      .filter((type) => kindOf({ type }).activation)
      .map((type) => {
        const activation = { type } as Layer;
        const layers = layersOf(...hidden(5, activation), ...hidden(4, activation), {
          type: "dense",
          units: 3,
        });
        return [type, { layers }];
      }),
  ),
  "penalties of single layers": {
    layers: layersOf(
      { type: "dense", units: 5, l1: 0.02 },
      { type: "tanh" },
      { type: "dense", units: 4, l1: 0.01, l2: 0.05 },
      { type: "tanh" },
      { type: "dense", units: 3 },
    ),
    l2: 0.01,
  },
  "leakyRelu with a slope of 0.3": {
    layers: layersOf(...hidden(5, { type: "leakyRelu", slope: 0.3 }), { type: "dense", units: 3 }),
  },
  "elu with an alpha of 0.4": {
    layers: layersOf(...hidden(5, { type: "elu", alpha: 0.4 }), { type: "dense", units: 3 }),
  },
  "layer normalisation, first, between and of a larger epsilon": {
    layers: layersOf(
      { type: "layerNorm" },
      { type: "dense", units: 5 },
      { type: "layerNorm", epsilon: 0.1 },
      { type: "tanh" },
      { type: "dense", units: 3 },
      { type: "layerNorm" },
    ),
  },
  "residual blocks with each kind of shortcut, with dropout in them and stochastic depth": {
    layers: layersOf(
      { type: "dropout", rate: 0.2 },
      { type: "residual", layers: [{ type: "dense", units: 6 }, { type: "tanh" }] },
      {
        type: "residual",
        layers: [
          { type: "layerNorm" },
          { type: "dense", units: 6 },
          { type: "dropout", rate: 0.3 },
          { type: "stochasticDepth", rate: 0.4 },
        ],
      },
      { type: "dense", units: 18 },
      { type: "reshape", height: 3, width: 3, channels: 2 },
      {
        type: "residual",
        layers: [
          { type: "conv2d", filters: 2, padding: "same" },
          { type: "tanh" },
          { type: "stochasticDepth", rate: 0.3 },
        ],
      },
      {
        type: "residual",
        layers: [{ type: "conv2d", filters: 3, kernelSize: 2, stride: 2, padding: "same" }],
      },
      { type: "residual", layers: [{ type: "dense", units: 3 }] },
    ),
    l2: 0.05,
  },
  "the family of dropout, batch norm and penalties of their own in blocks": {
    layers: layersOf(
      {
        type: "residual",
        layers: [
          { type: "dropConnect", units: 6, rate: 0.3, l1: 0.02 },
          { type: "selu" },
          { type: "alphaDropout", rate: 0.2 },
        ],
      },
      {
        type: "residual",
        layers: [
          { type: "batchNorm" },
          { type: "dense", units: 6, l2: 0.1 },
          { type: "gaussianDropout", rate: 0.3 },
          { type: "gaussianNoise", deviation: 0.2 },
        ],
      },
      { type: "dense", units: 3 },
    ),
    l2: 0.05,
  },
  "blocks without parameters, first and around all": {
    layers: layersOf(
      { type: "residual", layers: [{ type: "tanh" }, { type: "stochasticDepth", rate: 0.3 }] },
      { type: "residual", layers: [{ type: "silu" }, { type: "dense", units: 3 }] },
    ),
  },
  "batch normalisation, first, between and of a larger epsilon": {
    layers: layersOf(
      { type: "batchNorm" },
      { type: "dense", units: 5 },
      { type: "batchNorm", epsilon: 0.1 },
      { type: "tanh" },
      { type: "dense", units: 3 },
      { type: "batchNorm" },
    ),
  },
  "batch normalisation of an image's channels": {
    layers: layersOf(
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "batchNorm" },
      { type: "silu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 3 },
    ),
  },
  "an image made of a row, its channels normalised, dropped, flattened": {
    layers: layersOf(
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "layerNorm" },
      { type: "dropout", rate: 0.3 },
      { type: "silu" },
      { type: "flatten" },
      { type: "dense", units: 3 },
    ),
  },
  "convolutions and a pool of the largest": {
    layers: layersOf(
      { type: "reshape", height: 4, width: 1 },
      { type: "conv2d", filters: 3, kernelSize: 2, padding: "same" },
      { type: "tanh" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 24 },
      { type: "reshape", height: 4, width: 3, channels: 2 },
      { type: "conv2d", filters: 2, kernelSize: 2 },
      { type: "maxPool2d", poolSize: 2, stride: 1 },
      { type: "silu" },
      { type: "dense", units: 3 },
    ),
  },
  "convolutions of strides and a pool of means": {
    layers: layersOf(
      { type: "dense", units: 30 },
      { type: "reshape", height: 5, width: 6 },
      { type: "conv2d", filters: 2, kernelSize: 3, stride: 2, padding: "same" },
      { type: "averagePool2d", padding: "same" },
      { type: "tanh" },
      { type: "conv2d", filters: 3, kernelSize: 2 },
      { type: "globalAveragePool2d" },
    ),
    l2: 0.05,
  },
  "an image that a dense layer takes by itself, and one as the output": {
    layers: layersOf(
      { type: "reshape", height: 2, width: 1, channels: 2 },
      { type: "dense", units: 3 },
      { type: "reshape", height: 3, width: 1 },
    ),
  },
  "an activation after the last dense layer": {
    layers: layersOf(...hidden(5, { type: "tanh" }), ...hidden(3, { type: "tanh" })),
  },
  "an activation before the first dense layer": {
    layers: layersOf({ type: "sigmoid" }, { type: "dense", units: 3 }),
  },
  "mean squared error of one-hot classes": {
    layers: layersOf(...hidden(5, { type: "tanh" }), { type: "dense", units: 3 }),
    loss: "meanSquaredError",
  },
  "mean squared error of values": {
    layers: layersOf(...hidden(5, { type: "tanh" }), { type: "dense", units: 1 }),
    loss: "meanSquaredError",
    task: "regression",
  },
  "an L2 penalty": {
    layers: layersOf(...hidden(5, { type: "tanh" }), { type: "dense", units: 3 }),
    l2: 0.05,
  },
  "smoothed labels": {
    layers: layersOf(...hidden(5, { type: "tanh" }), { type: "dense", units: 3 }),
    labelSmoothing: 0.2,
  },
  "smoothed labels of weighted classes": {
    layers: layersOf(...hidden(5, { type: "tanh" }), { type: "dense", units: 3 }),
    ...{ labelSmoothing: 0.1, classWeights: "balanced", l2: 0.05 },
  },
  "dropout on the inputs, between the layers and on the outputs": {
    layers: layersOf(
      { type: "dropout", rate: 0.2 },
      ...hidden(5, { type: "tanh" }),
      { type: "dropout", rate: 0.5 },
      { type: "dropout", rate: 0 },
      ...hidden(4, { type: "tanh" }),
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 3 },
      { type: "dropout", rate: 0.4 },
    ),
  },
  "the family of dropout on rows": {
    layers: layersOf(
      { type: "gaussianNoise", deviation: 0.3 },
      { type: "dropConnect", units: 5, rate: 0.4 },
      { type: "tanh" },
      { type: "gaussianDropout", rate: 0.3 },
      ...hidden(6, { type: "selu" }),
      { type: "alphaDropout", rate: 0.3 },
      { type: "spatialDropout", rate: 0.2 },
      { type: "dropConnect", units: 3, rate: 0.5 },
    ),
    l2: 0.05,
  },
  "the family of dropout on images": {
    layers: layersOf(
      { type: "dense", units: 12 },
      { type: "reshape", height: 2, width: 2, channels: 3 },
      { type: "selu" },
      { type: "spatialDropout", rate: 0.4 },
      { type: "gaussianDropout", rate: 0.3 },
      { type: "gaussianNoise", deviation: 0.2 },
      { type: "alphaDropout", rate: 0.3 },
      { type: "dropConnect", units: 3, rate: 0.3 },
    ),
  },
  "dropout of classic scaling and of none": {
    layers: layersOf(
      { type: "dropout", rate: 0.2, scaling: "classic" },
      ...hidden(5, { type: "tanh" }),
      { type: "dropout", rate: 0.5, scaling: "none" },
      ...hidden(4, { type: "tanh" }),
      { type: "dropout", rate: 0.3, scaling: "classic" },
      { type: "dense", units: 3 },
    ),
  },
};

test("every type of layer is among these problems", () => {
  const layers = Object.values(problems).flatMap((problem) => problem.layers);
  const types = inOrder(layers).map(({ layer: { type } }) => type);
  expect([...new Set(types)].sort()).toEqual([...layerTypes].sort());
});

onBackends((backend) => {
  test.each(Object.entries(problems))("the gradient is right for %s", async (_, settings) => {
    const { layers, task = "classification", ...training } = settings;
    const problem: Problem = {
      layers,
      training: trainingOf({ optimizer: { type: "sgd", learningRate: 1 }, batchSize: 12, ...training }),
      data: dataOf({ task, rows: 12, features: 4, outputs: task === "regression" ? 1 : 3 }),
      seed: 5,
    };
    const run = backend().engine.openRun(problem, problem.data);
    const before = await run.weights();
    const measures = await run.trainEpoch(1, letItRun);
    const after = await run.weights();
    run.dispose();

    const exact = inFloat64(before);
    expect(measures.loss).toBeCloseTo(lossOf(problem, exact).loss, 5);
    const step = 1e-5;
    const trained = new Set(parametersIn(stateOf(layers, [4])).map(({ fullName }) => fullName));
    exact.forEach(({ name, values }, tensor) => {
      // Layers keep up their buffers themselves.
      if (!trained.has(name)) return;
      values.forEach((weight, index) => {
        values[index] = weight + step;
        const above = lossOf(problem, exact).minimised;
        values[index] = weight - step;
        const below = lossOf(problem, exact).minimised;
        values[index] = weight;
        const gradient = before[tensor]!.values[index]! - after[tensor]!.values[index]!;
        expect(Math.abs(gradient - (above - below) / (2 * step))).toBeLessThan(1e-6);
      });
    });
  });
});
