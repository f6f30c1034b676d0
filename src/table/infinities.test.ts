import { expect, test } from "vitest";
import { sayOfTable } from "../messages/table";
import { errorsOf, lines, readText } from "./testing";

test("infinite values are gaps, counted and told", async () => {
  const value = (at: number) => (at % 13 === 0 ? "inf" : at % 17 === 0 ? "-Infinity" : `${at}.5`);
  const table = await readText(`a,b,y\n${lines(80, (at) => `${at % 9}.5,${value(at)},${"pq"[at % 2]}`)}`);
  expect(errorsOf(table)).toEqual([]);
  expect(table.columns[1]).toMatchObject({ kind: "number", role: "feature", gaps: 11 });
  expect(table.gaps).toEqual({ cells: 11, rows: 11 });
  expect(table.problems.map((problem) => sayOfTable(problem, "en"))).toEqual([
    expect.stringContaining("11 (columns: b)"),
  ]);
});

test("a column with many of them stays one of numbers", async () => {
  const table = await readText(
    `a,b,y\n${lines(80, (at) => `${at}.5,${at % 2 ? "Inf" : at},${"pq"[(at % 3) % 2]}`)}`,
  );
  expect(table.columns[1]).toMatchObject({ kind: "number", gaps: 40 });
});

test("among words they are words", async () => {
  const table = await readText(`a,y\n${lines(40, (at) => `${at}.5,${["inf", "acc", "dat"][at % 3]}`)}`);
  expect(table.classes.map(({ name }) => name)).toEqual(["acc", "dat", "inf"]);
  expect(table.problems).toEqual([]);
});
