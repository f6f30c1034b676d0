import { expect, test } from "vitest";
import { onnxModel } from "../interchange/onnx/model";
import { end, failureOf, labsOfEachTest, smallExperiment } from "./testing";

const { folder, labs } = labsOfEachTest();

test("a trained run's own ONNX file measures as the run did after its last epoch, in a trainer of its own", async () => {
  const { lab } = labs.open(folder.path);
  const experiment = smallExperiment();
  const { id, runs } = await lab.startExperiment({ experiment });
  const runId = runs.at(-1)!.id;
  await end(lab, runId);
  const network = lab.trainedNetwork(runId);
  const shape = {
    features: network.preparation.features!.length,
    outputs: 2,
    task: "classification" as const,
  };
  const weights = { name: "trained.onnx", content: new Uint8Array(onnxModel(network, "eval")) };
  const asked = { experiment, shape, weights, beside: [], passes: 5 };
  const { measured, layers } = await lab.evaluateNetwork(asked);
  const last = (await lab.getExperiment({ experimentId: id })).runs
    .find((run) => run.id === runId)!
    .records.at(-1)!;
  expect(measured.validation.eval.loss).toBeCloseTo(last.validation.eval.loss, 5);
  expect(measured.validation.eval.accuracy).toBe(last.validation.eval.accuracy);
  expect(measured.train.eval.loss).toBeCloseTo(last.train.eval.loss, 5);
  expect(measured.validation.train.lossSd).toBeGreaterThan(0);
  expect(layers.map(({ layer }) => layer)).toEqual(network.layers);

  const other = { ...asked, weights: { name: "other.onnx", content: new Uint8Array(40) } };
  expect((await failureOf(lab.evaluateNetwork(other))).code).toBe("readWeightsNone");
});
