import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sayOfTable } from "../messages/table";
import type { Column } from "./description";
import { readTable } from "./read-table";

/** Tables as people bring them, and how each is to be read; its README tells the fields. */
const folder = "../shared/data/tables";

interface Expected {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly header?: boolean;
  readonly rows?: number;
  readonly numbers?: readonly (string | number)[];
  readonly categories?: readonly (string | number)[];
  readonly ignored?: readonly (string | number)[];
  readonly features?: number;
  readonly target?: string | number;
  readonly task?: string;
  readonly classes?: readonly string[];
  readonly error?: string;
}

const isThere = existsSync(folder);
const expectations = isThere
  ? (JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Record<string, Expected>)
  : {};

describe("the tables of expected.json", () => {
  test("are there", (context) => {
    context.skip(!isThere, `${folder} is not there`);
    expect(Object.keys(expectations).length).toBeGreaterThan(30);
  });

  test.each(Object.entries(expectations))("%s", async (file, expected) => {
    const table = await readTable(join(folder, file));
    const column = (which: string | number): Column => {
      const found = table.columns.find(
        ({ number, name }) => (typeof which === "number" ? number : name) === which,
      );
      expect(found, `column ${which}`).toBeDefined();
      return found!;
    };
    const { encoding = table.encoding, delimiter = table.delimiter, decimal = table.decimal } = expected;
    const { header = true, rows = table.rows, features = table.features, task = table.task } = expected;
    expect(table).toMatchObject({ encoding, delimiter, decimal, header, rows, features, task });
    for (const which of expected.numbers ?? [])
      expect(column(which)).toMatchObject({ kind: "number", role: "feature" });
    for (const which of expected.categories ?? []) expect(column(which)).toMatchObject({ kind: "category" });
    for (const which of expected.ignored ?? []) expect(column(which)).toMatchObject({ role: "left out" });
    if (expected.target !== undefined) {
      expect(column(expected.target)).toMatchObject({ number: table.target! + 1, role: "target" });
    }
    if (expected.classes) expect(table.classes.map(({ name }) => name)).toEqual(expected.classes);
    const errors = table.problems
      .filter(({ level }) => level === "error")
      .map((problem) => sayOfTable(problem, "en"));
    if (expected.error === undefined) expect(errors).toEqual([]);
    else expect(errors.join("\n")).toContain(expected.error);
  });
});
