import { describe, expect, test } from "vitest";
import { type DataConfig, dataSchema } from "../kinds";
import { loadDataset, previewData } from "../load";
import { failureOfPromise, rawData, rowsOf, temporaryFile } from "../testing";

const columns = [
  { name: "patient", kind: "category", role: "left out" },
  { name: "size", kind: "number", role: "feature" },
  { name: "kind", kind: "category", role: "target" },
];

/** Patients of one to six rows; a quarter of the rows is ill. */
const lines = Array.from({ length: 200 }, (_, row) => {
  const patient = `p${Math.floor(Math.sqrt(row * 11))}`;
  return `${patient},${row},${row % 4 === 0 ? "ill" : "well"}`;
});

function config(changes: object = {}, rows: readonly string[] = lines): DataConfig {
  const path = temporaryFile("patients.csv", ["patient,size,kind", ...rows].join("\n"));
  const counts = { train: 140, validation: 30, test: 30 };
  return dataSchema.parse({ source: "table", path, columns, scaling: "none", ...counts, ...changes });
}

/** The lines of each split, by the number that is their only feature. */
async function linesOf(data: DataConfig) {
  const { train, validation, test } = await rawData(data);
  return [train, validation, test].map((split) => rowsOf(split, 1).map(([size]) => size!));
}

test("the preview tells what training has: class counts of each split, and the usual counts", async () => {
  for (const division of ["random", "stratified", "inOrder"]) {
    const data = config({ division });
    const { divided, failure } = await previewData(data);
    expect(failure).toBe(null);
    const splits = await linesOf(data);
    const counts = (isOf: (row: number) => boolean) => {
      const [train, validation, test] = splits.map((rows) => rows.filter(isOf).length);
      return { train, validation, test };
    };
    expect(divided).toEqual({
      usual: { train: 140, validation: 30, test: 30, division: "stratified" },
      limit: null,
      counts: counts(() => true),
      classes: [
        { name: "ill", ...counts((row) => row % 4 === 0) },
        { name: "well", ...counts((row) => row % 4 !== 0) },
      ],
      groups: null,
      duplicates: { validation: 0, test: 0 },
    });
    if (division === "stratified") expect(divided!.classes[0]).toMatchObject({ train: 35 });
    if (division === "inOrder") expect(splits[0]).toEqual(Array.from({ length: 140 }, (_, row) => row));
  }
});

describe("groups", () => {
  const patientOf = (row: number) => lines[row]!.split(",")[0]!;

  test("are proposed where a name says whose the rows are, unless a document has decided", async () => {
    // No number of the row, which would be left out.
    const halves = lines.map((line) => line.replace(/,(\d+),/, ",$1.5,"));
    const { proposed, divided } = await previewData(config({ columns: undefined }, halves));
    expect(proposed).toMatchObject({ group: "patient", columns: [{ role: "left out" }, {}, {}] });
    expect(divided).toEqual((await previewData(config({ group: "patient" }, halves))).divided);
    expect(divided!.groups).toBe(new Set(lines.map((_, row) => patientOf(row))).size);
    const decided = await previewData(config({}, halves));
    expect(decided.proposed).not.toHaveProperty("group");
    expect(decided.divided!.groups).toBe(null);
    // What is trained has the groups that its document names.
    const [train] = await linesOf(config({ columns: undefined, division: "inOrder" }, halves));
    expect(train).toEqual(Array.from({ length: 140 }, (_, row) => row + 0.5));
  });

  test.each(["random", "stratified", "inOrder"])("never straddle splits: %s", async (division) => {
    const data = config({ division, group: "patient" });
    const { divided, failure } = await previewData(data);
    expect(failure).toBe(null);
    const splits = await linesOf(data);
    const patients = splits.map((rows) => new Set(rows.map(patientOf)));
    const all = new Set(patients.flatMap((own) => [...own]));
    expect(patients.reduce((sum, { size }) => sum + size, 0)).toBe(all.size);
    const [train, validation, test] = splits.map(({ length }) => length);
    expect(divided!.counts).toEqual({ train, validation, test });
    expect(divided!.groups).toBe(new Set(lines.map((line) => line.split(",")[0])).size);
    // The counts that are proposed are whole groups, of all rows.
    const { usual } = divided!;
    expect(usual.train + usual.validation + usual.test).toBe(200);
    const exact = await previewData({
      ...data,
      ...usual,
      division: data.source === "table" ? data.division : "random",
    } as DataConfig);
    expect(exact.divided!.counts).toEqual({
      train: usual.train,
      validation: usual.validation,
      test: usual.test,
    });
    const dataset = await loadDataset(data);
    expect(dataset.train.rows).toBe(train);
    expect((await loadDataset(data, 20)).train.rows).toBe(20);
  });

  test("a row without a value is a group of its own, also of numbers by their place", async () => {
    const rows = lines.map((line, row) => (row % 5 === 0 ? line.replace(/^\w+/, "") : line));
    const { divided } = await previewData(config({ group: 1 }, rows));
    const named = new Set(rows.map((line) => line.split(",")[0]).filter((name) => name !== ""));
    expect(divided!.groups).toBe(named.size + 40);
  });

  test.each([
    ["no such column", { group: "doctor" }, "tableNoSuchColumn"],
    [
      "no group is small enough",
      { group: "kind", columns: undefined, target: "size" },
      "groupsAboveValidation",
    ],
    ["too many rows", { group: "patient", train: 500 }, "tooFewRows"],
  ])("%s: said by name, in the preview as in training", async (_, changes, code) => {
    const data = config(changes);
    expect((await previewData(data)).failure?.code).toBe(code);
    expect((await failureOfPromise(loadDataset(data)))[0]).toBe(code);
  });
});

test("equal rows in two splits are counted, target included", async () => {
  const repeated = [...lines.slice(0, 100), ...lines.slice(0, 60)];
  repeated[159] = repeated[59]!.replace(/ill|well/, (kind) => (kind === "ill" ? "well" : "ill"));
  const data = config({ division: "inOrder", train: 100, validation: 40, test: 20 }, repeated);
  const { divided, notes } = await previewData(data);
  expect(divided!.duplicates).toEqual({ validation: 40, test: 19 });
  expect(notes!.length).toBeGreaterThanOrEqual(0);
});

test("a regression has no classes, and a new document of it is divided at random", async () => {
  const data = config({ columns: undefined, target: "size", task: "regression", division: "stratified" });
  const { divided } = await previewData(data);
  expect(divided).toMatchObject({ classes: [], usual: { division: "random" } });
  const { train } = await rawData(data);
  expect(train).toEqual((await rawData({ ...data, division: "random" } as DataConfig)).train);
});

test("equal rows of thousands of columns are found, as in a table of genes", async () => {
  const genes = Array.from({ length: 1200 }, (_, at) => at);
  const rowOf = (row: number) =>
    [...genes.map((at) => ((row * 31 + at * 17) % 997) / 100), "ab"[row % 2]].join(",");
  const rows = Array.from({ length: 40 }, (_, row) => rowOf(row === 35 ? 3 : row));
  const path = temporaryFile(
    "genes.csv",
    [[...genes.map((at) => `g${at}`), "kind"].join(","), ...rows].join("\n"),
  );
  const counts = { train: 30, validation: 6, test: 4 };
  const data = dataSchema.parse({ source: "table", path, division: "inOrder", scaling: "none", ...counts });
  const { divided, failure } = await previewData(data);
  expect([failure, divided!.duplicates]).toEqual([null, { validation: 1, test: 0 }]);
  expect((await loadDataset(data)).train.rows).toBe(30);
});
