import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/testing";
import { networkOf } from "../interchange/testing";
import { makeModel } from "./export-model";

const feature = { mean: 0, divisor: 1 };
const network = networkOf(
  [
    { type: "dropout", rate: 0.5 },
    { type: "dense", units: 1 },
  ],
  {
    features: [
      { ...feature, column: "size", kind: "number" },
      { ...feature, column: "colour", kind: "category", category: "red" },
    ],
    target: { task: "regression", mean: 0, divisor: 1 },
  },
);

test("the file that the person names stands beside the one with dropout on, and nothing is written before it is asked for", async () => {
  const home = temporaryFolder();
  const model = await makeModel(network, "onnx", join(home, "Mine.ONNX"));
  expect(readdirSync(home)).toEqual([]);
  expect(model.asNumbers).toEqual([]);
  expect(await model.write()).toEqual([join(home, "Mine-passes.onnx"), join(home, "Mine.ONNX")]);
  expect(readdirSync(home).sort()).toEqual(["Mine-passes.onnx", "Mine.ONNX"]);
});

test("a format without texts names the columns of texts", async () => {
  const home = temporaryFolder();
  expect((await makeModel(network, "tfjs", join(home, "web"))).asNumbers).toEqual(["colour"]);
  expect((await makeModel(network, "savedModel", join(home, "saved"))).asNumbers).toEqual([]);
});

test("a folder with other files is refused before anything is made of it", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "used"));
  writeFileSync(join(home, "used", "mine"), "mine");
  await expect(makeModel(network, "tfjs", join(home, "used"))).rejects.toMatchObject({ code: "folderInUse" });
  expect(existsSync(join(home, "used", "model.json"))).toBe(false);
});
