import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { onnxModel } from "../interchange/onnx/model";
import { end, endlessExperiment, failureOf, labsOfEachTest, next, smallExperiment } from "./testing";

const { folder, labs } = labsOfEachTest();

test("a stored run's model says of raw validation rows what the lab says of them", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  const runId = runs.at(-1)!.id;
  await end(lab, runId);
  const network = lab.trainedNetwork(runId);
  expect(network.origin).toMatchObject({ variant: runs.at(-1)!.variant, epoch: 3 });
  const session = await InferenceSession.create(onnxModel(network, "eval"), { logSeverityLevel: 3 });
  for (const row of [0, 5, 11]) {
    const said = await lab.inspectPrediction({ runId, passes: 1, input: { from: "sample", row } });
    const values = said.sample!.values as number[];
    const inputs = new Tensor("float64", Float64Array.from(values), [1, values.length]);
    const { probabilities } = await session.run({ inputs });
    said.eval.forEach((each, output) =>
      // The lab tells raw values rounded to the digits that float32 inputs hold.
      expect((probabilities!.data as Float32Array)[output]).toBeCloseTo(each, 4),
    );
  }
  await session.release();
});

test("a run without weights has no model", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: endlessExperiment() });
  await next(lab, "epochMeasured");
  expect((await failureOf(Promise.resolve().then(() => lab.trainedNetwork(runs[0]!.id)))).code).toBe(
    "noWeights",
  );
  expect((await failureOf(Promise.resolve().then(() => lab.trainedNetwork("x")))).code).toBe("noSuchRun");
});
