import { expect, test } from "vitest";
import type { RunPlan } from "../engine/engine";
import { dataOf, layersOf, trainingOf } from "../engine/testing";
import type { Environment } from "../experiment/result";
import type { Layer } from "../experiment/schema";
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

const fingerprintOf = (layers: readonly Layer[]) => {
  const plan: RunPlan = { layers: [...layers, ...dense], training: trainingOf({}), seed: 1 };
  return runFingerprint(plan, { forgottenPasses: 1 }, environment, data);
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
