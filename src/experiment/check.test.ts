import fastCheck from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailureCode } from "../messages/failure";
import { type FailureCode, failuresEn } from "../messages/failures.en";
import { failuresKo } from "../messages/failures.ko";
import { checkExperiment, shapeOfData } from "./check";
import { sayFault } from "./testing";
import { layerShapes } from "../nn/network";
import type { DataConfig, ExperimentInput } from "./schema";

const digits: DataConfig = { source: "digits", train: 1000, validation: 1000, test: 0, seed: 1 };

function documentWith(changes: Record<string, unknown>): Record<string, unknown> {
  const good: ExperimentInput = {
    data: digits,
    network: {
      layers: [
        { type: "dense", units: 30 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 10 },
      ],
    },
  };
  return { ...good, ...changes };
}

function withLayers(...layers: unknown[]): Record<string, unknown> {
  return documentWith({ network: { layers } });
}

function faultsOf(document: unknown, ...shape: Parameters<typeof checkExperiment>[1][]): string[] {
  return checkExperiment(document, ...shape).faults.map(({ path, code }) => `${path} ${code}`);
}

function warningsOf(document: unknown): string[] {
  const check = checkExperiment(document);
  expect(check.faults).toEqual([]);
  return check.warnings.map(({ path, code }) => `${path} ${code}`);
}

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
}

const dense = (units: number) => ({ type: "dense", units });
const dropout = (rate: number) => ({ type: "dropout", rate });
const relu = { type: "relu" };
const conv = { type: "conv2d", filters: 4, padding: "same" };
const block = (...layers: unknown[]) => ({ type: "residual", layers });

test("a good document comes back with every default, without faults or warnings", () => {
  const check = checkExperiment(documentWith({}));
  expect(check.faults).toEqual([]);
  expect(check.warnings).toEqual([]);
  expect(check.experiment?.training.optimizer).toMatchObject({ type: "adam", learningRate: 0.001 });
  expect(check.experiment?.variants.map(({ name }) => name)).toEqual(["no dropout", "dropout"]);
});

test("the issue's example reads as the issue says, with a way out", () => {
  const check = checkExperiment(withLayers(dense(30), relu, relu, dropout(1.2), dense(10)));
  expect(check.experiment).toBeNull();
  expect(check.faults.map((found) => sayFault(found))).toEqual([
    "network.layers[3].rate: 1.2 is not below 1: a rate is the share of units to drop, so give 0 or more and less than 1.",
  ]);
});

test("a layer that is wrong within a block hides no fault of its neighbours", () => {
  const document = {
    ...withLayers(block(dense(40_000), { type: "dropp" }, dropout(0.5)), dense(10)),
    variants: [{ name: "wide", width: 2 }],
  };
  expect(faultsOf(document)).toEqual([
    "network.layers[0].layers[1].type unknownChoice",
    "variants[0].width widthTooLarge",
  ]);
  expect(faultsOf(withLayers(block(dense(7), { type: "dropp" })))).toEqual([
    "network.layers[0].layers[1].type unknownChoice",
  ]);
});

test("every fault is found at once, those of meaning beside those of form", () => {
  const document = documentWith({
    data: { source: "digits", train: "many", validation: 0, sede: 3 },
    network: {
      layers: [{ type: "dens", units: 3 }, dropout(1), { type: "dense", units: 7, initializer: "he" }],
    },
    training: {
      loss: "meanSquaredError",
      optimizer: { type: "adam", beta1: 1 },
      epochs: 2.5,
      batchSize: null,
    },
    variants: [{ name: "a" }, { name: "a", rate: -0.1 }, { name: "" }],
    seeds: [1, 2, 1],
    evaluation: { forgottenPasses: 0 },
    colour: "red",
  });
  expect(faultsOf(document).sort()).toEqual(
    [
      "data.train notNumber",
      "data.validation numberTooSmall",
      "data.sede unknownFieldNear",
      "network.layers[0].type unknownChoiceNear",
      "network.layers[1].rate rateNotBelowOne",
      "network.layers[2].initializer unknownChoice",
      "network.layers[2].units outputsNotClasses",
      "training.loss lossForRegression",
      "training.optimizer.beta1 numberNotBelow",
      "training.epochs notWholeNumber",
      "training.batchSize notNumber",
      "variants[1].rate numberTooSmall",
      "variants[1].name sameVariantName",
      "variants[2].name textEmpty",
      "seeds[2] sameSeed",
      "evaluation.forgottenPasses numberTooSmall",
      "colour unknownField",
    ].sort(),
  );
});

describe("faults of form", () => {
  const cases: [string, unknown, string[]][] = [
    ["a list", [], [" notObject"]],
    ["nothing", undefined, [" missingField"]],
    ["an empty document", {}, ["data missingField", "network missingField"]],
    [
      "a data source without its name",
      documentWith({ data: { train: 1, validation: 1 } }),
      ["data.source missingChoice"],
    ],
    ["data that is no object", documentWith({ data: 5 }), ["data notObject"]],
    ["no layers", withLayers(), ["network.layers layersEmpty"]],
    ["layers that are no list", documentWith({ network: { layers: {} } }), ["network.layers notList"]],
    ["a layer that is no object", withLayers(5, dense(10)), ["network.layers[0] notObject"]],
    ["infinite units", withLayers(dense(Infinity), dense(10)), ["network.layers[0].units notNumber"]],
    ["far too many units", withLayers(dense(1e30), dense(10)), ["network.layers[0].units numberTooBig"]],
    ["a field twice wrong", documentWith({ seeds: [-1.5] }), ["seeds[0] notWholeNumber"]],
    [
      "a text for a switch",
      documentWith({ training: { optimizer: { type: "sgd", nesterov: "yes" } } }),
      ["training.optimizer.nesterov notBoolean"],
    ],
    [
      "a learning rate of 0",
      documentWith({ training: { optimizer: { type: "adam", learningRate: 0 } } }),
      ["training.optimizer.learningRate numberNotAbove"],
    ],
    ["an odd key", documentWith({ "my key": 1 }), ['["my key"] unknownField']],
    ["a name that is too long", documentWith({ name: "x".repeat(201) }), ["name textTooLong"]],
    [
      "too many variants",
      documentWith({ variants: Array.from({ length: 101 }, (_, n) => ({ name: `${n}` })) }),
      ["variants listTooLong"],
    ],
  ];
  test.each(cases)("%s", (_, document, faults) => {
    expect(faultsOf(document)).toEqual(faults);
  });

  test("a mistyped name is answered with the one that was meant and all that are allowed", () => {
    const [unknown] = checkExperiment(withLayers({ type: "dense", units: 10, unit: 3 })).faults;
    expect(sayFault(unknown!)).toBe(
      'network.layers[0].unit: "unit" is not known here: did you mean units? The fields are type, units, initializer, l1, l2.',
    );
    const [type] = checkExperiment(withLayers({ type: "LeakyReLU" }, dense(10))).faults;
    expect(type?.parameters["nearest"]).toBe("leakyRelu");
  });

  test("csv columns and files that are not chosen yet", () => {
    const csv = (changes: object) =>
      faultsOf(
        documentWith({
          data: { source: "csv", train: 200, validation: 200, path: "a.csv", target: 0, ...changes },
        }),
      );
    expect(csv({})).toEqual([]);
    expect(csv({ path: "" })).toEqual(["data.path fileNotChosen"]);
    expect(csv({ target: -1 })).toEqual(["data.target numberTooSmall"]);
    expect(csv({ target: 1.5 })).toEqual(["data.target notColumn"]);
    expect(csv({ target: undefined })).toEqual(["data.target missingField"]);
    expect(csv({ target: "price", header: false })).toEqual(["data.target targetNameWithoutHeader"]);
  });
});

describe("faults of meaning", () => {
  test("the last dense layer must have an output for every class", () => {
    expect(faultsOf(withLayers(dense(3), relu, dropout(0.1)))).toEqual([
      "network.layers[0].units outputsNotClasses",
    ]);
    expect(faultsOf(withLayers(relu))).toEqual(["network.layers noDenseLayer"]);
    const clusters = {
      source: "clusters",
      train: 600,
      validation: 600,
      features: 10,
      informative: 11,
      classes: 4,
    };
    expect(faultsOf(documentWith({ data: clusters }))).toEqual([
      "data.informative informativeAboveFeatures",
      "network.layers[3].units outputsNotClasses",
    ]);
  });

  test("for files the outputs are checked as soon as the shape is known", () => {
    const data = { source: "idx", train: 200, validation: 200, images: "i", labels: "l" };
    expect(faultsOf(documentWith({ data }))).toEqual([]);
    expect(faultsOf(documentWith({ data }), { features: 784, outputs: 26, task: "classification" })).toEqual([
      "network.layers[3].units outputsNotClasses",
    ]);
  });

  test("regression has one output and its own loss, whatever the file holds", () => {
    const data = { source: "csv", train: 200, validation: 200, path: "a", target: "y", task: "regression" };
    expect(faultsOf(documentWith({ data }))).toEqual([
      "network.layers[3].units outputsNotOne",
      "training.loss lossForClassification",
    ]);
    const network = { layers: [dense(20), relu, dropout(0.2), dense(1)] };
    expect(faultsOf(documentWith({ data, network, training: { loss: "meanSquaredError" } }))).toEqual([]);
  });

  test("a generated data set that would not fit into memory", () => {
    const data = { source: "clusters", train: 1_000_000, validation: 1000, features: 10_000, classes: 10 };
    expect(faultsOf(documentWith({ data }))).toEqual(["data.train dataTooLarge"]);
  });
});

describe("variants with a size or a width", () => {
  const variants = (...changes: object[]) =>
    documentWith({ variants: changes.map((change, index) => ({ name: `${index}`, ...change })) });

  test("cannot have more rows than the data, or layers beyond the limit", () => {
    expect(faultsOf(variants({ train: 1000 }, { train: 1001 }, { train: 0 }, { train: 1.5 }))).toEqual([
      "variants[2].train numberTooSmall",
      "variants[3].train notWholeNumber",
      "variants[1].train trainAboveData",
    ]);
    // 30 hidden units: 2184.5 times as many are 65535, and the outputs are left as they are.
    expect(faultsOf(variants({ width: 2184.5 }, { width: 2185 }, { width: 0 }))).toEqual([
      "variants[2].width numberNotAbove",
      "variants[1].width widthTooLarge",
    ]);
  });

  test("differ from each other by these too", () => {
    expect(warningsOf(variants({ rate: 0 }, { rate: 0, train: 100 }, { rate: 0, width: 2 }))).toEqual([]);
    expect(warningsOf(variants({}, { train: 1000, width: 1, rate: 0.3 }))).toEqual([
      "variants[1] sameVariant",
    ]);
    const plain = { network: { layers: [dense(30), relu, dense(10)] } };
    expect(warningsOf({ ...variants({ train: 100 }, { train: 200 }), ...plain })).toEqual([]);
  });

  test("are warned of as the document would be with them", () => {
    expect(warningsOf(variants({ train: 31 }, { train: 32 }))).toEqual([
      "variants[0].train batchAboveTraining",
    ]);
    expect(warningsOf(variants({}, { width: 0.1 }))).toEqual(["network.layers[2].rate dropoutOnFewUnits"]);
    expect(warningsOf(variants({}, { width: 2184 }))).toEqual(["network.layers networkLarge"]);
  });
});

describe("warnings", () => {
  const cases: [string, unknown, string[]][] = [
    [
      "dropout on the inputs above 0.2",
      withLayers(dropout(0.3), dense(10)),
      ["network.layers[0].rate dropoutOnInputs"],
    ],
    ["dropout on the inputs at 0.2", withLayers(dropout(0.2), dense(10)), []],
    [
      "dropout after the output layer",
      withLayers(dense(10), dropout(0.1), relu),
      ["network.layers[1] dropoutAfterOutput", "network.layers[2] activationBeforeSoftmax"],
    ],
    [
      "dropout before nothing",
      withLayers(dense(10), dropout(0.1)),
      ["network.layers[1] dropoutBeforeNothing"],
    ],
    ["dropout of rate 0 anywhere", withLayers(dense(10), dropout(0)), ["variants[1] sameVariant"]],
    [
      "two dropout layers in a row",
      withLayers(dense(50), relu, dropout(0.1), dropout(0.2), dense(10)),
      ["network.layers[3] dropoutTwice"],
    ],
    [
      "selu before dropout",
      withLayers(dense(50), { type: "selu" }, dropout(0.1), dense(10)),
      ["network.layers[2] dropoutAfterSelu"],
    ],
    [
      "in a block: dropout before batch norm after the block",
      withLayers(dense(50), block(dense(50), relu, dropout(0.2)), { type: "batchNorm" }, dense(10)),
      ["network.layers[1].layers[2] dropoutBeforeBatchNorm"],
    ],
    [
      "in a block: dropout on maps that a convolution after the block takes",
      withLayers(conv, block(conv, relu, dropout(0.2)), conv, relu, dense(10)),
      ["network.layers[1].layers[2] dropoutOnMaps"],
    ],
    [
      "in a block: dropout on maps that go into a row after the block",
      withLayers(conv, relu, block(conv, relu, dropout(0.2)), { type: "flatten" }, dense(10)),
      [],
    ],
    [
      "in a block: selu before dropout, and few units",
      withLayers(dense(2), relu, block({ type: "selu" }, dropout(0.2)), dense(10)),
      ["network.layers[2].layers[1] dropoutAfterSelu", "network.layers[2].layers[1].rate dropoutOnFewUnits"],
    ],
    [
      "in a block: alpha dropout after the selu before the block",
      withLayers(dense(50), { type: "selu" }, block({ type: "alphaDropout", rate: 0.1 }), dense(10)),
      [],
    ],
    [
      "dropout without scaling",
      withLayers(dense(50), relu, { ...dropout(0.2), scaling: "none" }, dense(10)),
      ["network.layers[2].scaling dropoutNotScaled"],
    ],
    [
      "dropout without scaling at a rate of 0",
      documentWith({
        ...withLayers(dense(50), relu, { ...dropout(0), scaling: "none" }, dense(10)),
        variants: [{ name: "own" }],
      }),
      [],
    ],
    [
      "dropout without scaling that only a later variant drops",
      documentWith({
        ...withLayers(dense(50), relu, { ...dropout(0), scaling: "none" }, dense(10)),
        variants: [
          { name: "none", rate: 0 },
          { name: "half", rate: 0.5 },
        ],
      }),
      ["network.layers[2].scaling dropoutNotScaled"],
    ],
    [
      "dropout of classic scaling",
      withLayers(dense(50), relu, { ...dropout(0.2), scaling: "classic" }, dense(10)),
      [],
    ],
    [
      "dropout on two units",
      withLayers(dense(2), relu, dropout(0.5), dense(10)),
      ["network.layers[2].rate dropoutOnFewUnits"],
    ],
    [
      "dense after dense",
      withLayers(dense(50), dropout(0.5), dense(10)),
      ["network.layers[2] denseWithoutActivation"],
    ],
    ["variants without a dropout layer", withLayers(dense(50), relu, dense(10)), ["variants noDropoutLayer"]],
    [
      "variants that are the same",
      documentWith({ variants: [{ name: "own" }, { name: "p = 0.3", rate: 0.3 }] }),
      ["variants[1] sameVariant"],
    ],
    [
      "few validation samples",
      documentWith({ data: { ...digits, validation: 50 } }),
      ["data.validation fewValidationSamples"],
    ],
    [
      "a batch above the training set",
      documentWith({ training: { batchSize: 1001 } }),
      ["training.batchSize batchAboveTraining"],
    ],
    [
      "a large learning rate",
      documentWith({ training: { optimizer: { type: "rmsprop", learningRate: 0.1 } } }),
      ["training.optimizer.learningRate learningRateLarge"],
    ],
    [
      "a learning rate that momentum makes large",
      documentWith({ training: { optimizer: { type: "sgd", learningRate: 0.2, momentum: 0.9 } } }),
      ["training.optimizer.learningRate learningRateLargeSgd"],
    ],
    [
      "nesterov without momentum",
      documentWith({ training: { optimizer: { type: "sgd", nesterov: true } } }),
      ["training.optimizer.nesterov nesterovAlone"],
    ],
    [
      "a schedule that never acts",
      documentWith({ training: { epochs: 9, schedule: { type: "step", every: 10 } } }),
      ["training.schedule.type scheduleWithoutEffect"],
    ],
    [
      "a schedule that acts in the last epoch",
      documentWith({ training: { epochs: 11, schedule: { type: "step", every: 10 } } }),
      [],
    ],
    [
      "a plateau that no loss reaches: the best one, four more, and the epoch after",
      documentWith({ training: { epochs: 5, schedule: { type: "plateau", patience: 3 } } }),
      ["training.schedule.type scheduleWithoutEffect"],
    ],
    [
      "a plateau that some losses reach",
      documentWith({ training: { epochs: 6, schedule: { type: "plateau", patience: 3 } } }),
      [],
    ],
    [
      "a cosine in its only epoch",
      documentWith({ training: { epochs: 1, schedule: { type: "cosine" } } }),
      [],
    ],
    [
      "late dropout after the end",
      documentWith({ training: { epochs: 5, rateOverTime: { type: "late", epochs: 5 } } }),
      ["training.rateOverTime.type rateOverTimeConstant"],
    ],
    [
      "early dropout until before the last epoch",
      documentWith({ training: { epochs: 5, rateOverTime: { type: "early", epochs: 4 } } }),
      [],
    ],
    [
      "early stopping that stops nothing",
      documentWith({ training: { epochs: 5, earlyStopping: { patience: 4, restoreBest: false } } }),
      ["training.earlyStopping.patience earlyStoppingTooLate"],
    ],
    [
      "early stopping that only keeps the best",
      documentWith({ training: { epochs: 5, earlyStopping: { patience: 5 } } }),
      [],
    ],
    [
      "products of bfloat16 where no layer is wide",
      documentWith({ training: { products: "bfloat16" } }),
      ["training.products productsOfNarrowLayers"],
    ],
    [
      "products of bfloat16 in a layer of 64 × 4,096 weights",
      {
        ...withLayers(dense(64), relu, dropout(0.1), dense(4096), relu, dense(10)),
        training: { products: "bfloat16" },
      },
      [],
    ],
    [
      "spatial dropout on rows",
      withLayers(dense(50), relu, { type: "spatialDropout", rate: 0.2 }, dense(10)),
      ["network.layers[2] spatialDropoutOnRow"],
    ],
    [
      "spatial dropout on images",
      withLayers({ type: "conv2d", filters: 20 }, relu, { type: "spatialDropout", rate: 0.2 }, dense(10)),
      [],
    ],
    [
      "a huge network",
      withLayers(dense(60_000), relu, dense(1000), relu, dropout(0.1), dense(10)),
      ["network.layers networkLarge"],
    ],
  ];
  test.each(cases)("%s", (_, document, warnings) => {
    expect(warningsOf(document)).toEqual(warnings);
  });

  test.each<[string, unknown, string]>([
    [
      "a convolution of a row, whose parameters nobody knows",
      {
        ...withLayers(dense(50), relu, { type: "conv2d", filters: 4 }, relu, dense(10)),
        variants: [{ name: "one" }],
      },
      "needsPictures",
    ],
    ["a network without a layer of weights", withLayers(relu, dropout(0.1)), "noDenseLayer"],
    [
      "a variant whose change is refused",
      documentWith({ variants: [{ name: "one" }, { name: "two", set: { "evaluation.patience": 2 } }] }),
      "setMeasured",
    ],
  ])("%s is a problem, and no warning as well", (_, document, problem) => {
    const { faults, warnings } = checkExperiment(document);
    expect(faults.map(({ code }) => code)).toEqual([problem]);
    expect(warnings).toEqual([]);
  });

  test("a variant's rate counts where it replaces the layer's", () => {
    const document = { ...withLayers(dropout(0.1), dense(10)), variants: [{ name: "a", rate: 0.5 }] };
    expect(checkExperiment(document).warnings[0]).toMatchObject({
      code: "dropoutOnInputs",
      parameters: { rate: 0.5 },
    });
  });

  const twice = [dense(50), relu, dropout(0.3), dropout(0.3), dense(10)];
  const own = { name: "own" };
  test.each<[string, unknown[], unknown[], string]>([
    [
      "twice",
      twice,
      [own, { name: "half", rate: 0.5 }],
      'Variant "half": Two dropout layers in a row act as one with rate 0.75',
    ],
    [
      "twice, by the layers",
      twice,
      [own, { name: "little", rate: 0.1 }],
      "Two dropout layers in a row act as one with rate 0.51",
    ],
    [
      "twice, layers unlike",
      [dense(50), relu, dropout(0.6), dropout(0), dense(10)],
      [own, { name: "b", rate: 0.5 }],
      'Variant "b": Two dropout layers in a row act as one with rate 0.75',
    ],
    ["inputs", [dropout(0.1), dense(10)], [own, { name: "a", rate: 0.5 }], 'Variant "a": A rate of 0.5'],
    [
      "selu",
      [dense(50), { type: "selu" }, dropout(0), dense(10)],
      [own, { name: "a", rate: 0.5 }],
      'Variant "a": selu',
    ],
    ["after", [dense(10), dropout(0), relu], [own, { name: "a", rate: 0.5 }], 'Variant "a": This drops'],
    [
      "last",
      [dense(10), dropout(0)],
      [own, { name: "a", rate: 0.5 }],
      'Variant "a": This dropout layer is the last',
    ],
    [
      "few units by rate",
      [dense(3), relu, dropout(0.1), dense(10)],
      [own, { name: "a", rate: 0.5 }],
      'Variant "a": With only 3 units',
    ],
    [
      "few units by width",
      [dense(30), relu, dropout(0.3), dense(10)],
      [own, { name: "a", width: 0.1 }],
      'Variant "a": With only 3 units',
    ],
    ["size", [dense(30), relu, dense(10)], [own, { name: "a", width: 2184 }], 'Variant "a": The network has'],
    [
      "batch",
      [dense(30), relu, dropout(0.3), dense(10)],
      [own, { name: "a", train: 31 }],
      'Variant "a": A batch of 32 is more than the 31 training samples',
    ],
  ])(
    "a warning names the variant that it comes from, and none for the layers' own (%s)",
    (_, layers, variants, said) => {
      const { warnings } = checkExperiment({ ...withLayers(...layers), variants });
      expect(
        warnings
          .map((found) => sayFault(found))
          .map((text) => text.replace(/^\S+: /, "").slice(0, said.length)),
      ).toContain(said);
    },
  );

  test("no warning tells a rate that neither the layers nor the variant that it names have", () => {
    const rate = fastCheck.constantFrom(0, 0.1, 0.3, 0.5, 0.75);
    const cases = fastCheck.record({
      first: rate,
      second: rate,
      rates: fastCheck.array(rate, { minLength: 1, maxLength: 4 }),
    });
    fastCheck.assert(
      fastCheck.property(cases, ({ first, second, rates }) => {
        const variants = rates.map((each, index) => ({ name: `v${index}`, rate: each }));
        const { warnings } = checkExperiment({
          ...withLayers(dense(50), relu, dropout(first), dropout(second), dense(10)),
          variants: [own, ...variants],
        });
        for (const { code, parameters } of warnings.filter((warning) => warning.code === "dropoutTwice")) {
          const named = variants.find(({ name }) => name === parameters.ofVariant);
          const [one, two] = named ? [named.rate, named.rate] : [first, second];
          expect(parameters.rate, code).toBe(Number((1 - (1 - one) * (1 - two)).toFixed(3)));
        }
      }),
    );
  });
});

test("random documents never throw, and every fault can be said in both languages", () => {
  const layer = fastCheck.record(
    {
      type: fastCheck.constantFrom("dense", "dropout", "relu", "leakyRelu", "selu", "dens", 3, null),
      units: fastCheck.oneof(fastCheck.integer(), fastCheck.jsonValue()),
      rate: fastCheck.oneof(fastCheck.double(), fastCheck.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const section = (...known: fastCheck.Arbitrary<unknown>[]) =>
    fastCheck.oneof(fastCheck.jsonValue(), ...known);
  const document = fastCheck.record(
    {
      name: fastCheck.jsonValue(),
      data: section(
        fastCheck.record(
          {
            source: fastCheck.constantFrom("digits", "clusters", "csv", "idx", "moons", "cvs"),
            train: section(fastCheck.integer()),
            validation: section(fastCheck.integer()),
            features: section(fastCheck.integer()),
            classes: section(fastCheck.integer()),
            target: fastCheck.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      ),
      network: section(fastCheck.record({ layers: section(fastCheck.array(section(layer))) })),
      training: fastCheck.jsonValue(),
      variants: section(
        fastCheck.array(fastCheck.record({ name: section(fastCheck.string()), rate: section() })),
      ),
      seeds: section(fastCheck.array(fastCheck.integer())),
    },
    { requiredKeys: [] },
  );
  fastCheck.assert(
    fastCheck.property(fastCheck.oneof(fastCheck.jsonValue(), fastCheck.anything(), document), (value) => {
      const { experiment, faults, warnings } = checkExperiment(value);
      expect(experiment === null).toBe(faults.length > 0);
      for (const found of [...faults, ...warnings]) {
        expect(sayFault(found)).toContain(found.path);
        expect(isFailureCode(found.code)).toBe(true);
        const sentence = failuresEn[found.code as FailureCode];
        expect(Object.keys(found.parameters)).toEqual(expect.arrayContaining(placeholders(sentence)));
      }
    }),
    { numRuns: 2000 },
  );
});

test("both languages use the same placeholders", () => {
  for (const [code, sentence] of Object.entries(failuresEn)) {
    expect([code, placeholders(failuresKo[code as keyof typeof failuresKo])]).toEqual([
      code,
      placeholders(sentence),
    ]);
  }
});

test("shapes: widths and parameters of the textbook network, and of what generated sources give", () => {
  const shape = shapeOfData(digits)!;
  expect(shape).toEqual({ features: 300, image: [20, 15, 1], outputs: 10, task: "classification" });
  const layers = [dense(200), relu, dropout(0.3), dense(10)] as Parameters<typeof layerShapes>[0];
  expect(layerShapes(layers, [shape.features])).toMatchObject([
    { output: [200], parameters: 60_200 },
    { output: [200], parameters: 0 },
    { output: [200], parameters: 0 },
    { output: [10], parameters: 2010 },
  ]);
});
