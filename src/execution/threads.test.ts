import { cpus } from "node:os";
import { expect, test } from "vitest";
import { layersOf, trainingOf } from "../engine/testing";
import { threadsFor } from "./threads";

function threads(widths: readonly number[], batchSize: number, features: number): number {
  const layers = layersOf(...widths.map((units) => ({ type: "dense", units }) as const));
  return threadsFor({ layers, training: trainingOf({ batchSize }) }, { features });
}

test("small networks get one thread, wide ones every core", () => {
  expect(threads([200, 100, 50, 10], 32, 300)).toBe(1);
  expect(threads([200, 100, 50, 10], 128, 300)).toBe(1);
  expect(threads([2048, 2048, 10], 128, 784)).toBe(cpus().length);
});
