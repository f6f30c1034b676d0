import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { preparedData } from "../../artifacts/prepared-data";
import type { Dataset, Split } from "../../data/dataset";
import { unread } from "../../data/testing";
import { dataSchema } from "../../experiment/schema";
import { temporaryFolder } from "../../lab/testing";
import { isOnLocalDisk, mapAlignment } from "../../platform/mapped-files";
import type { Engine, RunPlan } from "../engine";
import { measureEnd } from "../measure-end";
import { dataOf, layersOf, letItRun, trainingOf } from "../testing";
import { inputsTensor } from "./inputs";
import { onNative } from "./testing";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const prepared = () => join(home.path, "prepared");

/** The data as a trainer has it that finds it prepared. */
async function keptOf(data: Dataset): Promise<Dataset> {
  const path = join(home.path, "table.csv");
  writeFileSync(path, "x,kind\n1,a\n");
  const config = dataSchema.parse({ source: "csv", path, target: "kind", train: 1, validation: 1 });
  await preparedData(prepared(), config, 1, async () => data);
  return preparedData(prepared(), config, 1, () => expect.fail("it is prepared"));
}

/** How many parts of this process' memory are the prepared file's. */
function mapsOf(folder: string): number {
  return readFileSync("/proc/self/maps", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder)).length;
}

const vectorPlan: RunPlan = {
  seed: 4,
  layers: layersOf(
    { type: "dense", units: 6 },
    { type: "relu" },
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: 3 },
  ),
  training: trainingOf({ batchSize: 16, epochs: 2 }),
};

const imagePlan: RunPlan = {
  seed: 5,
  layers: layersOf(
    { type: "conv2d", filters: 4, kernelSize: 3 },
    { type: "dropout", rate: 0.2 },
    { type: "batchNorm" },
    { type: "relu" },
    { type: "flatten" },
    { type: "dense", units: 1 },
  ),
  training: trainingOf({ batchSize: 16, epochs: 2, loss: "meanSquaredError" }),
};

const vectors = dataOf({ rows: 1100, features: 7, outputs: 3, test: 33 });
const images: Dataset = {
  ...dataOf({ task: "regression", rows: 50, features: 6 * 5, outputs: 1, test: 20 }),
  image: [6, 5, 1],
};

/** All that a run comes to. @param during called when an epoch has been trained */
async function outcomeOf(engine: Engine, plan: RunPlan, data: Dataset, during: () => void = () => undefined) {
  const run = engine.openRun(plan, data);
  const measured = [];
  for (const epoch of [1, 2]) {
    measured.push(await run.trainEpoch(epoch, letItRun));
    during();
    for (const split of ["train", "validation"] as const)
      measured.push(await run.evaluate(split, "eval", epoch, 0, letItRun));
    measured.push(await run.evaluate("validation", "evalForgotten", epoch, 0, letItRun));
  }
  const chosen = { epoch: 2, loss: 1, worse: 0, over: false, state: await run.vectors() };
  const end = await measureEnd(run, plan, data, chosen, 2);
  const state = await run.state();
  run.dispose();
  return { measured, end, state };
}

onNative((native) => {
  for (const [name, plan, data] of [
    ["a chain's vectors", vectorPlan, vectors],
    ["images", imagePlan, images],
  ] as const) {
    test(`${name} in a file give what a copy in memory gives, without one`, async () => {
      const { engine, environment } = native();
      const kept = await keptOf(data);
      const isMapped = isOnLocalDisk(prepared()) && environment.kernels !== undefined;
      const whole = await outcomeOf(engine, plan, data);
      const maps = () => (existsSync("/proc/self/maps") ? mapsOf(prepared()) : 0);
      let most = 0;
      const fromFile = await outcomeOf(engine, plan, isMapped ? unread(kept) : kept, () => {
        most = Math.max(most, maps());
      });
      expect(fromFile).toEqual(whole);
      expect(most > 0).toBe(isMapped);
      expect(maps()).toBe(0);
    });
  }

  test("a file that is removed while a run trains on it stays until the run has ended, also for the next run", async () => {
    const { engine } = native();
    const kept = await keptOf(vectors);
    const whole = await outcomeOf(engine, vectorPlan, vectors);
    const remove = () => rmSync(prepared(), { recursive: true, force: true });
    expect(await outcomeOf(engine, vectorPlan, kept, remove)).toEqual(whole);
    expect(existsSync(prepared())).toBe(false);
    expect(await outcomeOf(engine, vectorPlan, kept)).toEqual(whole);
  });

  test("engines without the lab's own operations read the inputs", async () => {
    const { byTensorflow, plain } = native();
    const kept = await keptOf(vectors);
    for (const engine of [byTensorflow, plain])
      expect(await outcomeOf(engine, vectorPlan, kept)).toEqual(await outcomeOf(engine, vectorPlan, vectors));
  });

  test("what the system does not map is read", () => {
    const { tf, environment } = native();
    const kept = { file: { descriptor: 1_000_000, pieces: () => [] }, place: mapAlignment };
    const split: Split = { inputs: Float32Array.of(1, 2), targets: Float32Array.of(0), rows: 1, kept };
    const tensor = inputsTensor(tf, split, [2], environment.kernels !== undefined);
    expect([...tensor.dataSync()]).toEqual([1, 2]);
    tensor.dispose();
  });
});
