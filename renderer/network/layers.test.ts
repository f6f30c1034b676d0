import { expect, test } from "vitest";
import { checkExperiment } from "../../src/experiment/check";
import { presetIds } from "../../src/experiment/presets";
import { layerSchema, layerTypes } from "../../src/nn/layers/kinds";
import { freshLayer } from "../../src/nn/layers/pages";
import { presetDocument } from "../state/documents";
import { fitNetwork } from "../state/fitNetwork";
import { activationTypes, dropoutsFor, indexForNew, move, offeredGroups } from "./layers";

test("every layer type of the format can be added, and is right as it comes", () => {
  expect(offeredGroups.flatMap(({ types }) => types).sort()).toEqual([...layerTypes].sort());
  const [core, dropouts] = offeredGroups;
  expect(core).toEqual({ group: "core", types: ["dense", "dropout"] });
  expect(dropouts!.types).toContain("spatialDropout");
  expect(offeredGroups.at(-1)).toEqual({ group: "activations", types: activationTypes });
  for (const type of layerTypes) expect(layerSchema.safeParse(freshLayer(type, 0.3)).success).toBe(true);
});

test("a new layer goes before the output, so that every preset stays free of faults", () => {
  for (const id of presetIds.filter((preset) => preset !== "mnist")) {
    const document = presetDocument(id);
    const { layers } = document.network;
    layers.splice(
      indexForNew(layers),
      0,
      freshLayer("dense", 0),
      freshLayer("relu", 0),
      freshLayer("dropout", 0.4),
    );
    expect(checkExperiment(document).faults).toEqual([]);
  }
  expect(indexForNew([])).toBe(0);
  expect(indexForNew([freshLayer("relu", 0)])).toBe(1);
});

test("a dropout's row offers the kinds that are of use at its place, and its own", () => {
  const elsewhere = { pictures: false, blockEnds: false };
  const plain = ["dropout", "gaussianDropout", "alphaDropout"];
  expect(dropoutsFor({ type: "dropout" }, elsewhere)).toEqual(plain);
  expect(dropoutsFor({ type: "dropout" }, { ...elsewhere, pictures: true })).toEqual([
    ...plain,
    "spatialDropout",
  ]);
  expect(dropoutsFor({ type: "stochasticDepth" }, elsewhere)).toEqual([...plain, "stochasticDepth"]);
});

test("moving keeps all layers and stops at the ends", () => {
  const layers = (["dense", "relu", "dropout"] as const).map((type) => freshLayer(type, 0.1));
  move(layers, 0, 2);
  expect(layers.map(({ type }) => type)).toEqual(["relu", "dropout", "dense"]);
  move(layers, 0, -1);
  move(layers, 2, 3);
  expect(layers.map(({ type }) => type)).toEqual(["relu", "dropout", "dense"]);
});

test("a network that fitted its data fits the next; one that did not is left alone", () => {
  const digits = { features: 300, outputs: 10, task: "classification" } as const;
  const moons = { features: 2, outputs: 2, task: "classification" } as const;
  const prices = { features: 8, outputs: 1, task: "regression" } as const;
  const draft = presetDocument("textbook");
  fitNetwork(draft, digits, moons);
  expect(draft.network.layers.at(-1)).toMatchObject({ units: 2 });
  fitNetwork(draft, moons, prices);
  expect(draft.network.layers.at(-1)).toMatchObject({ units: 1 });
  expect(draft.training.loss).toBe("meanSquaredError");
  fitNetwork(draft, digits, moons);
  expect(draft.network.layers.at(-1)).toMatchObject({ units: 1 });
});
