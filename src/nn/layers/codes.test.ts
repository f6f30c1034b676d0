import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { initializerCodeOf } from "../initializers/codes";
import { initializerNames } from "../initializers/kinds";
import { layerShapes } from "../network";
import { codeOf } from "./codes";
import { type Layer, layerSchema, layerTypes, type LayerType } from "./kinds";

/** A layer of each kind, and for a block one with a kernel on its shortcut. */
function layerOf(type: LayerType): Layer {
  const needed: Partial<Record<string, object>> = {
    dense: { units: 3 },
    dropConnect: { units: 3, rate: 0.5 },
    conv2d: { filters: 3, kernelSize: 3 },
    reshape: { height: 4, width: 4, channels: 2 },
    residual: { layers: [{ type: "conv2d", filters: 5, kernelSize: 1 }] },
  };
  const rate = type.toLowerCase().includes("drop") || type === "stochasticDepth" ? { rate: 0.5 } : {};
  return layerSchema.parse({ type, ...rate, ...needed[type] });
}

test.each(layerTypes)("%s: each tensor of its state has its names, and no other has", (type) => {
  const shapes = layerShapes([layerOf(type)], [4, 4, 2]);
  const { tensors = [] } = codeOf({ type });
  expect(tensors.map(({ lab }) => lab)).toEqual(shapes.at(-1)!.state.map(({ name }) => name));
  for (const { axes = {} } of tensors)
    for (const [count, order] of Object.entries(axes))
      expect([...order].sort()).toEqual(Array.from({ length: Number(count) }, (_, axis) => axis));
});

test("each layer and each initialiser has its code in its folder", () => {
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true }).filter((path) => String(path).endsWith("code.ts"));
  const ofLayers = files(import.meta.dirname).map((path) => String(path).replaceAll("\\", "/"));
  for (const type of layerTypes) expect(ofLayers).toContain(`${type}/code.ts`);
  for (const name of initializerNames)
    expect(initializerCodeOf(name).keras({ inputs: 2, outputs: 3 })).toBeTypeOf("object");
});
