import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvOf } from "./csv";
import { detailOf } from "./testing";

const read = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

test("where dropout and batch norm are forgotten each by itself, these have rows, too", () => {
  const detail = detailOf();
  const { validation } = detail.runs[0]!.records[0]!;
  Object.assign(validation, {
    dropoutForgotten: { loss: 1.5, accuracy: 0.5, lossSd: 0.25, accuracySd: 0.125 },
    batchNormForgotten: { loss: 1.25, accuracy: 0.75 },
  });
  const rows = read(csvOf([detail]));
  expect(rows).toHaveLength(6 * 3 * 4 + 2);
  const own = (name: string) => rows.find(({ measure }) => measure === `validation.${name}`);
  expect(own("dropoutForgotten")).toMatchObject({ loss: "1.5", lossSd: "0.25", epoch: "1" });
  expect(own("batchNormForgotten")).toMatchObject({ loss: "1.25", accuracy: "0.75", lossSd: "" });
});

test("every run, epoch and measure has a row with its numbers in full", () => {
  const detail = detailOf();
  const rows = read(csvOf([detail, { ...detail, id: "fedcba9876543210" }]));
  expect(rows).toHaveLength(2 * 6 * 3 * 4);
  const { records, ...run } = detail.runs[4]!;
  const { validation } = records[1]!;
  expect(
    rows.find(
      (row) => row["runId"] === run.id && row["epoch"] === "2" && row["measure"] === "validation.train",
    ),
  ).toEqual({
    experimentId: detail.id,
    experiment: "small",
    created: detail.created,
    runId: run.id,
    variant: "no dropout",
    rate: "0",
    train: "64",
    width: "1",
    seed: "3",
    status: "done",
    failure: "",
    counted: "yes",
    epoch: "2",
    measure: "validation.train",
    loss: String(validation.train.loss),
    accuracy: String(validation.train.accuracy),
    lossSd: "0.03125",
    accuracySd: "0.015625",
    trainingSeconds: "1",
    evaluationSeconds: "0.1",
    ...{
      balancedAccuracy: "",
      macroF1: "",
      majorityAccuracy: "",
      calibration: "",
      rmse: "",
      mae: "",
      r2: "",
      meanRmse: "",
      mcLoss: "",
      mcAccuracy: "",
      mcCalibration: "",
      mcRmse: "",
      logLikelihood: "",
      mcLogLikelihood: "",
      reestimatedLoss: "",
      reestimatedAccuracy: "",
    },
    ...{ learningRate: "", rateFactor: "" },
    ...{ set: "", resample: "none", dataSeed: "1", fold: "" },
  });
  // Values that a variant or a measure does not have stay empty.
  expect(rows.find(({ variant }) => variant === "dropout")).toMatchObject({ rate: "", lossSd: "" });
});

test("what was measured at the end has a row for each split", () => {
  const experiment = detailOf({});
  const measures = {
    rows: 10,
    loss: 0.5,
    accuracy: 0.9,
    balancedAccuracy: 0.8,
    macroF1: 1 / 3,
    majorityAccuracy: 0.5,
  };
  const end = { epoch: 2, validation: measures, test: { rows: 5, loss: 2, rmse: 3, mae: 2, meanRmse: 4 } };
  const [first, ...others] = experiment.runs;
  const rows = read(csvOf([{ ...experiment, runs: [{ ...first!, end }, ...others] }]));
  expect(rows.filter(({ measure }) => measure?.startsWith("end."))).toMatchObject([
    {
      ...{
        runId: first!.id,
        epoch: "2",
        measure: "end.validation",
        loss: "0.5",
        accuracy: "0.9",
        macroF1: String(1 / 3),
      },
      ...{ balancedAccuracy: "0.8", majorityAccuracy: "0.5", rmse: "", trainingSeconds: "" },
    },
    { measure: "end.test", accuracy: "", rmse: "3", mae: "2", r2: "", meanRmse: "4" },
  ]);
});

test("rates that vary stand in each row of their epoch", () => {
  const { runs, ...experiment } = detailOf({});
  const [first] = runs;
  const records = first!.records.map((record) => ({ ...record, learningRate: 1e-3, rateFactor: 0.5 }));
  const rows = read(csvOf([{ ...experiment, runs: [{ ...first!, records }] }]));
  expect(rows.length).toBeGreaterThan(4);
  for (const row of rows) expect(row).toMatchObject({ learningRate: "0.001", rateFactor: "0.5" });
});

test("what a variant sets, and the data of its seed, stand in the row", () => {
  const variants = [{ name: "L2", set: { "training.l2": 0.5 } }];
  const [, second] = read(csvOf([detailOf({ variants, evaluation: { resample: "draws" } }, 1)]));
  expect(second).toMatchObject({ set: '{"training.l2":0.5}', resample: "draws", dataSeed: "1", fold: "" });
  const data = { source: "idx", images: "i", labels: "l", train: 8, validation: 4, seed: 7 } as const;
  const folded = read(csvOf([detailOf({ data, seeds: [1, 2, 4], evaluation: { resample: "folds" } }, 1)]));
  const found = folded.map(({ seed, dataSeed, fold }) => [seed, dataSeed, fold]);
  // Three folds: seed 4 divides the rows anew.
  expect(new Set(found.map(String))).toEqual(new Set(["1,7,0", "2,7,1", "4,2654435776,0"]));
});

test("a swept size and width stand in the row", () => {
  const variants = [{ name: "a", rate: 0, train: 32, width: 0.5 }];
  expect(read(csvOf([detailOf({ variants })]))[0]).toMatchObject({ train: "32", width: "0.5" });
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])("a variant named %j is no formula", (name) => {
  const [row] = read(csvOf([detailOf({ variants: [{ name, rate: 0 }] })]));
  expect(row!["variant"]).toBe(`'${name}`);
});

test.each([
  ["a;=1+1", "a;'=1+1"],
  ["a\n@x;+1", "a\n'@x;'+1"],
  ["＝1+1", "'＝1+1"],
])("for a spreadsheet that separates cells otherwise, %j is no formula either", (name, told) => {
  expect(read(csvOf([detailOf({ variants: [{ name, rate: 0 }] })]))[0]!["variant"]).toBe(told);
});

test("negative numbers stay numbers", () => {
  const detail = detailOf({}, 1);
  detail.runs[0]!.records[0]!.training.loss = -0.5;
  expect(read(csvOf([detail]))[0]!["loss"]).toBe("-0.5");
});

test.each(['say "p", twice', "two\nlines", "a,b;c"])("a variant named %j is read back as it is", (name) => {
  expect(read(csvOf([detailOf({ variants: [{ name, rate: 0 }] })]))[0]!["variant"]).toBe(name);
});

test("the byte order mark is there for Excel where, and only where, a text needs it", () => {
  expect(csvOf([detailOf()])).toMatch(/^experimentId,/);
  const korean = csvOf([detailOf({ name: "드롭아웃" })]);
  expect(korean).toMatch(/^\uFEFFexperimentId,/);
  expect(read(korean)[0]!["experiment"]).toBe("드롭아웃");
});

test.each(["failed", "cancelled", "interrupted", "queued"] as const)(
  "a run that is %s before its first epoch has a row that says so",
  (status) => {
    const detail = detailOf();
    Object.assign(detail.runs[0]!, {
      status,
      records: [],
      failure: { code: "lossNotFinite", parameters: {} },
    });
    const [row] = read(csvOf([detail]));
    expect(row).toMatchObject({ status, failure: "lossNotFinite", counted: "no", epoch: "", measure: "" });
  },
);
