import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { epochsToTrain } from "../experiment/early-stopping";
import { layersOf } from "../experiment/variants";
import { drawDropoutMask } from "../nn/layers/dropout/mask";
import { RandomStream } from "../random/random";
import { end, endlessExperiment, failureOf, labsOfEachTest, next, smallExperiment } from "./testing";

const { folder, labs } = labsOfEachTest();

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
  const { runs } = await lab.startExperiment({ experiment: smallExperiment({ seeds: [1, 2] }) });
  const runId = runs[0]!.id;
  await Promise.all(runs.map(({ id }) => end(lab, id)));
  const ofOther = lab.inspectMinibatch({ runId: runs[1]!.id, ...moment });
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
  expect((await ofOther).step).toBe(moment.step);
});

test("a run that still trains is seen at its start, with the masks of the steps that it has taken", async () => {
  const { lab } = labs.open(folder.path);
  const experiment = endlessExperiment();
  const { runs } = await lab.startExperiment({ experiment });
  const runId = runs[0]!.id;
  await next(lab, "epochMeasured");
  const seen = await lab.inspectMinibatch({ runId, ...moment });
  expect(seen.epochs[0]).toBe(0);
  expect(seen.layers).toHaveLength(layersOf(experiment, experiment.variants[0]!).length);
});

test("a run keeps its weights along the way, which a pass through each shows as that epoch's", async () => {
  const { lab } = labs.open(folder.path);
  const experiment = smallExperiment({
    training: { batchSize: 16, epochs: 9 },
    evaluation: { snapshots: 2, measureAt: "best" },
  });
  const { runs } = await lab.startExperiment({ experiment });
  const runId = runs[0]!.id;
  await end(lab, runId);
  const measured = (await lab.getRuns({ runIds: [runId] })).experiments[0]!.runs[0]!.end!.epoch;
  const expected = [...new Set([0, 1, 3, measured, 9])].sort((one, other) => one - other);
  const seen = [];
  for (const epoch of expected) {
    const { epochs, layers } = await lab.inspectMinibatch({ runId, ...moment, mode: "eval", epoch });
    expect(epochs).toEqual(expected);
    seen.push(JSON.stringify(layers.at(-1)!.values));
  }
  expect(new Set(seen).size).toBe(expected.length);

  // The same run over as many epochs only ends with the very weights that the longer one kept.
  const short = { ...experiment, training: { ...experiment.training, epochs: 3 } };
  const other = (await lab.startExperiment({ experiment: short })).runs[0]!.id;
  await end(lab, other);
  const last = await lab.inspectMinibatch({ runId: other, ...moment, mode: "eval" });
  expect(last.epoch).toBe(3);
  expect(JSON.stringify(last.layers.at(-1)!.values)).toBe(seen[expected.indexOf(3)]);
});

test("the best epoch is kept wherever the run is measured, and not without snapshots", async () => {
  const { lab } = labs.open(folder.path);
  const keptBy = async (snapshots: number) => {
    const experiment = smallExperiment({
      training: { batchSize: 16, epochs: 12, optimizer: { type: "sgd", learningRate: 3 } },
      evaluation: { snapshots, measureAt: "last" },
    });
    const { runs } = await lab.startExperiment({ experiment });
    const runId = runs[0]!.id;
    await end(lab, runId);
    const { records } = (await lab.getRuns({ runIds: [runId] })).experiments[0]!.runs[0]!;
    const losses = records.map(({ validation }) => validation.eval.loss);
    const { epochs } = await lab.inspectMinibatch({ runId, ...moment });
    return { best: losses.indexOf(Math.min(...losses)) + 1, epochs };
  };
  const { best, epochs } = await keptBy(1);
  expect(epochs).toEqual([...new Set([0, 1, best, 12])].sort((one, other) => one - other));
  expect((await keptBy(0)).epochs).toEqual([0, 12]);
});

test("a run that early stopping ended has the best epoch's weights, and shows those of its last one too", async () => {
  const { lab } = labs.open(folder.path);
  const earlyStopping = { patience: 2, restoreBest: true } as const;
  const experiment = smallExperiment({
    training: { batchSize: 16, epochs: 60, optimizer: { type: "sgd", learningRate: 3 }, earlyStopping },
    evaluation: { snapshots: 0, measureAt: "last" },
  });
  const { id, runs } = await lab.startExperiment({ experiment });
  const runId = runs[0]!.id;
  expect(await end(lab, runId)).toMatchObject({ status: "done", epochs: 60 });
  const run = (await lab.getRuns({ runIds: [runId] })).experiments[0]!.runs[0]!;
  const last = run.records.length;
  const best = run.end!.epoch;
  expect([run.epochsDone, best]).toEqual([epochsToTrain(run.records, experiment.training), last - 2]);
  expect(last).toBeLessThan(60);
  const weightsAfter = async (epoch?: number) => {
    const seen = await lab.inspectMinibatch({ runId, ...moment, mode: "eval", ...(epoch && { epoch }) });
    expect(seen.epochs).toEqual([0, best, last]);
    return { epoch: seen.epoch, values: seen.layers.at(-1)!.values };
  };
  const own = await weightsAfter();
  expect(own).toEqual(await weightsAfter(best));
  expect(own.epoch).toBe(best);
  expect((await weightsAfter(last)).values).not.toEqual(own.values);

  // Another lab takes it as it is, of its weights only its own.
  const file = await lab.writeResult(id, join(folder.path, "out"));
  const other = labs.open(join(folder.path, "other")).lab;
  const { summary } = await other.importResult(file);
  const request = { runId: summary.runs[0]!.id, ...moment, mode: "eval" } as const;
  const there = await other.inspectMinibatch(request);
  expect([there.epoch, there.epochs]).toEqual([best, [0, best]]);
  expect(there.layers.at(-1)!.values).toEqual(own.values);
});

test("a run of a store without snapshots is seen at its start and at its end", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  const runId = runs[0]!.id;
  await end(lab, runId);
  rmSync(join(folder.path, "snapshots"), { recursive: true });
  expect((await lab.inspectMinibatch({ runId, ...moment })).epochs).toEqual([0, 3]);
  expect((await failureOf(lab.inspectMinibatch({ runId, ...moment, epoch: 2 }))).code).toBe("noWeightsAfter");
});

test("snapshots of runs that are no longer in the store are removed when the lab opens", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  await end(lab, runs[0]!.id);
  labs.close(lab);
  const snapshots = join(folder.path, "snapshots");
  mkdirSync(join(snapshots, "unknown"));
  labs.open(folder.path);
  expect(readdirSync(snapshots)).toEqual([runs[0]!.id]);
});
