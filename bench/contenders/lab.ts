import type { Split } from "../../src/data/dataset";
import { experimentSchema } from "../../src/experiment/schema";
import { type EngineRun, planRun } from "../../src/engine/engine";
import { openEngine } from "../../src/engine/open";
import { RandomStream } from "../../src/engine/random";
import { classes, features, rows, steps, takeTurns } from "./protocol";

/** The lab's own engine, as a trainer process uses it. */

const random = new RandomStream(1, "dataSampling");
const train: Split = {
  rows,
  inputs: Float32Array.from({ length: rows * features }, () => random.uniform()),
  targets: Float32Array.from({ length: rows }, () => random.integer(classes)),
};
const data = { task: "classification", features, outputs: classes, train, validation: train } as const;
const hidden = [200, 100, 50].flatMap((units) => [
  { type: "dense", units },
  { type: "leakyRelu" },
  { type: "dropout", rate: 0.3 },
]);

const engine = await openEngine();
const runs = new Map<number, { run: EngineRun; epochs: number }>();
await takeTurns(async (batchSize) => {
  const experiment = experimentSchema.parse({
    data: { source: "digits", train: rows, validation: rows },
    network: { layers: [...hidden, { type: "dense", units: classes }] },
    training: { batchSize },
  });
  const opened = runs.get(batchSize) ?? {
    run: engine.openRun(planRun(experiment, { name: "all" }, 1), data),
    epochs: 0,
  };
  runs.set(batchSize, opened);
  for (let done = 0; done < steps; done += rows / batchSize) {
    await opened.run.trainEpoch(++opened.epochs, { beforeBatch: () => undefined });
  }
});
