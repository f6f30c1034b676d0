import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkExperiment } from "../experiment/check";
import { claimOf } from "../literature/claims";
import { built } from "../lab/testing";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => {
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  terminal = openTerminal();
  const rows = Array.from({ length: 40 }, (_, row) => [
    row / 7,
    row % 5,
    row * 1.5,
    row % 2 ? "setosa" : "virginica",
  ]);
  const text = (lines: (string | number)[][]) => `${lines.map((line) => line.join(",")).join("\n")}\n`;
  writeFileSync(
    join(terminal.folder, "iris.csv"),
    text([["sepal", "count", "petal width", "species"], ...rows]),
  );
  writeFileSync(join(terminal.folder, "bare.csv"), text(rows));
});
afterEach(() => {
  terminal.close();
  vi.unstubAllEnvs();
});

test("a table can put a claim of the literature to the test", async () => {
  const told = await terminal.lab("new", "bare.csv", "--target", "3", "--claim", "mcRegression");
  expect(told.errors).toContain("the network of mcRegression, 150 epochs, 5 seeds");
  const document: unknown = JSON.parse(told.output);
  expect(document).toMatchObject({ data: { source: "table", target: 3 } });
  expect(claimOf(checkExperiment(document).experiment!)).toBe("mcRegression");
  expect((await terminal.lab("run", "moons", "--claim", "mcRegression")).errors).toMatch(/is no table/);
});

test("a table is trained on without a document, and what was decided is told", async () => {
  const short = ["--seeds", "1", "--epochs", "2"];
  const run = await terminal.lab("run", "iris.csv", "--target", "species", "--rates", "0,0.2,0.5", ...short);
  expect(run.code).toBe(0);
  expect(run.errors).toContain("Decided: classification of species, 2 classes");
  expect(run.errors).toContain(
    "of 40 rows 28 to train with, 6 to validate with and 6 to test with, stratified by class",
  );
  const { experiment, runs } = terminal.stored()!;
  expect(experiment).toMatchObject({
    name: "iris",
    data: {
      ...{ source: "table", path: join(terminal.folder, "iris.csv"), target: "species" },
      ...{ task: "classification", gaps: "leaveOut", scaling: "standardise" },
      columns: [
        { name: "sepal", kind: "number", role: "feature" },
        { name: "count", kind: "number", role: "feature" },
        { name: "petal width", kind: "number", role: "feature" },
        { name: "species", kind: "category", role: "target" },
      ],
    },
    training: { epochs: 2 },
  });
  expect(runs.map(({ variant, status }) => [variant, status])).toEqual(
    ["no dropout", "p = 0.2", "p = 0.5"].map((name) => [name, "done"]),
  );
  // Without a header, columns have numbers, from 1 as in lab data.
  const sweep = await terminal.lab("sweep", "bare.csv", "--target", "3", "--rates", "0", ...short);
  expect(sweep.code).toBe(0);
  expect(sweep.errors).toContain("Decided: regression of 3");
  // The words of the last column are two features.
  expect(sweep.errors).toContain("from 3 columns");
});

test("how rows are divided can be said: groups, the file's order, test rows; of a document too", async () => {
  const lines = Array.from({ length: 100 }, (_, row) => `p${row % 9},${row / 7},${row % 3 ? "well" : "ill"}`);
  writeFileSync(join(terminal.folder, "patients.csv"), ["patient,size,outcome", ...lines].join("\n"));
  const dataOf = (output: string) => (JSON.parse(output) as { data: Record<string, unknown> }).data;
  const stratified = await terminal.lab("new", "patients.csv", "--no-group");
  expect(dataOf(stratified.output)).toMatchObject({
    ...{ train: 70, validation: 15, test: 15, division: "stratified" },
  });
  // The table of classes, and what always answering the largest one gives.
  expect(stratified.errors).toMatch(/^well +46 +10 +10$/m);
  expect(stratified.errors).toMatch(/^always "well" +65\.7% +66\.7% +66\.7%$/m);

  // What the name of a column says is proposed.
  const grouped = await terminal.lab("new", "patients.csv");
  const { group, train, validation, test: tested, columns } = dataOf(grouped.output);
  expect(group).toBe("patient");
  expect(Number(train) + Number(validation) + Number(tested)).toBe(100);
  expect(columns).toMatchObject([
    { name: "patient", role: "left out" },
    { role: "feature" },
    { role: "target" },
  ]);
  expect(grouped.errors).toContain("whole groups (9)");
  expect(grouped.errors).toContain("Groups win");
  writeFileSync(join(terminal.folder, "grouped.json"), grouped.output);
  const trained = await terminal.lab("run", "grouped.json", "--seeds", "1,", "--epochs", "1", "--rates", "0");
  expect(trained.code, trained.errors).toBe(0);

  const inOrder = await terminal.lab(
    "new",
    "patients.csv",
    "--no-group",
    "--division",
    "inOrder",
    "--test",
    "10",
  );
  expect(dataOf(inOrder.output)).toMatchObject({ train: 74, validation: 16, test: 10, division: "inOrder" });
  writeFileSync(join(terminal.folder, "mine.json"), stratified.output);
  const changed = await terminal.lab(
    "new",
    "mine.json",
    "--division",
    "random",
    "--test",
    "5",
    "--group",
    "1",
  );
  expect(changed.code).toBe(0);
  expect(dataOf(changed.output)).toMatchObject({ train: 70, test: 5, division: "random" });
  const none = await terminal.lab("new", "textbook", "--division", "stratified");
  expect(none.code).not.toBe(0);
  expect(none.errors).toContain("division");
  const nowhere = await terminal.lab("new", "patients.csv", "--group", "doctor");
  expect(nowhere.errors).toContain("There is no column doctor");
});

test("what nobody says is proposed, and why columns are left out is told", async () => {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const size = row % 7 === 3 ? "" : `${row % 11},${row % 5}`;
    return `${row + 1};2024-01-${10 + (row % 20)};${size};${row % 2 ? "süß" : "sauer"}`;
  });
  writeFileSync(join(terminal.folder, "ernte.csv"), `Nr;Tag;Größe;Sorte\r\n${rows.join("\r\n")}`, "latin1");
  const run = await terminal.lab("run", "ernte.csv", "--seeds", "1,", "--epochs", "1");
  expect(run.code).toBe(0);
  expect(run.errors).toContain(
    "Decided: classification of Sorte, 2 classes (--target and --task say otherwise)",
  );
  expect(run.errors).toContain("left out: Nr (counts the rows), Tag (dates and times: on request, as days)");
  expect(run.errors).toContain("9 rows left out because of gaps");
});

test("all problems of a table are told at once, and nothing is trained", async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${row}.5,x`).join("\n");
  writeFileSync(join(terminal.folder, "bad.csv"), `a,b,c\n1,2\n3,oops,x\n${rows}\n`);
  const ended = await terminal.lab("run", "bad.csv", "--target", "c");
  expect(ended).toMatchObject({ code: 2, output: "" });
  expect(ended.errors).toMatch(/bad\.csv cannot be trained on .*\n.*3 cells.*\n.*oops.*\n.*one class only/);
  expect(terminal.stored()).toBe(null);
});

test.each([
  ["species", [], "classification", true],
  ["count", [], "classification", true],
  ["count", ["--task", "regression"], "regression", true],
  ["sepal", [], "regression", true],
  ["petal width", [], "regression", true],
])("lab new writes a document that is sound, by what column %j holds, %j", async (target, more, task) => {
  const numbers = "iris.csv";
  if (target !== "species") {
    const text = readFileSync(join(terminal.folder, numbers), "utf8")
      .replace(/setosa/g, "0")
      .replace(/virginica/g, "1");
    writeFileSync(join(terminal.folder, numbers), text);
  }
  const { code, output, errors } = await terminal.lab("new", numbers, "--target", target, ...more);
  expect({ code, errors }).toMatchObject({
    code: 0,
    errors: expect.stringContaining(`Decided: ${task} of ${target}`),
  });
  const { experiment, faults, warnings } = checkExperiment(JSON.parse(output));
  expect({ faults, warnings: warnings.map(({ code }) => code) }).toEqual({
    faults: [],
    warnings: ["fewValidationSamples", "batchAboveTraining"],
  });
  expect(experiment!.data).toMatchObject({ path: "iris.csv", target, task });
});

test("a document is written for the folder that it comes into, and runs there", async () => {
  mkdirSync(join(terminal.folder, "below"));
  const env = { ...process.env, DROPOUT_LAB_HOME: terminal.folder };
  const script = `"${process.execPath}" "${built("cli.cjs")}" new iris.csv --target species --seeds 1, > below/experiment.json`;
  expect(spawnSync("sh", ["-c", script], { cwd: terminal.folder, env }).status).toBe(0);
  const file = join("below", "experiment.json");
  expect(JSON.parse(readFileSync(join(terminal.folder, file), "utf8"))).toMatchObject({
    data: { path: "../iris.csv" },
  });
  expect(await terminal.lab("run", file, "--epochs", "1")).toMatchObject({ code: 0 });
});

test.each([
  [["run", "iris.csv", "--target", "speces"], /did you mean species\?/],
  [["run", "iris.csv", "--target", "SPECIES"], /did you mean species\?/],
  [["run", "iris.csv", "--target", "petal"], /did you mean petal width/],
  [["run", "iris.csv", "--target", "zzz"], /The columns are sepal, count, petal width, species\./],
  [["new", "bare.csv", "--target", "9"], /There is no column 9\. The columns are 1, 2, 3, 4\./],
  [["new", "none.csv", "--target", "a"], /none\.csv is not there/],
  [["new", "iris.csv", "--target", "species", "--task", "guess"], /classification, regression/],
  [["new", "iris.csv", "--target", "species", "--task", "regression"], /species holds no numbers/],
  [["run", "moons", "--target", "species"], /is no table/],
  [["run", "iris.csv", "--target", "species", "--rates", "1.5"], /1\.5 is not below 1/],
])("lab %j says what to do, and trains nothing", async (parameters, told) => {
  const ended = await terminal.lab(...parameters);
  expect(ended).toMatchObject({ code: 2, output: "" });
  expect(ended.errors).toMatch(told);
  expect(ended.errors).not.toMatch(/^ +at |load the list|choose/m);
  expect(terminal.stored()).toBe(null);
});

test("an id that is not there is told in the terminal's words", async () => {
  for (const parameters of [
    ["export", "zzz", "--csv", "-"],
    ["runs", "zzz"],
    ["resume", "zzz"],
  ]) {
    const ended = await terminal.lab(...parameters);
    expect(ended).toMatchObject({ code: 1, output: "" });
    expect(ended.errors).toContain("There is no experiment zzz: lab runs lists those that are there.");
  }
});

/** Boston housing, of the paper's ten tables. */
const housing = resolve("../shared/data/tables/housing.data");

test("MC dropout on regression is tried on a real table, and each reading is that of the runs' ends", async (context) => {
  context.skip(!existsSync(housing), "../shared/data/tables is not there");
  const trained = await terminal.lab(
    ...["run", housing, "--target", "14", "--claim", "mcRegression", "--seeds", "3"],
  );
  expect(trained.code).toBe(0);
  const { experiment, runs } = terminal.stored()!;
  expect(experiment).toMatchObject({ data: { source: "table", target: 14, task: "regression" } });
  const rmse = (variant: string) =>
    runs.filter((run) => run.variant === variant).map(({ end }) => end!.test!.mcRmse!);
  const [own, others] = [rmse("dropout"), rmse("no dropout")];
  expect(own).toHaveLength(3);
  // Always answering the mean is off by 9.2 thousand dollars.
  for (const value of [...own, ...others]) expect(value).toBeLessThan(7);
  for (const { end } of runs) expect(end!.test!.mcLogLikelihood).toBeGreaterThan(-6);
  const mean = own.reduce((sum, value, seed) => sum + value - others[seed]!, 0) / 3;
  const told = /RMSE of the averaged prediction minus RMSE without dropout.*?([−-]?\d+\.\d+)/.exec(
    stripVTControlCharacters(trained.output),
  )!;
  expect(Number(told[1]!.replace("−", "-"))).toBeCloseTo(mean, 2);
  expect(trained.output).toMatch(/Verdict: (seen here|not seen here|the opposite is seen here)/);
});
