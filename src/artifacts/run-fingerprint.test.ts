import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, unread } from "../data/testing";
import type { RunPlan } from "../engine/engine";
import { dataOf, layersOf, trainingOf } from "../engine/testing";
import type { Environment } from "../experiment/result";
import { dataSchema, type Layer } from "../experiment/schema";
import { isOnLocalDisk } from "../platform/mapped-files";
import { preparedData } from "./prepared-data";
import { runFingerprint } from "./run-fingerprint";

const environment: Environment = {
  backend: "cpu",
  backendSource: "a test",
  engine: "plain",
  tensorflow: null,
  tfjs: "4.22.0",
  runtime: "Node 20",
  platform: "linux x64",
  lab: "0.1.0",
};
const data = dataOf({ rows: 20 });
const dense = layersOf({ type: "dense", units: 2 });

const fingerprintOf = (layers: readonly Layer[], of = data) => {
  const plan: RunPlan = { layers: [...layers, ...dense], training: trainingOf({}), seed: 1 };
  return runFingerprint(plan, { forgottenPasses: 1 }, environment, of);
};

test("a run from before dropout had a scaling has the fingerprint that it had: it goes on from its checkpoints", () => {
  const before = { type: "dropout", rate: 0.3 } as unknown as Layer;
  const fingerprint = fingerprintOf([before]);
  expect(fingerprintOf(layersOf({ type: "dropout", rate: 0.3 }))).toBe(fingerprint);
  expect(fingerprintOf(layersOf({ type: "dropout", rate: 0.3, scaling: "inverted" }))).toBe(fingerprint);
});

test("each other scaling is another run", () => {
  const scalings = ["inverted", "classic", "none"] as const;
  const fingerprints = scalings.map((scaling) =>
    fingerprintOf(layersOf({ type: "dropout", rate: 0.3, scaling })),
  );
  expect(new Set(fingerprints).size).toBe(3);
});

test("data in a file has the fingerprint of the same data in memory, and none of its inputs are read for good", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "table.csv");
  writeFileSync(path, "x,kind\n1,a\n");
  const config = dataSchema.parse({ source: "csv", path, target: "kind", train: 1, validation: 1 });
  // More than a piece of what is read at a time.
  const long = dataOf({ rows: 50_000 });
  const kept = await preparedData(folder, config, 1, async () => long);
  const fingerprint = fingerprintOf([], long);
  expect(fingerprintOf([], isOnLocalDisk(folder) ? unread(kept) : kept)).toBe(fingerprint);
  expect(fingerprint).not.toBe(fingerprintOf([], dataOf({ rows: 49_999 })));
});
