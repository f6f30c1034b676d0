import { expect, test } from "vitest";
import { settingsOf, type SettingsColumn } from "./settings";
import { comparedExperiment } from "./testing";

function columnsOf(...experiments: ReturnType<typeof comparedExperiment>[]): SettingsColumn[] {
  return experiments.flatMap(({ experiment, environment }) =>
    experiment.variants.map((variant) => ({
      experiment,
      variant,
      environments: environment ? [environment] : [],
      seeds: experiment.seeds,
    })),
  );
}
const differing = (columns: SettingsColumn[]) =>
  settingsOf(columns).flatMap(({ path, values, differs }) => (differs ? [[path, ...values]] : []));

test("a sweep differs in what is swept, each thing said once", () => {
  const sweep = comparedExperiment("e", [
    { name: "a", rate: 0 },
    { name: "b", rate: 0.2, train: 50 },
    { name: "c", rate: 0.2, width: 0.5 },
  ]);
  const dense = (units: number) => ({ type: "dense", units, initializer: "pytorch" });
  expect(differing(columnsOf(sweep))).toEqual([
    ["data.train", 100, 50, 100],
    ["network.rate", 0, 0.2, 0.2],
    ["network.width", 1, 1, 0.5],
    ["network.layers.1", dense(20), dense(20), dense(10)],
  ]);
});

test("experiments differ in what only one of them has", () => {
  const one = comparedExperiment("one", [{ name: "a" }]);
  const other = comparedExperiment("two", [{ name: "a" }], {
    data: { source: "moons", train: 100, validation: 100, noise: 0.1 },
    training: { epochs: 2, optimizer: { type: "sgd" } },
  });
  const paths = differing(columnsOf(one, other)).map(([path]) => path);
  expect(paths).toContain("data.noise");
  expect(paths).toContain("training.optimizer.momentum");
  expect(paths).not.toContain("training.epochs");
  expect(settingsOf(columnsOf(one, other)).find(({ path }) => path === "data.noise")!.values).toEqual([
    undefined,
    0.1,
  ]);
});

test("layers of different rates are told one by one", () => {
  const { experiment } = comparedExperiment("e", [{ name: "own" }]);
  const layers = [...experiment.network.layers];
  layers.splice(3, 0, { type: "dropout", scaling: "inverted", rate: 0.5 });
  const settings = settingsOf([
    {
      experiment: { ...experiment, network: { layers } },
      variant: { name: "own" },
      seeds: [2, 1],
      environments: [],
    },
  ]);
  const valueAt = (path: string) => settings.find((setting) => setting.path === path)?.values[0];
  expect(valueAt("network.rate")).toBeNull();
  expect(valueAt("network.layers.4")).toEqual({ type: "dropout", rate: 0.5 });
  expect(valueAt("training.seeds")).toEqual([1, 2]);
});

test("a scaling of dropout that is not the usual one is told, and what differs in it differs", () => {
  const scaled = (scaling: "inverted" | "classic") => {
    const compared = comparedExperiment(scaling, [{ name: "own" }]);
    const layers = compared.experiment.network.layers.map((layer) =>
      layer.type === "dropout" ? { ...layer, scaling } : layer,
    );
    return { ...compared, experiment: { ...compared.experiment, network: { layers } } };
  };
  const settings = settingsOf(columnsOf(scaled("inverted"), scaled("classic")));
  const differ = settings.filter(({ path, differs }) => path.startsWith("network.") && differs);
  expect(differ.map(({ values }) => values)).toEqual([
    [{ type: "dropout" }, { type: "dropout", scaling: "classic" }],
  ]);
});

test("a group that was measured in two environments has both, where they differ", () => {
  const { experiment } = comparedExperiment("e", [{ name: "a" }]);
  const environment = {
    backend: "cpu" as const,
    backendSource: "a test",
    engine: "plain" as const,
    tensorflow: null,
    tfjs: "4.22.0",
    runtime: "Node",
    platform: "any",
    lab: "0",
  };
  const environments = [environment, { ...environment, backend: "wasm" as const, runtime: "Electron" }];
  const column = { experiment, variant: { name: "a" }, seeds: [1], environments };
  const settings = settingsOf([column, { ...column, environments: [environment] }]);
  expect(settings.flatMap(({ path, values, differs }) => (differs ? [[path, ...values]] : []))).toEqual([
    ["environment.backend", "cpu / wasm", "cpu"],
    ["environment.runtime", "Node / Electron", "Node"],
  ]);
});
