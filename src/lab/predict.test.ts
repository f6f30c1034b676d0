import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSafetensors } from "../artifacts/safetensors";
import { doublesIn, predictionsCsv, rowsOfPredictions } from "../report/predictions-csv";
import { Store } from "../store/store";
import { sayFailure } from "../messages/failure";
import { end, failureOf, labsOfEachTest, smallExperiment } from "./testing";

const { folder, labs } = labsOfEachTest();

const file = (name: string, text: string) => {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};

/** Numbers with gaps, a category, yes and no, and a date. */
const all = Array.from({ length: 90 }, (_, row) => ({
  size: (((row * 37) % 90) / 10).toFixed(1),
  weight: row % 9 === 0 ? "" : String((row * 53) % 71),
  colour: ["red", "green", "blue"][row % 3]!,
  ok: row % 4 < 2 ? "yes" : "no",
  day: `2026-0${1 + (row % 9)}-1${row % 7}`,
}));
const names = ["size", "weight", "colour", "ok", "day"] as const;
const textOf = (rows: readonly Record<string, string>[], columns: readonly string[]) =>
  `${[columns, ...rows.map((row) => columns.map((name) => row[name]))].map((row) => row.join(",")).join("\n")}\n`;

const column = (name: string, kind: string, role = "feature") => ({ name, kind, role });
function tableData(path: string, target: object, changes: object = {}) {
  return {
    source: "table",
    path,
    target: "answer",
    ...target,
    columns: [
      column("size", "number"),
      column("weight", "number"),
      column("colour", "category"),
      column("ok", "boolean"),
      column("day", "date"),
      column("answer", "task" in target && target.task === "regression" ? "number" : "category", "target"),
    ],
    ...{ train: 50, validation: 30, gaps: "fillAndMark", scaling: "standardise", ...changes },
  };
}

async function trained(task: "classification" | "regression", changes: object = {}) {
  const answers = all.map((row, index) =>
    task === "regression" ? String(Number(row.size) * 100 + index) : Number(row.size) > 4 ? "big" : "small",
  );
  const rows = all.map((row, index) => ({ ...row, answer: answers[index]! }));
  const path = file("train.csv", textOf(rows, [...names, "answer"]));
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({
    experiment: smallExperiment({
      data: tableData(path, { task }, changes) as never,
      network: {
        layers: [
          { type: "dense", units: 6 },
          { type: "relu" },
          { type: "dropout", rate: 0.4 },
          { type: "dense", units: task === "regression" ? 1 : 2 },
        ],
      },
      training: { epochs: 3, ...(task === "regression" && { loss: "meanSquaredError" }) },
    }),
  });
  const runId = runs[0]!.id;
  await end(lab, runId);
  return { lab, runId, rows };
}

test("columns in another order: each row gets what the network computes from its raw values", async () => {
  const { lab, runId, rows } = await trained("classification");
  const path = file(
    "new.csv",
    textOf(rows, ["day", "extra", "ok", "colour", "weight", "size"]).replaceAll("undefined", ""),
  );
  rmSync(join(folder.path, "train.csv"));
  const predicted = await lab.inspectRows({ runId, passes: 0, file: path });
  expect(predicted).toMatchObject({ rows: 90, faults: [], classes: ["big", "small"], epoch: 3 });
  expect(predicted.notes.map(({ code }) => code)).toEqual(["newRowsFilled"]);

  // By hand: what is kept of the run, and float64 arithmetic.
  const store = new Store(join(folder.path, "lab.sqlite"));
  const { features } = store.preparationOf(runId)!;
  const tensors = readSafetensors(store.weights(runId)!);
  store.close();
  const layer = (place: number, inputs: readonly number[]) => {
    const kernel = tensors[`layers.${place}.kernel`]!;
    const bias = tensors[`layers.${place}.bias`]!.values;
    const units = kernel.shape[1]!;
    return Array.from(bias, (own, unit) =>
      inputs.reduce((sum, value, input) => sum + value * kernel.values[input * units + unit]!, own),
    );
  };
  const expected = rows.flatMap((row) => {
    const inputs = features!.map(({ column: name, kind, category, yes, fill, mean, divisor }) => {
      const text = row[name as keyof typeof row];
      const value =
        kind === "gap"
          ? Number(text === "")
          : text === ""
            ? fill!
            : kind === "category"
              ? Number(text === category)
              : kind === "boolean"
                ? Number(text === yes)
                : kind === "date"
                  ? Date.parse(text) / 86_400_000
                  : Number(text);
      return (value - mean) / divisor;
    });
    const hidden = layer(0, inputs).map((value) => Math.max(0, value));
    const logits = layer(3, hidden).map(Math.exp);
    const sum = logits.reduce((one, other) => one + other);
    return logits.map((value) => value / sum);
  });
  const told = doublesIn(predicted.eval);
  expected.forEach((value, place) => expect(told[place]).toBeCloseTo(value, 6));
});

test("rows of the validation split have the lab's own predictions, in eval mode and over passes", async () => {
  const { lab, runId, rows } = await trained("classification", { division: "inOrder", gaps: "fill" });
  const validation = rows.slice(50, 80);
  const path = file("validation.csv", textOf(validation, [...names]));
  const predicted = rowsOfPredictions(await lab.inspectRows({ runId, passes: 20, file: path }));
  for (const row of [0, 7, 29]) {
    const own = await lab.inspectPrediction({ runId, passes: 20, input: { from: "sample", row } });
    const told = predicted[row]!;
    own.eval.forEach((value, output) => {
      expect(told.outputs[output]).toBeCloseTo(value, 6);
      expect(told.mean![output]).toBeCloseTo(own.mean[output]!, 6);
      expect(told.sd![output]).toBeCloseTo(own.sd[output]!, 6);
    });
  }
});

test("values of a regression are in the target's own units", async () => {
  const { lab, runId, rows } = await trained("regression", { division: "inOrder", gaps: "fill" });
  const path = file("validation.csv", textOf(rows.slice(50, 80), [...names]));
  const predicted = await lab.inspectRows({ runId, passes: 5, file: path });
  const own = await lab.inspectPrediction({ runId, passes: 5, input: { from: "sample", row: 3 } });
  const told = rowsOfPredictions(predicted)[3]!;
  expect(told.prediction).toBeCloseTo(own.eval[0]!, 2);
  expect(told.sd![0]).toBeCloseTo(own.sd[0]!, 2);
  expect(predictionsCsv(predicted, sayFailure).split("\n")[0]).toBe("row,prediction,mean,sd,problem");
});

test("no row is lost: each that cannot be predicted says why, in its place", async () => {
  const { lab, runId } = await trained("classification", { gaps: "fill" });
  const path = file(
    "odd.csv",
    textOf(
      [
        { ...all[1]! },
        { ...all[1]!, colour: "violet" },
        { ...all[1]!, size: "" },
        { ...all[1]!, size: "much" },
        { ...all[1]!, ok: "maybe" },
        { ...all[1]!, day: "soon" },
        { ...all[1]!, weight: "NA" },
      ],
      [...names],
    ),
  );
  const predicted = await lab.inspectRows({ runId, passes: 2, file: path });
  expect(predicted.faults.map(({ row, failure: { code } }) => [row, code])).toEqual([
    [1, "valueNoCategory"],
    [2, "valueMissing"],
    [3, "valueNoNumber"],
    [4, "valueNoCategory"],
    [5, "valueNoDate"],
  ]);
  const lines = predictionsCsv(predicted, sayFailure).trimEnd().split("\n");
  expect(lines).toHaveLength(8);
  expect(lines[2]).toMatch(/^2,+"?Column colour has no value violet/);
  expect(lines[7]).toMatch(/^7,(big|small),0\.\d+,/);
});

test("a file without the run's columns names those that it lacks; an unknown run and a missing file are told", async () => {
  const { lab, runId } = await trained("classification");
  const few = await failureOf(
    lab.inspectRows({ runId, passes: 0, file: file("few.csv", "size,colour\n1,red\n") }),
  );
  expect(few).toMatchObject({ code: "newRowsLackColumns", parameters: { columns: "weight, ok, day" } });
  const gone = join(folder.path, "gone.csv");
  expect((await failureOf(lab.inspectRows({ runId, passes: 0, file: gone }))).code).toBe("fileMissing");
  expect((await failureOf(lab.inspectRows({ runId: "x", passes: 0, file: gone }))).code).toBe("noSuchRun");
});

test("data that the lab draws take rows of as many columns, in their order", async () => {
  const { lab } = labs.open(folder.path);
  const { runs } = await lab.startExperiment({ experiment: smallExperiment() });
  await end(lab, runs[0]!.id);
  const { columns } = await lab.inspectValidation({ runId: runs[0]!.id, skip: 0, count: 0 });
  const width = columns!.length;
  const row = Array.from({ length: width }, (_, place) => (place / 7).toFixed(3));
  const path = file("plain.csv", `${row.join(",")}\n${row.join(",")}\n`);
  const predicted = await lab.inspectRows({ runId: runs[0]!.id, passes: 0, file: path });
  const own = await lab.inspectPrediction({
    ...{ runId: runs[0]!.id, passes: 1 },
    input: { from: "columns", values: row.map(Number) },
  });
  const told = doublesIn(predicted.eval);
  expect(predicted.rows).toBe(2);
  own.eval.forEach((value, output) => expect(told[output]).toBeCloseTo(value, 6));
  const narrow = file("narrow.csv", "1,2\n3,4\n5,6\n");
  if (width !== 2)
    expect((await failureOf(lab.inspectRows({ runId: runs[0]!.id, passes: 0, file: narrow }))).code).toBe(
      "newRowsCounted",
    );
});
