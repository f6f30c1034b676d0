import { expect, test } from "vitest";
import { checkExperiment } from "./check";
import { presetIds, presets } from "./presets";

test.each(presetIds)("%s has no fault and no warning once its files are given", (id) => {
  const { document, files } = presets[id];
  const without = checkExperiment(document);
  expect(without.faults.map(({ path, code }) => `${path} ${code}`)).toEqual(
    files.map((field) => `data.${field} fileNotChosen`),
  );
  const given = Object.fromEntries(files.map((field) => [field, `/data/${field}`]));
  const check = checkExperiment({ ...document, data: { ...document.data, ...given } });
  expect(check.faults).toEqual([]);
  expect(check.warnings).toEqual([]);
  expect(check.experiment?.name).toBe(id);
});

test.each(presetIds)("each seed of %s has data of its own", (id) => {
  expect(presets[id].document.evaluation?.resample).toBe(id === "mnist" ? "folds" : "draws");
});

test("the textbook preset is the network 300-200-100-50-10 with p = 0.3 after each hidden layer", () => {
  expect(presets.textbook.document.network.layers).toEqual([
    { type: "dense", units: 200 },
    { type: "leakyRelu", slope: 0.01 },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 100 },
    { type: "leakyRelu", slope: 0.01 },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 50 },
    { type: "leakyRelu", slope: 0.01 },
    { type: "dropout", rate: 0.3 },
    { type: "dense", units: 10 },
  ]);
});
