import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forward } from "../../../engine/network";
import { splitVector } from "../../../engine/parameters";
import { layersOf, onBackends } from "../../../engine/testing";
import type { Tensor, Tensor1D } from "../../../tensor/tensorflow";
import { layerShapes, multiplicationsOf, parametersIn, stateOf } from "../../network";
import { layerSchema } from "../kinds";
import { shortcutBetween } from "./shortcut";

type Nested = readonly number[] | readonly Nested[];

/** A block's numbers by PyTorch, in float64; the gradients are those of Σ weighting · outputs (bench/reference/layers.py). */
interface Reference {
  readonly settings: object;
  readonly inputs: Nested;
  readonly weighting: Nested;
  readonly state: Readonly<Record<string, Nested>>;
  readonly outputs: Nested;
  readonly toParameters: Readonly<Record<string, Nested>>;
}

const references = (
  JSON.parse(readFileSync(join(import.meta.dirname, "pytorch.json"), "utf8")) as Reference[]
).map((reference) => ({
  ...reference,
  layers: [layerSchema.parse({ type: "residual", ...reference.settings })],
}));

const flat = (values: Nested): number[] =>
  values.flatMap((each) => (typeof each === "number" ? [each] : flat(each)));
const shapeOf = (values: Nested | number): number[] =>
  typeof values === "number" ? [] : [values.length, ...shapeOf(values[0]!)];

function expectClose(found: Tensor, wanted: Nested): void {
  const values = found.dataSync();
  flat(wanted).forEach((value, index) => {
    expect(Math.abs(values[index]! - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
  });
}

onBackends((backend) => {
  test.each(references)("outputs and gradients of $settings are PyTorch's", (reference) => {
    const { tf } = backend();
    tf.tidy(() => {
      const { layers } = reference;
      const tensors = stateOf(layers, shapeOf(reference.inputs).slice(1));
      // In a network of one block each name begins with the block's place.
      const ownName = (name: string) => name.slice("layers.0.".length);
      expect(tensors.map(({ fullName }) => ownName(fullName)).sort()).toEqual(
        Object.keys(reference.state).sort(),
      );
      const vector = tf.tensor1d(
        tensors.flatMap(({ fullName }) => flat(reference.state[ownName(fullName)]!)),
      );
      const state = splitVector(tf, vector as Tensor1D, layers, tensors);
      const inputs = tf.tensor(reference.inputs as number[]);
      const { outputs, backward } = forward(tf, layers, state, inputs, "train", () =>
        expect.unreachable("nothing is drawn"),
      );
      expectClose(outputs, reference.outputs);
      const weighting = tf.tensor(reference.weighting as number[]);
      const gradients = backward(tf.reshape(weighting, [weighting.shape[0]!, -1]));
      for (const { layer, name, fullName } of parametersIn(tensors)) {
        expectClose(gradients[layer]![name]!, reference.toParameters[ownName(fullName)]!);
      }
    });
  });
});

test("the shapes decide how the shortcut goes", () => {
  expect(shortcutBetween([64], [64])).toEqual({ kind: "identity" });
  expect(shortcutBetween([5, 4, 3], [5, 4, 3])).toEqual({ kind: "identity" });
  expect(shortcutBetween([64], [10])).toEqual({ kind: "rows", kernel: [64, 10] });
  expect(shortcutBetween([5, 4, 3], [10])).toEqual({ kind: "rows", kernel: [60, 10] });
  expect(shortcutBetween([20, 15, 1], [20, 15, 8])).toEqual({
    kind: "pixels",
    stride: 1,
    kernel: [1, 1, 1, 8],
  });
  expect(shortcutBetween([20, 15, 8], [10, 8, 16])).toEqual({
    kind: "pixels",
    stride: 2,
    kernel: [1, 1, 8, 16],
  });
  // A window of 3 without padding loses the border, which no stride does.
  expect(shortcutBetween([20, 15, 8], [18, 13, 8])).toBeNull();
  expect(shortcutBetween([4, 4, 2], [8, 8, 2])).toBeNull();
});

test("the names of its tensors say where they are, and its kernel counts", () => {
  const layers = layersOf(
    { type: "dense", units: 8 },
    { type: "residual", layers: [{ type: "dense", units: 8 }, { type: "relu" }] },
    { type: "residual", layers: [{ type: "relu" }, { type: "dense", units: 3 }] },
  );
  expect(stateOf(layers, [5]).map(({ fullName, layer }) => [fullName, layer])).toEqual([
    ["layers.0.kernel", 0],
    ["layers.0.bias", 0],
    ["layers.1.layers.0.kernel", 1],
    ["layers.1.layers.0.bias", 1],
    ["layers.2.layers.1.kernel", 5],
    ["layers.2.layers.1.bias", 5],
    ["layers.2.shortcut.kernel", 6],
  ]);
  const shapes = layerShapes(layers, [5]);
  expect(shapes.map(({ layer }) => layer.type)).toEqual([
    "dense",
    "dense",
    "relu",
    "residual",
    "relu",
    "dense",
    "residual",
  ]);
  expect(shapes.map(({ parameters }) => parameters)).toEqual([48, 72, 0, 0, 0, 27, 24]);
  expect(multiplicationsOf(layers, [5])).toBe(40 + 64 + 24 + 24);
});
