import { describe, expect, test } from "vitest";
import { dataSources, needsFiles } from "../data/kinds";
import { loadDataset } from "../data/load";
import { temporaryFile } from "../data/testing";
import { failureOf } from "../messages/failure";
import { problemsEn } from "../messages/problems.en";
import { type ChangeableSetting, changeableSettings, everySetting } from "./changeable-settings";
import { differenceOf, placeOfChange } from "./changes";
import { checkExperiment } from "./check";
import { refusalOf } from "./refusals";
import type { Experiment } from "./schema";
import { dataOfRun, experimentOf } from "./variants";

const hidden = [{ type: "dense", units: 8 }, { type: "relu" }, { type: "dropout", rate: 0.3 }];

/** One column has gaps. */
const rows = Array.from(
  { length: 60 },
  (_, row) => `${row},${row % 7 === 0 ? "" : row * 2},${row % 3},${row % 2 ? "yes" : "no"}`,
);

const tableData = () => ({
  source: "table",
  path: temporaryFile("rows.csv", `a,b,c,answer\n${rows.join("\n")}\n`),
  target: "answer",
  task: "classification",
  columns: [
    { name: "a", kind: "number", role: "feature" },
    { name: "b", kind: "number", role: "feature" },
    { name: "c", kind: "number", role: "feature" },
    { name: "answer", kind: "category", role: "target" },
  ],
  gaps: "fill",
  scaling: "standardise",
  train: 30,
  validation: 20,
});

/** A document of this data with some parts that may be left out, and one variant. */
function documentOf(data: object, outputs: number, set?: object) {
  const isRegression = outputs === 1;
  return {
    data,
    network: { layers: [...hidden, { type: "dense", units: outputs }] },
    training: {
      ...(isRegression && { loss: "meanSquaredError" }),
      schedule: { type: "step" },
      earlyStopping: {},
      rateOverTime: { type: "early" },
      clipNorm: 1,
    },
    evaluation: { mcPasses: 3 },
    variants: [{ name: "plain" }, { name: "changed", ...(set && { set }) }],
  };
}

function checked(document: object): Experiment {
  const { experiment, faults } = checkExperiment(document);
  expect(faults).toEqual([]);
  return experiment!;
}

/** Another value that the setting may have. */
function otherThan({ value, kind, options, min = 0, max = 1e6, whole }: ChangeableSetting): unknown {
  if (kind === "toggle") return value !== true;
  if (kind === "choice") return options.find((option) => option !== value);
  if (typeof value !== "number") return whole ? Math.max(min, 1) : (min + Math.min(max, min + 1)) / 2;
  return whole ? (value + 1 <= max ? value + 1 : value - 1) : (value + Math.min(max, value + 1)) / 2;
}

const cases = dataSources.flatMap((source) => (needsFiles(source) ? [] : [source]));
const shapes = {
  ...{ digits: 10, clusters: 10, moons: 2, circles: 2, spirals: 2, xor: 2 },
  ...{ line: 1, wave: 1, friedman1: 1 },
} as const satisfies Record<string, number>;

describe.each([...cases, "table" as const])("every setting of a document of %s", (source) => {
  const data = () =>
    source === "table" ? tableData() : { source, train: 40, validation: 20, test: 10, seed: 3 };
  const outputs = source === "table" ? 2 : shapes[source as keyof typeof shapes];

  test("changes what a run does, or is refused by name", async () => {
    const document = documentOf(data(), outputs);
    const plain = checked(document);
    const settings = everySetting(plain);
    expect(settings.length).toBeGreaterThan(40);
    const ownData = JSON.stringify(await loadDataset(dataOfRun(plain, {}, 1)));
    let changing = 0;
    for (const setting of settings) {
      const { path } = setting;
      const set = { [path]: otherThan(setting) };
      const { experiment, faults } = checkExperiment(documentOf(document.data, outputs, set));
      const refusal = refusalOf(path);
      if (refusal !== null) {
        expect.soft(faults, path).toMatchObject([{ path: placeOfChange(1, path), code: refusal }]);
        continue;
      }
      // What does not go with the rest of the document is told at the variant too.
      for (const { path: place, code } of faults) {
        expect.soft(place, path).toMatch(/^variants\[1\]\.set/);
        expect.soft(problemsEn).toHaveProperty(code);
      }
      if (faults.length > 0) continue;
      const changed = experimentOf(experiment!, experiment!.variants[1]!);
      expect.soft(Object.keys(differenceOf(plain, changed)), path).not.toEqual([]);
      // The order of colours is told of any table, and means something only of pictures in colour.
      if (!path.startsWith("data.") || path === "data.channelOrder") continue;
      changing += 1;
      // Whether a file has what a setting asks for, only the file tells, by name.
      const own = await loadDataset(dataOfRun(experiment!, experiment!.variants[1]!, 1)).catch(failureOf);
      expect.soft(own, path).not.toMatchObject({ code: "unexpected" });
      expect.soft(JSON.stringify(own) === ownData, path).toBe(false);
    }
    expect(changing > 0).toBe(source !== "digits");
  });

  test("stays what it is where a variant sets it to that", () => {
    const document = documentOf(data(), outputs);
    const plain = checked(document);
    const known = changeableSettings(plain).filter(({ value }) => value !== undefined);
    const set = Object.fromEntries(known.map(({ path, value }) => [path, value]));
    const same = checked(documentOf(document.data, outputs, set));
    expect(experimentOf(same, same.variants[1]!)).toMatchObject({
      ...{ data: plain.data, network: plain.network },
      ...{ training: plain.training, evaluation: plain.evaluation },
    });
  });
});

test.each([
  ["name", "setShared"],
  ["seeds[0]", "setShared"],
  ["variants[0].rate", "setShared"],
  ["data", "setShared"],
  ["data.path", "setOtherData"],
  ["data.target", "setOtherData"],
  ["data.delimiter", "setOtherData"],
  ["data.columns[3].kind", "setOtherData"],
  ["data.columns[0].role", "setOtherData", "target"],
  ["data.columns", "setOtherData", []],
  ["data.group", "setMeasured"],
])("of a table %s is refused: %s", (path, code, value: unknown = "number") => {
  const { faults } = checkExperiment(documentOf(tableData(), 2, { [path]: value }));
  expect(faults.map((fault) => fault.code)).toEqual([code]);
});

test("a left-out column is another network's input, and the rows that are measured stay", async () => {
  const experiment = checked(documentOf(tableData(), 2, { "data.columns[1].role": "left out" }));
  const [own, fewer] = await Promise.all(
    experiment.variants.map((variant) => loadDataset(dataOfRun(experiment, variant, 1))),
  );
  expect([own!.features, fewer!.features]).toEqual([3, 2]);
  expect(fewer!.validation.targets).toEqual(own!.validation.targets);
});

test("noise moves the same points, and the classes stay", async () => {
  const moons = { source: "moons", train: 40, validation: 20 };
  const experiment = checked(documentOf(moons, 2, { "data.noise": 0.6 }));
  const [own, noisy] = await Promise.all(
    experiment.variants.map((variant) => loadDataset(dataOfRun(experiment, variant, 1))),
  );
  expect(noisy!.validation.targets).toEqual(own!.validation.targets);
  expect(noisy!.validation.inputs).not.toEqual(own!.validation.inputs);
});
