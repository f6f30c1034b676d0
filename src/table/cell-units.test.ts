import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../lab/testing";
import { lines, readText } from "./testing";

const folder = temporaryFolder();
afterAll(folder.remove);

/** 40 rows: the cell, a number, a class. */
const tableOf = (cell: (row: number) => string, delimiter = ",") =>
  [
    ["size", "y", "kind"].join(delimiter),
    ...Array.from({ length: 40 }, (_, row) =>
      [cell(row), String((row * 7) % 11), "ab"[row % 2]].join(delimiter),
    ),
  ].join("\n");

const value = (row: number): number => ((row * 13) % 37) + 1;

describe("a unit that all cells of a column share", () => {
  const shared: readonly (readonly [unit: string, cell: (row: number) => string, delimiter: string])[] = [
    ["cm", (row) => `${value(row) / 10} cm`, ","],
    ["kg", (row) => `${value(row)}kg`, ","],
    ["m²", (row) => `"${value(row)},${100 + row} m²"`, ","],
    ["°C", (row) => `${value(row) / 10}°C`, ","],
    ["%", (row) => `${value(row)} %`, ","],
    ["km/h", (row) => `${value(row) / 4} km/h`, ","],
    ["kmpl", (row) => `${value(row)}.5 kmpl`, ","],
    ["EUR", (row) => `EUR ${value(row)}.50`, ","],
    ["$", (row) => `$${value(row)}.25`, ","],
    ["등급", (row) => `${value(row)}등급`, ","],
    ["months old", (row) => `${value(row)} months old`, ","],
    ["mm", (row) => `${value(row)},5 mm`, ";"],
    ["cm", (row) => (row % 9 === 4 ? "" : row % 9 === 5 ? "NA" : `${value(row)} cm`), ","],
    ["dB", (row) => `−${value(row)} dB`, ","],
  ];
  test.each(shared)("%s", async (unit, cell, delimiter) => {
    const csv = join(folder.path, "out.csv");
    const table = await readText(tableOf(cell, delimiter), { csv });
    const [size] = table.columns;
    expect(size).toMatchObject({ kind: "number", role: "feature" });
    expect(size!.reason).toMatchObject({ code: "isNumbersInUnit", parameters: { unit } });
    expect(table.problems.filter(({ code }) => code !== "ambiguousNumbers")).toEqual([]);
    const [, first = ""] = readFileSync(csv, "utf8").split("\n");
    expect(first.split(",")[0]).toBe(
      cell(0)
        .replaceAll('"', "")
        .replace(",", unit === "mm" ? "." : "")
        .replace("−", "-")
        .replace(unit, "")
        .trim(),
    );
  });

  test("classes keep theirs, and so do columns that a document has as categories", async () => {
    const text = `x,dose\n${lines(40, (row) => `${value(row)},${[5, 10, 20][row % 3]} mg`)}`;
    const table = await readText(text, { target: "dose", task: "classification" });
    expect(table.classes.map(({ name }) => name)).toEqual(["10 mg", "20 mg", "5 mg"]);
    const number = await readText(text, { target: "dose", task: "regression" });
    expect([number.task, number.problems]).toEqual(["regression", []]);
  });

  test("a header, or none, above numbers with units", async () => {
    const body = lines(40, (row) => `${value(row)} cm,${value(row + 1)} kg,${"ab"[row % 2]}`);
    expect(await readText(`height,weight,kind\n${body}`)).toMatchObject({ header: true, rows: 40 });
    expect(await readText(body)).toMatchObject({ header: false, rows: 40 });
  });
});

describe("several units in a column are told, and not guessed", () => {
  test.each<readonly [cell: (row: number) => string]>([
    [(row) => (row % 2 ? `${value(row)} cm` : `${value(row)} m`)],
    [(row) => (row % 5 ? `${value(row)} cm` : String(value(row)))],
    [(row) => (row % 2 ? `$${value(row)}` : `€${value(row)}`)],
    [(row) => (row % 2 ? `${value(row)}M` : `${value(row)}k`)],
  ])("%s", async (cell) => {
    const table = await readText(tableOf(cell));
    expect(table.problems.map(({ code }) => code)).toContain("mixedUnits");
  });
});

test.each<readonly [cell: (row: number) => string]>([
  [(row) => `${value(row)}${"AB"[row % 2]}`],
  [(row) => `${(row % 4) + 1}${["st", "nd", "rd", "th"][row % 4]}`],
  [(row) => `0${value(row)}A`],
  [(row) => `${value(row)} Main ${["Street", "Road"][row % 2]}`],
  [(row) => `${(row * 7919).toString(16)}f`],
])("codes and words beside numbers stay words: %s", async (cell) => {
  const table = await readText(tableOf(cell));
  expect(table.columns[0]!.kind).toMatch(/category|text/);
  expect(table.problems.map(({ code }) => code)).not.toContain("mixedUnits");
});
