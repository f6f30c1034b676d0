import { describe, expect, test } from "vitest";
import { changeableSettings } from "./changeable-settings";
import { changedBy, differenceOf, placeOfChange } from "./changes";
import { checkExperiment } from "./check";
import type { Experiment, Variant } from "./schema";
import { experimentOf, layersOf } from "./variants";

const plain = { name: "plain" };

function documentWith(...variants: object[]) {
  return {
    data: { source: "digits", train: 1000, validation: 1000, seed: 1 },
    network: {
      layers: [
        { type: "dense", units: 30 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 20 },
        { type: "relu" },
        { type: "dropout", rate: 0.4 },
        { type: "dense", units: 10 },
      ],
    },
    variants: variants.map((variant, index) => ({ name: `${index}`, ...variant })),
  };
}

function faultsOf(...variants: object[]): string[] {
  return checkExperiment(documentWith(...variants)).faults.map(({ path, code }) => `${path} ${code}`);
}

function checked(...variants: object[]): Experiment {
  const { experiment, faults } = checkExperiment(documentWith(...variants));
  expect(faults).toEqual([]);
  return experiment!;
}

function trained(variant: object): Experiment {
  const experiment = checked(variant);
  return experimentOf(experiment, experiment.variants[0]!);
}

describe("what a variant sets", () => {
  test("changes a setting of the training and leaves the rest", () => {
    const own = trained({ set: { "training.l2": 1e-4 } });
    expect(own.training).toEqual({ ...checked(plain).training, l2: 1e-4 });
    expect(own.network).toEqual(checked(plain).network);
  });

  test("wins over its rate and width", () => {
    const own = trained({
      rate: 0.1,
      width: 0.5,
      set: { "network.layers[2].rate": 0, "network.layers[3].units": 7 },
    });
    expect(
      own.network.layers.map((layer) =>
        "units" in layer ? layer.units : "rate" in layer ? layer.rate : null,
      ),
    ).toEqual([15, null, 0, 7, null, 0.1, 10]);
  });

  test("may be a whole part, and what is in it afterwards, in any order", () => {
    const layers = [
      { type: "dense", units: 8 },
      { type: "dense", units: 10 },
    ];
    const own = trained({ set: { "network.layers[0].units": 9, "network.layers": layers } });
    expect(own.network.layers).toMatchObject([
      { units: 9, initializer: expect.anything() as unknown },
      { units: 10 },
    ]);
  });

  test("a new type keeps the settings that both types have", () => {
    const own = trained({
      set: { "training.optimizer.type": "sgd", "training.optimizer.learningRate": 0.05 },
    });
    expect(own.training.optimizer).toMatchObject({ type: "sgd", learningRate: 0.05, momentum: 0 });
    expect(own.training.optimizer).not.toHaveProperty("beta1");
  });

  test("does not touch the experiment", () => {
    const experiment = checked({ set: { "network.layers[2].rate": 0 } });
    const before = structuredClone(experiment);
    layersOf(experiment, experiment.variants[0]!);
    expect(experiment).toEqual(before);
  });

  test("nothing is what documents without it mean", () => {
    const experiment = checked({ rate: 0.2, width: 2 });
    expect(layersOf(experiment, experiment.variants[0]!)).toEqual(
      layersOf(experiment, { ...(experiment.variants[0] as Variant), set: {} }),
    );
  });
});

describe("problems of what a variant sets", () => {
  test.each([
    ["training.l3", 1, "unknownFieldNear"],
    ["training.l2", -1, "numberTooSmall"],
    ["training.l2", "much", "notNumber"],
    ["training.optimizer.type", "sdg", "unknownChoiceNear"],
    ["network.layers[2].rate", 1, "rateNotBelowOne"],
    ["network.layers[7].rate", 0.5, "setUnknown"],
    ["network.layers[2].rate.x", 0.5, "setUnknown"],
    ["network.layers.2.rate", 0.5, "setUnknown"],
    ["netwrok.layers[2].rate", 0.5, "setUnknown"],
    ["training..l2", 0.5, "setUnknown"],
    ["__proto__.x", 1, "setUnknown"],
    ["training.epochs", 0, "numberTooSmall"],
    ["training.loss", "meanSquaredError", "setLoss"],
    ["evaluation.patience", 3, "setMeasured"],
    ["evaluation.halving.first", 3, "setMeasured"],
    ["data.seed", 3, "setMeasured"],
    ["data.noise", 0.1, "unknownField"],
    ["data.source", "moons", "setOtherData"],
    ["data", { source: "moons" }, "setShared"],
    ["seeds", [2], "setShared"],
    ["data.train", 3, "setTrain"],
    ["network.layers[6].units", 9, "outputsNotClasses"],
  ])("%s: %j is %s", (path, value, code) => {
    expect(faultsOf(plain, { set: { [path]: value } })).toEqual([`${placeOfChange(1, path)} ${code}`]);
  });

  test("stand at the variant, for the document that it makes", () => {
    const layers = [
      { type: "dense", units: 8 },
      { type: "dense", units: 9 },
    ];
    expect(faultsOf(plain, { set: { "network.layers": layers } })).toEqual([
      'variants[1].set["network.layers[1].units"] outputsNotClasses',
    ]);
    expect(faultsOf(plain, { width: 100, set: { "network.layers[0].units": 60_000 } })).toEqual([]);
  });

  test("are not repeated where the document has them too", () => {
    const document = documentWith({ set: { "training.l2": 0.1 } });
    document.network.layers.at(-1)!.units = 9;
    expect(checkExperiment(document).faults.map(({ path }) => path)).toEqual(["network.layers[6].units"]);
  });

  test("are found while a file of the data is not chosen", () => {
    const document = {
      ...documentWith({ set: { "training.l2": -1 } }),
      data: { source: "csv", train: 1, validation: 1 },
    };
    expect(checkExperiment(document).faults.map(({ path }) => path)).toContain(
      'variants[0].set["training.l2"]',
    );
  });
});

describe("warnings", () => {
  const warningsOf = (...variants: object[]) =>
    checkExperiment(documentWith(...variants)).warnings.map(({ path, code }) => `${path} ${code}`);

  test("of what a variant sets stand at the variant, once", () => {
    expect(
      warningsOf(
        plain,
        { set: { "training.optimizer.learningRate": 5 } },
        { set: { "training.optimizer.learningRate": 6 } },
      ),
    ).toEqual(['variants[1].set["training.optimizer.learningRate"] learningRateLarge']);
  });

  test("name variants that train the same by another way", () => {
    expect(warningsOf(plain, { set: { "training.l2": 0 } })).toEqual(["variants[1] sameVariant"]);
    expect(warningsOf(plain, { set: { "training.l2": 0.1 } })).toEqual([]);
  });

  test("keep the numbers of the variants that set nothing", () => {
    const document = documentWith({ set: { "training.l2": 0.1 } }, { train: 10 });
    expect(checkExperiment(document).warnings.map(({ path }) => path)).toEqual(["variants[1].train"]);
  });
});

describe("the list of settings", () => {
  const settings = changeableSettings(checked(plain));

  test("comes from the schema, and each may be set to what it is", () => {
    const paths = settings.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["training.l2", "network.layers[2].rate", "training.optimizer.type"]),
    );
    expect(paths).not.toContain("training.loss");
    const known = settings.filter(({ value }) => value !== undefined);
    expect(
      faultsOf(plain, { set: Object.fromEntries(known.map(({ path, value }) => [path, value])) }),
    ).toEqual([]);
  });

  test("tells the kind and the bounds of each", () => {
    const of = (path: string) => settings.find((setting) => setting.path === path);
    expect(of("training.batchSize")).toMatchObject({
      kind: "number",
      whole: true,
      min: 1,
      max: 1_000_000,
      value: 32,
    });
    expect(of("training.l2")).toMatchObject({ kind: "number", whole: false, min: 0 });
    expect(of("training.optimizer.type")!.options).toContain("sgd");
  });

  test("offers a group of settings that the document leaves out, and its choice makes it", () => {
    const schedule = settings.find(({ path }) => path === "training.schedule.type")!;
    expect(schedule).toMatchObject({ kind: "choice", value: undefined });
    expect(trained({ set: { "training.schedule.type": "cosine" } }).training.schedule).toMatchObject({
      type: "cosine",
    });
  });
});

describe("the difference of two documents", () => {
  test("makes one of the other", () => {
    const before = checked(plain);
    const after = structuredClone(before);
    Object.assign(after.network.layers[2]!, { rate: 0.1 });
    after.network.layers[1] = { type: "tanh" };
    after.training.l2 = 0.01;
    after.training.schedule = { type: "cosine", warmup: 2 } as never;
    const set = differenceOf(before, after);
    expect(set).toEqual({
      "network.layers[1]": { type: "tanh" },
      "network.layers[2].rate": 0.1,
      "training.l2": 0.01,
      "training.schedule": { type: "cosine", warmup: 2 },
    });
    expect(changedBy(before, set).value).toMatchObject({
      network: after.network,
      training: { l2: 0.01 },
    });
    expect(differenceOf(after, before)).toMatchObject({ "training.schedule": null });
    expect(changedBy(after, differenceOf(after, before)).value).toEqual(before);
  });

  test("of lists of other lengths is the whole list", () => {
    const own = checked(plain);
    const layers = own.network.layers.slice(3);
    const shorter = { ...own, network: { layers }, training: { ...own.training, epochs: 99 } };
    expect(differenceOf(own, shorter)).toEqual({ "network.layers": layers, "training.epochs": 99 });
  });
});
