import { expect, test } from "vitest";
import type { Minibatch } from "../../../src/contract/contract";
import { columnsOf, stepsOf } from "./columns";
import { arcBetween, placesOf } from "./geometry";

type InsideLayer = Minibatch["layers"][number];
const layer = (type: InsideLayer["type"], place: number[], value: number): InsideLayer => ({
  ...{ type, place },
  shape: [3],
  values: [value, value, value],
});

/** A dense layer, a block of two and another of one, whose shortcuts take what stands before them. */
const minibatch = {
  input: { shape: [2], values: [1, 2], isPicture: false },
  layers: [
    layer("dense", [0], 1),
    layer("relu", [1], 1),
    layer("dense", [2, 0], 5),
    layer("relu", [2, 1], 5),
    layer("dense", [2, 2], 7),
    { ...layer("residual", [2], 8), shortcut: { from: 1, values: [1, 1, 1] } },
    layer("relu", [3], 8),
    layer("dense", [4, 0], 2),
    { ...layer("residual", [4], 4), shortcut: { from: 6, kernel: [3, 3], values: [2, 2, 2] } },
  ],
} as unknown as Minibatch;

test("a block's shortcut goes from the column that it takes to the one of its sum", () => {
  const columns = columnsOf(minibatch, "train");
  expect(columns.map(({ place }) => place)).toEqual([[], [0], [2, 0], [2, 2], [4, 0]]);
  expect(columns.map(({ shortcuts }) => shortcuts.map(({ from }) => from))).toEqual([[], [], [], [1], [3]]);
  expect(columns[4]!.shortcuts[0]).toMatchObject({ place: [4], kernel: [3, 3] });
  const steps = stepsOf(minibatch, columns[3]!, 0);
  expect(steps.map(({ type, value, added }) => [type, value, added])).toEqual([
    ["residual", 8, 1],
    ["relu", 8, null],
  ]);
});

test("its edge passes over the columns between, and ends above the sum", () => {
  const places = placesOf(columnsOf(minibatch, "train"));
  const { plus, middle } = arcBetween(places[1]!, places[3]!);
  const tops = places.map(({ centres, radius }) => centres[0]![1] - radius);
  expect(plus[0]).toBeCloseTo(places[3]!.centres[0]![0], 9);
  expect(plus[1]).toBeLessThan(tops[3]!);
  expect(middle[0]).toBeCloseTo(places[2]!.centres[0]![0], 9);
  expect(middle[1]).toBeLessThan(Math.min(...tops.slice(1, 4)));
});
