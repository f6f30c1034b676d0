import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataSchema } from "../data/kinds";
import { rawData } from "../data/testing";
import { temporaryFolder } from "../lab/testing";
import type { TableDescription } from "./description";
import { mostMemoryUntilNow } from "./hostile.testing";
import { readTable } from "./read-table";
import { keptValues } from "./scan/few-values";

/** Tables of genes: far more columns than rows, nearly each cell another number. */

const rows = 300;
const columns = 8000;

/** Kinds of columns take turns: numbers that all differ, zeros and ones, counts, words. */
const cells = [
  (row: number, place: number) => ((row * 7919 + place * 104_729) % 1_000_003) / 10_000,
  (row: number, place: number) => (row + place) % 2,
  (row: number, place: number) => (row * 31 + place) % 997,
  (row: number, place: number) => `word ${(row + place) % 3}`,
];
const cellAt = (row: number, place: number) => cells[place % cells.length]!(row, place);
const kindOfRow = (row: number) => `kind ${row % 3}`;

/** The last two rows are equal. */
function tableOf(width: number): string {
  const names = Array.from({ length: width }, (_, place) => `gene_${place}`);
  const lines = Array.from({ length: rows }, (_, row) => {
    const own = Math.min(row, rows - 2);
    return `sample_${row},${names.map((_, place) => cellAt(own, place)).join(",")},${kindOfRow(own)}`;
  });
  return [`,${names.join(",")},Class`, ...lines, ""].join("\n");
}

const folder = temporaryFolder();
afterAll(folder.remove);

function written(name: string, content: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

let path: string;
let wide: TableDescription;
let taken: number;
beforeAll(async () => {
  path = written("wide.csv", tableOf(columns));
  const before = mostMemoryUntilNow();
  wide = await readTable(path);
  taken = mostMemoryUntilNow() - before;
});

test("a wide table is described as its columns are in a narrow one", async () => {
  const narrow = await readTable(written("narrow.csv", tableOf(60)));
  const told = ({ columns: all }: TableDescription, from: number, to?: number) =>
    all.slice(from, to).map(({ name, kind, role, reason, gaps }) => ({ name, kind, role, reason, gaps }));
  expect(told(wide, 0, 61)).toEqual(told(narrow, 0, 61));
  expect(told(wide, -1)).toEqual(told(narrow, -1));
  expect(wide).toMatchObject({ rows, target: columns + 1, task: "classification", duplicates: 1 });
  expect(wide.classes).toEqual(narrow.classes);
  expect(wide.problems).toEqual(narrow.problems);
});

test("it takes memory for a part of its values only", () => {
  expect(columns * keptValues(columns)).toBeLessThan(3_000_000);
  expect(taken).toBeLessThan(700 * 2 ** 20);
});

test("its numbers can be trained on, and be made categories", async () => {
  const choices = wide.columns.map(({ name, kind, role }, place) => ({
    ...{ name, kind, role },
    ...(place === 3 && { kind: "category" }),
  }));
  const asked = { path, columns: choices, target: "Class", scaling: "none", division: "inOrder" };
  const data = dataSchema.parse({ source: "table", ...asked, train: 200, validation: 100 });
  const { train, shape } = await rawData(data);
  // Of the third gene each of 299 values is a feature; of each fourth one, three words are.
  expect(shape.features).toBe(2000 + 2000 + (1999 + 299) + 3 * 2000);
  const row = (number: number) =>
    train.inputs.subarray(number * shape.features, (number + 1) * shape.features);
  const ones = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
  for (const number of [0, 150, 199]) {
    expect([...row(number).subarray(0, 2)]).toEqual([
      Math.fround(Number(cellAt(number, 0))),
      cellAt(number, 1),
    ]);
    expect(ones(row(number).subarray(2, 301))).toBe(1);
    expect(ones(row(number).subarray(301, 304))).toBe(1);
    // The last gene is one of words.
    expect(row(number).at(-4)).toBe(cellAt(number, columns - 2));
    expect(ones(row(number).subarray(-3))).toBe(1);
  }
});
