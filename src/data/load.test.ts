import { describe, expect, test } from "vitest";
import { type DataConfig, dataSchema } from "./kinds";
import { loadDataset } from "./load";
import { temporaryFile } from "./testing";

function config(changes: object): DataConfig {
  return dataSchema.parse({ train: 60, validation: 20, ...changes });
}

const table = ["x,y,kind"];
for (let row = 0; row < 100; row++) table.push(`${(row * 37) % 101},${(row * row) % 89},${row % 3}`);
const tableFile = () => temporaryFile("table.csv", table.join("\n"));

describe("the first rows of the training split", () => {
  test.each([
    ["drawn digits", () => ({ source: "digits" })],
    ["clusters", () => ({ source: "clusters" })],
    ["a table with classes", () => ({ source: "csv", path: tableFile(), target: "kind" })],
  ])("of %s are what a document that asks for so many has", async (_, sourceNow) => {
    const source = sourceNow();
    for (const rows of [1, 25, 60]) {
      const part = await loadDataset(config(source), rows);
      expect(part).toEqual(await loadDataset(config({ ...source, train: rows })));
      expect(part.train.rows).toBe(rows);
    }
  });

  test("of images are nested, and the validation split stays as it is", async () => {
    const digits = config({ source: "digits" });
    const [few, all] = [await loadDataset(digits, 25), await loadDataset(digits)];
    expect(few.validation).toEqual(all.validation);
    expect(few.train.inputs).toEqual(all.train.inputs.slice(0, 25 * 300));
  });

  test("of a regression keep their targets, in the whole split's unit", async () => {
    const regression = config({ source: "csv", path: tableFile(), target: "y", task: "regression" });
    const [few, all] = [await loadDataset(regression, 25), await loadDataset(regression)];
    expect(few.train.targets).toEqual(all.train.targets.slice(0, 25));
    expect(few.validation.targets).toEqual(all.validation.targets);
    // The features are standardised with the rows that are trained on.
    const [mean, square] = [0, 0].map((_, power) => {
      const first = Array.from({ length: 25 }, (__, row) => few.train.inputs[2 * row]! ** (power + 1));
      return first.reduce((sum, value) => sum + value, 0) / 25;
    });
    expect(mean).toBeCloseTo(0, 6);
    expect(square).toBeCloseTo(1, 6);
  });
});

describe("the test split", () => {
  test.each([
    ["drawn", () => ({ source: "digits" })],
    ["of a table's rows", () => ({ source: "table", path: tableFile(), target: "y", task: "regression" })],
  ])("%s takes nothing from the others", async (_, sourceNow) => {
    const source = sourceNow();
    const without = await loadDataset(config(source));
    const all = await loadDataset(config({ ...source, test: 20 }));
    expect(without.test).toEqual({ inputs: new Float32Array(), targets: new Float32Array(), rows: 0 });
    expect({ ...all, test: without.test }).toEqual(without);
    expect(all.test.rows).toBe(20);
    const rowsOf = ({ inputs, rows }: typeof all.test) =>
      Array.from({ length: rows }, (__, row) =>
        inputs.slice(row * all.features, (row + 1) * all.features).join(),
      );
    const different = new Set([all.train, all.validation, all.test].flatMap(rowsOf));
    expect(different.size).toBe(100);
  });
});
