import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import { draws, drops, inputShapeOf, layerShapes, stateOf } from "../network";
import { graphOf } from "./graph";
import { kindOf, type Layer, layerSchema, layerTypes } from "./kinds";
import { freshLayer, pageOf } from "./pages";
import { plainOf } from "./plain";

const folder = new URL("./", import.meta.url);
const layerOf = (type: (typeof layerTypes)[number]) => freshLayer(type, 0.3);

test("each kind is a folder of its own name, with a file for each audience", () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...layerTypes].sort());
  for (const type of layerTypes) {
    for (const file of ["layer.ts", "plain.ts", "graph.ts", "page.ts", "README.md", "layer.test.ts"]) {
      expect([type, file, existsSync(new URL(`${type}/${file}`, folder))]).toEqual([type, file, true]);
    }
    expect(plainOf({ type })).toBeTypeOf("function");
    expect(graphOf({ type }).forward).toBeTypeOf("function");
    expect(pageOf({ type }).drawing).toBeDefined();
  }
});

test("a kind that drops has a rate and draws, and the field of its units is a number", () => {
  for (const type of layerTypes) {
    const layer = layerOf(type);
    if (drops(layer)) expect([layer.rate, draws(layer)]).toEqual([0.3, true]);
    const field = kindOf(layer).widthField;
    if (field) expect((layer as unknown as Record<string, unknown>)[field]).toBeTypeOf("number");
  }
});

test("every tensor of a layer's state has an initial value", () => {
  for (const type of layerTypes) {
    const layer = layerOf(type);
    const state = kindOf(layer).state?.(layer, [3], [4]) ?? [];
    const values = kindOf(layer).initialValues?.(
      layer,
      [3],
      () => new RandomStream(1, "initialWeights"),
      [4],
    );
    for (const { name } of state) expect(values?.[name]?.()).toBeTypeOf("number");
  }
});

const layers = (...given: object[]): Layer[] => given.map((layer) => layerSchema.parse(layer));
const digits = { features: 300, image: [20, 15, 1] as const };
const dense = { type: "dense", units: 10 };

test("an image goes in as one only where the network begins so", () => {
  const dropout = { type: "dropout", rate: 0.1 };
  expect(inputShapeOf(layers(dropout, { type: "relu" }, dense), digits)).toEqual([300]);
  expect(inputShapeOf(layers(dropout, { type: "flatten" }, dense), digits)).toEqual([20, 15, 1]);
  expect(inputShapeOf(layers({ type: "flatten" }, dense), { features: 300 })).toEqual([300]);
  expect(inputShapeOf(layers({ type: "relu" }), digits)).toEqual([300]);
});

test("shapes and state go on from layer to layer", () => {
  const network = layers({ type: "flatten" }, { type: "layerNorm" }, dense);
  expect(layerShapes(network, [20, 15, 1]).map(({ output }) => output)).toEqual([[300], [300], [10]]);
  expect(stateOf(network, [20, 15, 1]).map(({ fullName, shape }) => [fullName, shape])).toEqual([
    ["layers.1.scale", [300]],
    ["layers.1.shift", [300]],
    ["layers.2.kernel", [300, 10]],
    ["layers.2.bias", [10]],
  ]);
});
