import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { afterEach, beforeEach, expect, test } from "vitest";
import { python, pythonMissing } from "../../scripts/test/python-packages.mjs";
import { temporaryFolder } from "../lab/testing";
import { readWithTensorboard } from "./real-tensorboard.testing";
import { type ExportedFile, tensorboardFiles } from "./tensorboard";
import { detailOf } from "./testing";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function write(files: readonly ExportedFile[]): void {
  for (const { path, bytes } of files) {
    const file = join(folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

const runsOf = (files: readonly ExportedFile[]) => files.map(({ path }) => dirname(path));

test.skipIf(python === null)(
  `the real TensorBoard reads every number of every run (without Python skipped: ${pythonMissing})`,
  { timeout: 300_000 },
  () => {
    const detail = detailOf(
      {
        variants: [
          { name: "no dropout", rate: 0 },
          { name: "드롭아웃 = 0.3", rate: 0.3 },
        ],
      },
      200,
    );
    const cut = { "no dropout": [200, 120, 50], "드롭아웃 = 0.3": [200, 200, 200] };
    // At another epoch in each run; no test split in the last one.
    detail.runs.forEach((one, place) => {
      const measures = { rows: 50, loss: 0.5 + place / 10, accuracy: place / 8, macroF1: place / 16 };
      const end = { epoch: 10 + place, validation: measures, ...(place < 5 && { test: measures }) };
      Object.assign(one, { end });
    });
    for (const one of detail.runs) one.records.splice(cut[one.variant as keyof typeof cut][one.seed - 1]!);
    write(tensorboardFiles([detail]));
    const scalars = readWithTensorboard(folder.path);
    const names = ["seed-1", "seed-2", "seed-3", "mean", "mean-minus-sd", "mean-plus-sd"];
    expect(Object.keys(scalars).sort()).toEqual(
      ["no-dropout", "드롭아웃-0.3"].flatMap((variant) => names.map((name) => `${variant}/${name}`)).sort(),
    );
    const run = detail.runs.find(({ variant, seed }) => variant === "드롭아웃 = 0.3" && seed === 2)!;
    const told = scalars["드롭아웃-0.3/seed-2"]!;
    expect(Object.keys(told)).toHaveLength(14);
    const start = Date.parse(run.started!) / 1000;
    const expected = (pick: (record: (typeof run.records)[number]) => number) =>
      run.records.map((record) => [
        expect.closeTo(start + 1.1 * record.epoch, 4),
        record.epoch,
        Math.fround(pick(record)),
      ]);
    expect(told["loss/validation"]).toEqual(expected(({ validation }) => validation.eval.loss));
    expect(told["loss/validation (eval forgotten)"]).toEqual(
      expected(({ validation }) => validation.train.loss),
    );
    expect(told["loss/training (dropout on)"]).toEqual(expected(({ training }) => training.loss));
    expect(told["accuracy/training split (eval)"]).toEqual(expected(({ train }) => train.eval.accuracy!));
    const { end } = run;
    expect(told["end macroF1/test"]).toEqual([
      [expect.closeTo(start + 1.1 * end!.epoch, 4), end!.epoch, Math.fround(end!.test!.macroF1!)],
    ]);
    expect(told["loss/validation"]).toHaveLength(200);
    const tested = detail.runs.filter(({ variant, end: one }) => variant === run.variant && one!.test);
    const values = tested.map(({ end: one }) => one!.test!.accuracy!);
    const meanOf = (name: string) =>
      scalars[`드롭아웃-0.3/${name}`]!["end accuracy/test"]!.map((one) => one[2]);
    expect(tested).toHaveLength(2);
    expect(meanOf("mean")).toEqual([Math.fround(mean(values))]);
    expect(meanOf("mean-plus-sd")).toEqual([Math.fround(mean(values) + sampleStandardDeviation(values))]);

    // Over two or more runs: a single run is not called a mean.
    expect(scalars["no-dropout/mean"]!["loss/validation"]).toHaveLength(120);
    const own = detail.runs.filter(({ variant }) => variant === run.variant);
    own[0]!.records.forEach((record, index) => {
      const losses = own.map(({ records }) => records[index]!.validation.eval.loss);
      const [middle, sd] = [mean(losses), sampleStandardDeviation(losses)];
      const at = (name: string) => scalars[`드롭아웃-0.3/${name}`]!["loss/validation"]![index]!;
      expect(at("mean").slice(1)).toEqual([record.epoch, Math.fround(middle)]);
      expect(at("mean-minus-sd")[2]).toBe(Math.fround(middle - sd));
      expect(at("mean-plus-sd")[2]).toBe(Math.fround(middle + sd));
    });
  },
);

test("a single seed has no mean, a run without epochs no folder, a regression no accuracy", () => {
  expect(runsOf(tensorboardFiles([detailOf({ seeds: [7] })]))).toEqual([
    "no-dropout/seed-7",
    "dropout/seed-7",
  ]);
  const waiting = detailOf();
  for (const { records } of waiting.runs) records.splice(0);
  expect(tensorboardFiles([waiting])).toEqual([]);
  const regression = detailOf({ seeds: [1] });
  for (const record of regression.runs[0]!.records) {
    for (const measures of [
      record.training,
      record.train.eval,
      record.validation.eval,
      record.validation.train,
    ]) {
      delete measures.accuracy;
    }
  }
  const [without, withAccuracy] = tensorboardFiles([regression]);
  expect(new TextDecoder().decode(withAccuracy!.bytes)).toContain("accuracy/");
  expect(new TextDecoder().decode(without!.bytes)).not.toContain("accuracy/");
});

test("experiments of one name and variants that come to one name keep folders of their own", () => {
  const variants = [
    { name: "p = 0.1", rate: 0.1 },
    { name: "p: 0.1", rate: 0.2 },
  ];
  const detail = detailOf({ variants, seeds: [1] });
  expect(runsOf(tensorboardFiles([detail, { ...detail, id: "other" }]))).toEqual([
    "small/p-0.1/seed-1",
    "small/p-0.1-2/seed-1",
    "small-2/p-0.1/seed-1",
    "small-2/p-0.1-2/seed-1",
  ]);
});
