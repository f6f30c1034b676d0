import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fuzz, inFull } from "../../test-size";
import { withTable } from "../../table/read-table";
import { dataSchema } from "../kinds";
import { failureOfPromise, rawData, rowsOf, temporaryFile } from "../testing";
import { prepare } from "./features";
import { readRows } from "./rows";

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 12 });
const number = fc.oneof(
  fc.constantFrom("0", "-0", "+5", ".5", "-.25", "5.", "5.e3", "1e5", "1E-7", "0.1", "4.9e-324", "1e37"),
  fc
    .tuple(fc.constantFrom("", "-", "+"), digits, digits)
    .map(([sign, whole, part]) => `${sign}${whole}.${part}`),
  fc.integer().map(String),
  fc.double({ noNaN: true, min: -1e37, max: 1e37 }).map(String),
);

test("a number is the same bits whether DuckDB reads it as such or as a text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 20, maxLength: 40 }), async (numbers) => {
      // A column with a gap is read as texts, one without as numbers.
      const rows = [...numbers.map((text, row) => `${text},${text},${"xy"[row % 2]}`), "1.5,,x", "1.5,2.5,y"];
      const path = temporaryFile("table.csv", `a,b,kind\n${rows.join("\n")}\n`);
      const columns = [
        { name: "a", kind: "number", role: "feature" },
        { name: "b", kind: "number", role: "feature" },
        { name: "kind", kind: "category", role: "target" },
      ];
      const asked = { columns, target: "kind", gaps: "fill", scaling: "none", division: "inOrder" };
      const { train, shape } = await rawData(
        dataSchema.parse({ source: "table", path, ...asked, train: numbers.length, validation: 1 }),
      );
      const values = numbers.map(Number);
      expect(rowsOf(train, shape.features)).toEqual(values.map((value) => [value, value]));
    }),
    { ...fuzz, numRuns: inFull(300, 20) },
  );
});

test("a number that is none any more: the file has changed", async () => {
  const table = (third: string): string => `a,kind\n1.5,x\n2.5,y\n${third},x\n4.5,y\n`;
  const path = temporaryFile("table.csv", table("3.5"));
  const failure = await withTable(path, { target: "kind" }, async (description, cells) => {
    const preparation = await prepare(description, cells!, "leaveOut");
    expect([...preparation.bare]).toEqual([0]);
    writeFileSync(path, table("abc"));
    return failureOfPromise(
      readRows(cells!, { file: "table.csv" }, preparation, 4, [Int32Array.of(0, 1, 2, 3)], 1),
    );
  });
  expect(failure).toEqual(["fileChanged", { file: "table.csv" }]);
});
