import { beforeAll, beforeEach, describe } from "vitest";
import type { z } from "zod";
import { type Dataset, emptySplit, type Split } from "../data/dataset";
import type { PreparedTarget } from "../fields/preparation";
import {
  type Experiment,
  experimentSchema,
  type Layer,
  layerSchema,
  type Training,
  trainingSchema,
} from "../experiment/schema";
import { type Backend, type BackendName, loadBackend } from "./backend";
import type { EpochControl } from "./engine";
import { PlainEngine } from "./plain-engine";
import { RandomStream } from "../random/random";

/** Shared by the engine's tests: backends to run on, small data, short documents. */

/** Declares the tests for each backend; without native TensorFlow, its tests are skipped with the reason. */
export function onBackends(
  declareTests: (backend: () => Backend & { engine: PlainEngine }) => void,
  backends: readonly BackendName[] = ["tensorflow", "wasm", "cpu"],
): void {
  for (const name of backends) {
    describe(`on ${name}`, () => {
      let backend: Backend | undefined;
      let reason = "";
      beforeAll(async () => {
        const before = process.env["DROPOUT_LAB_BACKEND"];
        process.env["DROPOUT_LAB_BACKEND"] = name;
        try {
          backend = await loadBackend();
        } catch (error) {
          if (name !== "tensorflow") throw error;
          reason = String(error);
        } finally {
          if (before === undefined) delete process.env["DROPOUT_LAB_BACKEND"];
          else process.env["DROPOUT_LAB_BACKEND"] = before;
        }
      });
      beforeEach((context) => context.skip(backend === undefined, reason));
      declareTests(() => ({ ...backend!, engine: new PlainEngine(backend!.tf, backend!.environment) }));
    });
  }
}

export const letItRun: EpochControl = { beforeBatch: () => undefined };

/** Layers as people write them. */
export function layersOf(...layers: z.input<typeof layerSchema>[]): Layer[] {
  return layers.map((layer) => layerSchema.parse(layer));
}

export function trainingOf(training: z.input<typeof trainingSchema>): Training {
  return trainingSchema.parse(training);
}

export function evaluationOf(evaluation: Partial<Experiment["evaluation"]> = {}): Experiment["evaluation"] {
  return experimentSchema.shape.evaluation.parse(evaluation);
}

interface DataSize {
  task?: Dataset["task"];
  rows?: number;
  features?: number;
  outputs?: number;
  /** Rows of the test split. */
  test?: number;
}

/** Normal inputs, with targets that depend on them. */
export function dataOf({
  task = "classification",
  rows = 40,
  features = 3,
  outputs = 2,
  test = 0,
}: DataSize): Dataset {
  const splitOf = (step: number, rows: number): Split => {
    const random = new RandomStream(7, "dataSampling", { step });
    const inputs = Float32Array.from({ length: rows * features }, () => random.normal());
    const targets = Float32Array.from({ length: rows }, (_, row) => {
      const sum = inputs
        .subarray(row * features, (row + 1) * features)
        .reduce((total, each) => total + each, 0);
      const value = Math.sin(sum) + 0.1 * random.normal();
      return task === "regression"
        ? value
        : Math.min(outputs - 1, Math.floor(((value + 1.3) / 2.6) * outputs));
    }).map((target) => (task === "classification" ? Math.max(0, target) : target));
    return { inputs, targets, rows };
  };
  const target: PreparedTarget =
    task === "regression"
      ? { task, mean: 20, divisor: 4 }
      : { task, classes: Array.from({ length: outputs }, (_, number) => `class ${number}`) };
  return {
    ...{ task, features, outputs, preparation: { target } },
    train: splitOf(0, rows),
    validation: splitOf(1, rows),
    test: test > 0 ? splitOf(2, test) : emptySplit,
  };
}
