import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataSchema, type DataConfig } from "../kinds";
import { loadDataset, previewData } from "../load";
import { failureOfPromise, temporaryFile, temporaryFolder } from "../testing";

function config(path: string, changes: object = {}): DataConfig {
  return dataSchema.parse({ source: "csv", path, target: "kind", train: 2, validation: 1, ...changes });
}

function load(content: string | Uint8Array, changes: object = {}) {
  return loadDataset(config(temporaryFile("table.csv", content), changes));
}

const flowers = "length,width,kind\n1,10,rose\n2,20,aster\n3,30,rose\n4,40,iris\n";

describe("what is understood", () => {
  test("header, text classes in sorted order, target by name", async () => {
    const data = await load(flowers, { train: 3 });
    expect(data).toMatchObject({ task: "classification", features: 2, outputs: 3 });
    const preview = await previewData(config(temporaryFile("table.csv", flowers)));
    expect(preview).toMatchObject({
      shape: { features: 2, outputs: 3, task: "classification" },
      failure: null,
      rows: 4,
      classes: ["aster", "iris", "rose"],
      sample: { kind: "table", columns: ["length", "width", "kind"], target: 2 },
    });
    expect(preview.sample).toHaveProperty("cells.0", ["1", "10", "rose"]);
  });

  test.each([
    ["no header, target by number", "1,10,rose\n2,20,aster\n3,30,rose\n", { header: false, target: 2 }],
    ["target by number with a header", flowers, { target: 2 }],
    ["quoted fields", 'length,"a, ""b""",kind\n"1","10","rose"\n2,20,"as\nter"\n3,30,rose\n', {}],
    [
      "windows line ends, byte order mark, blank lines, spaces",
      `\uFEFF${flowers.replaceAll("\n", " \r\n\r\n")}`,
      {},
    ],
    ["semicolons", flowers.replaceAll(",", ";"), {}],
    ["tabs", flowers.replaceAll(",", "\t"), {}],
    ["a last line without an end", flowers.trimEnd(), {}],
    ["numbers in every notation", "kind,a,b\nx,+1,.5\ny,-2.,1e-3\nx,3.25E+2,0\n", {}],
  ])("%s", async (_, content, changes) => {
    const data = await load(content, changes);
    expect(data.features).toBe(2);
    expect([data.train.rows, data.validation.rows]).toEqual([2, 1]);
    expect([...data.train.inputs, ...data.validation.inputs].every(Number.isFinite)).toBe(true);
  });

  test("classes that are numbers are sorted by value, and 1.0 is 1", async () => {
    const rows = ["10", "9", "1", "1.0"].map((label, row) => `${row},${label}`);
    const path = temporaryFile("table.csv", ["x,kind", ...rows].join("\n"));
    expect((await previewData(config(path))).classes).toEqual(["1", "9", "10"]);
  });

  test("every row is in one split, with its own target", async () => {
    const rows = Array.from({ length: 50 }, (_, row) => `${row},${row * row}`);
    const path = temporaryFile("table.csv", ["x,y", ...rows].join("\n"));
    const data = await loadDataset(
      config(path, { target: "y", task: "regression", train: 30, validation: 20 }),
    );
    const { train, validation } = data;
    const inputs = [...train.inputs, ...validation.inputs];
    const targets = [...train.targets, ...validation.targets];
    // Standardising is linear, so the test can find its scale and undo it.
    const sorted = [...inputs].sort((one, other) => one - other);
    const step = (sorted.at(-1)! - sorted[0]!) / 49;
    const rowNumbers = inputs.map((value) => Math.round((value - sorted[0]!) / step));
    expect([...rowNumbers].sort((one, other) => one - other)).toEqual(rows.map((_, row) => row));
    const lowest = targets[rowNumbers.indexOf(0)]!;
    const unit = targets[rowNumbers.indexOf(1)]! - lowest;
    targets.forEach((target, index) => {
      expect((target - lowest) / unit).toBeCloseTo(rowNumbers[index]! ** 2, 0);
    });
  });

  test("regression targets get mean 0 and variance 1 on the training split", async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${1e6 + 1000 * row}`);
    const { train, outputs } = await load(["x,y", ...rows].join("\n"), {
      target: "y",
      task: "regression",
      train: 25,
      validation: 15,
    });
    expect(outputs).toBe(1);
    const mean = train.targets.reduce((sum, value) => sum + value, 0) / 25;
    const variance = train.targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 25;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 6);
  });

  test("a file of 200,000 rows", async () => {
    const lines = Array.from({ length: 200_000 }, (_, row) => `${row % 97},${row % 89},${row % 3}`);
    const path = temporaryFile("table.csv", `a,b,kind\n${lines.join("\n")}\n`);
    const data = await loadDataset(config(path, { train: 150_000, validation: 50_000 }));
    expect(data).toMatchObject({ outputs: 3, train: { rows: 150_000 }, validation: { rows: 50_000 } });
  });

  test("a row of 20,000 fields", async () => {
    const names = Array.from({ length: 20_000 }, (_, number) => `feature${number}`).join(",");
    const row = (label: string) => `${"0.12345678,".repeat(20_000)}${label}`;
    const data = await load([`${names},kind`, row("a"), row("b"), row("a")].join("\n"));
    expect(data.features).toBe(20_000);
  });
});

describe("what is refused, with its place", () => {
  const file = "table.csv";
  test.each<[string, string | Uint8Array, object, [string, object]]>([
    ["a missing value", "a,kind\n1,x\n,y\n2,x\n", {}, ["csvMissingValue", { file, line: 3, column: "a" }]],
    [
      "a missing value by name",
      "a,kind\n1,x\nNA,y\n",
      {},
      ["csvMissingValue", { file, line: 3, column: "a" }],
    ],
    ["a missing target", "a,kind\n1,x\n2,\n", {}, ["csvMissingValue", { file, line: 3, column: "kind" }]],
    [
      "lines are counted through quotes and blank lines",
      'a,kind\n1,"x\nx"\n\n\n,y\n',
      {},
      ["csvMissingValue", { file, line: 6, column: "a" }],
    ],
    [
      "a text feature",
      "a,colour,kind\n1,2,x\n1,red,y\n",
      {},
      ["csvTextValue", { file, line: 3, column: "colour", value: "red" }],
    ],
    [
      "a decimal comma",
      "a;kind\n1;x\n1,5;y\n",
      {},
      ["csvTextValue", { file, line: 3, column: "a", value: "1,5" }],
    ],
    [
      "infinity",
      "a,kind\n1,x\n1e999,y\n",
      {},
      ["csvTextValue", { file, line: 3, column: "a", value: "1e999" }],
    ],
    [
      "a header where none was announced",
      flowers,
      { header: false, target: 2 },
      ["csvHeaderLine", { file, line: 1, column: "column 0", value: "length" }],
    ],
    [
      "a text target in regression",
      flowers,
      { task: "regression" },
      ["csvTextValue", { file, line: 2, column: "kind", value: "rose" }],
    ],
    [
      "an unknown target",
      flowers,
      { target: "price" },
      ["csvNoColumn", { file, target: "price", columns: "length, width, kind" }],
    ],
    [
      "a mistyped target",
      flowers,
      { target: "knid" },
      ["csvNoColumnNear", { file, target: "knid", nearest: "kind" }],
    ],
    ["a target number too high", flowers, { target: 3 }, ["csvNoColumnNumber", { file, target: 3, last: 2 }]],
    [
      "a name that two columns have",
      "kind,a,kind\n1,2,3\n",
      {},
      ["csvTargetTwice", { file, target: "kind" }],
    ],
    ["nothing to predict from", "kind\nx\ny\n", {}, ["csvNoFeatures", { file }]],
    ["a short row", "a,b,kind\n1,2,x\n1,y\n", {}, ["csvRowLength", { file, line: 3, cells: 2, columns: 3 }]],
    ["a long row", "a,b,kind\n1,2,x,9\n", {}, ["csvRowLength", { file, line: 2, cells: 4, columns: 3 }]],
    ["one class", "a,kind\n1,x\n2,x\n3,x\n", {}, ["oneClass", { file, column: "kind", value: "x" }]],
    ["a header only", "a,kind\n", {}, ["csvEmpty", { file }]],
    ["an empty file", "", {}, ["csvEmpty", { file }]],
    ["a spreadsheet", Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), {}, ["csvNotText", { file }]],
    ["too few rows", flowers, { train: 4 }, ["tooFewRows", { rows: 4, train: 4, validation: 1, test: 0 }]],
  ])("%s", async (_, content, changes, failure) => {
    expect(await failureOfPromise(load(content, changes))).toEqual(failure);
  });

  test("a quote that never closes", async () => {
    expect(await failureOfPromise(load('a,kind\n1,x\n2,"y\n3,x\n'))).toEqual([
      "csvQuoteOpen",
      { file, line: 3, column: 2 },
    ]);
  });

  test.each([
    ['a,kind\n1,x\n"2"3,y\n', { line: 3, column: 1 }],
    ['a,kind\n1,x"y\n', { line: 2, column: 2 }],
    ['a,kind\n1,"x\n\ny"z\n', { line: 4, column: 2 }],
    ['a,kind\n1,"x" y\n', { line: 2, column: 2 }],
  ])("a quote inside a text, in words of the lab's own: %j", async (content, index) => {
    const failure = await load(content).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ code: "csvSyntax", parameters: { file, ...index } });
    expect((failure as Error).message).not.toMatch(/delimiter|trimable|record|Invalid/);
  });

  test("a continuous target taken for classes", async () => {
    const lines = Array.from({ length: 1001 }, (_, row) => `1,${row / 7}`);
    expect(await failureOfPromise(load(["a,kind", ...lines].join("\n")))).toEqual([
      "csvTooManyClasses",
      { file, column: "kind", limit: 1000 },
    ]);
  });

  test("a missing file and a folder, by name only", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "inner"));
    expect(await failureOfPromise(loadDataset(config(join(folder, "none.csv"))))).toEqual([
      "fileMissing",
      { file: "none.csv" },
    ]);
    expect(await failureOfPromise(previewData(config(join(folder, "inner"))))).toEqual([
      "fileIsNoFile",
      { file: "inner" },
    ]);
  });
});

describe("the preview shows a table even where training is not possible", () => {
  const previewOf = (content: string, changes: object = {}) =>
    previewData(config(temporaryFile("table.csv", content), changes));

  test("no such target", async () => {
    const preview = await previewOf(flowers, { target: "price" });
    expect(preview).toMatchObject({
      shape: null,
      rows: 4,
      failure: { code: "csvNoColumn" },
      sample: { target: null },
    });
    expect(preview.sample).toHaveProperty("cells.length", 4);
  });

  test("a value that is missing further down", async () => {
    const preview = await previewOf(`${flowers}5,,rose\n6,60,rose\n`);
    expect(preview).toMatchObject({ shape: null, rows: 6, sample: { target: 2 } });
    expect(preview.failure).toMatchObject({ code: "csvMissingValue", parameters: { line: 6 } });
  });

  test("too few rows: the shape is known all the same", async () => {
    const preview = await previewOf(flowers, { train: 100 });
    expect(preview).toMatchObject({ shape: { features: 2, outputs: 3 }, failure: { code: "tooFewRows" } });
  });

  test("twenty rows at most", async () => {
    const preview = await previewOf(`a,kind\n${"1,x\n2,y\n".repeat(500)}`);
    expect(preview.rows).toBe(1000);
    expect(preview.sample).toHaveProperty("cells.length", 20);
  });
});
