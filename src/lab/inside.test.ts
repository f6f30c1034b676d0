import { afterEach, beforeEach, expect, test } from "vitest";
import { layersOf } from "../experiment/variants";
import { drawDropoutMask } from "../nn/layers/dropout/mask";
import { RandomStream } from "../random/random";
import {
  endlessExperiment,
  end,
  failureOf,
  next,
  OpenLabs,
  smallExperiment,
  temporaryFolder,
} from "./testing";

let folder: ReturnType<typeof temporaryFolder>;
let labs: OpenLabs;
beforeEach(() => {
  folder = temporaryFolder();
  labs = new OpenLabs();
});
afterEach(() => {
  labs.closeAll();
  folder.remove();
});

const moment = { step: 1, row: 0, mode: "train" } as const;

test("a run is looked into through a process of its own, which serves one question after another", async () => {
  const { lab, trainers } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  const runId = runs[0]!.id;
  await end(lab, runId);
  const before = trainers.length;
  const first = await lab.inspectMinibatch({ runId, ...moment });
  expect(first).toMatchObject({ epoch: 3, step: 1, steps: 12, batch: 1, batches: 4, rows: 16 });
  expect(trainers.length).toBe(before + 1);
  for (const step of [1, 7, 12]) {
    const { layers, row } = await lab.inspectMinibatch({ runId, ...moment, step, row: 5 });
    const { mask } = layers[2]!;
    const random = new RandomStream(1, "trainingMask", { layer: 0, step: step - 1 });
    const drawn = drawDropoutMask(random, 0.3, 16, 8).subarray(row * 8, (row + 1) * 8);
    expect(mask!.kept).toEqual(Array.from(drawn, (multiplier) => multiplier !== 0));
  }
  const start = await lab.inspectMinibatch({ runId, ...moment, epoch: 0 });
  expect(start.layers[2]!.mask).toEqual(first.layers[2]!.mask);
  expect(start.layers[0]!.values).not.toEqual(first.layers[0]!.values);
  const unit = await lab.inspectUnit({ runId, ...moment, layer: 0, unit: 2 });
  expect(unit.sum).toBe(first.layers[0]!.values[2]);
  expect(trainers.length).toBe(before + 1);
  expect((await failureOf(lab.inspectMinibatch({ runId, ...moment, step: 13 }))).code).toBe("stepNotTaken");
  expect((await failureOf(lab.inspectMinibatch({ runId, ...moment, epoch: 99 }))).code).toBe(
    "noWeightsAfter",
  );
  expect((await failureOf(lab.inspectMinibatch({ runId: "x", ...moment }))).code).toBe("noSuchRun");

  // The inspector dies; the next question finds a new one.
  const inspector = trainers.at(-1)!;
  const gone = new Promise((resolve) => inspector.onExit(resolve));
  inspector.kill();
  await gone;
  expect(await lab.inspectMinibatch({ runId, ...moment })).toEqual(first);
});

test("of the questions that wait, only the newest of a kind is answered", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  const runId = runs[0]!.id;
  await end(lab, runId);
  const asked = [1, 2, 3, 4].map((step) => lab.inspectMinibatch({ runId, ...moment, step }));
  const unit = lab.inspectUnit({ runId, ...moment, layer: 0, unit: 0 });
  const codes = await Promise.all(
    asked.map((answer) =>
      answer.then(
        ({ step }) => step,
        ({ code }: { code: string }) => code,
      ),
    ),
  );
  expect(codes).toEqual(["inspectionOvertaken", "inspectionOvertaken", "inspectionOvertaken", 4]);
  expect((await unit).inputs).toHaveLength(2);
});

test("a run that still trains is seen at its start, with the masks of the steps that it has taken", async () => {
  const { lab } = labs.open(folder.path);
  const experiment = endlessExperiment();
  const { runs } = await lab.startExperiment({ experiment });
  const runId = runs[0]!.id;
  await next(lab, "epochMeasured");
  const seen = await lab.inspectMinibatch({ runId, ...moment });
  expect(seen.epochs).toEqual([0]);
  expect(seen.layers).toHaveLength(layersOf(experiment, experiment.variants[0]!).length);
});
