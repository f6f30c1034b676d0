import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type Cells, withTable } from "../../table/read-table";
import { marksOfRows } from "../../table/scan/marks-of-rows";
import { fuzz, inFull } from "../../test-size";
import { prepare } from "./features";
import { readFacts } from "./row-facts";

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-facts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "table.csv");

const rowsOf = fc.tuple(
  fc.constantFrom("1", '"1"', "2", "11", "112", "2.5", "", '""', "NA", "nan"),
  fc.constantFrom("red", "blue", '"red"', '"a,b"', '"a ""b"""', '"a\nb"', "1", "12", "", "N/A", "é"),
  fc.constantFrom("yes", '"yes"', "no", "12"),
);

test("the bytes of a file tell the same classes and equal rows as DuckDB's texts", async () => {
  let compared = 0;
  let leftOut = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowsOf, { minLength: 6, maxLength: 60 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.constantFrom("leaveOut", "fill", "fillAndMark"),
      async (rows, lineEnd, isEnded, gaps) => {
        const lines = ["size,colour,answer", ...rows.map((row) => row.join(","))];
        writeFileSync(path, lines.join(lineEnd) + (isEnded ? lineEnd : ""));
        const wishes = { target: "answer", task: "classification" } as const;
        await withTable(path, { ...wishes, duplicates: false }, async (table, cells) => {
          if (!cells?.shown || table.problems.some(({ level }) => level === "error")) return;
          const preparation = await prepare(table, cells, gaps);
          const [counted] = await cells.engine.rows(
            `SELECT count(*)::DOUBLE AS n FROM cells WHERE ${preparation.isUsed}`,
          );
          const used = Number(counted!.n);
          const asked = { rows: used, classes: true, group: null, firsts: true };
          const byBytes = await readFacts(cells, preparation, asked);
          const byTexts = await readFacts(withoutFile(cells), preparation, asked);
          expect(byBytes).toEqual(byTexts);
          compared += 1;
          if (used < rows.length) leftOut += 1;
          // The parts of a file may end anywhere.
          const whole = { needed: preparation.needed!, compared: [0, 1], classes: null };
          expect(await cells.shown.marks(whole, 25)).toEqual(await cells.shown.marks(whole));
        });
      },
    ),
    { ...fuzz, numRuns: inFull(2000, 100) },
  );
  expect(compared).toBeGreaterThan(inFull(400, 20));
  expect(leftOut).toBeGreaterThan(inFull(100, 5));
});

const withoutFile = ({ shown: _, ...cells }: Cells): Cells => cells;

test.each([
  ["some cells", [0]],
  ["all cells", [0, 1]],
])("a row that has lost a cell since is no row of the file: %s compared", async (_, compared) => {
  const file = {
    ...{ path, delimiter: ",", columns: 2, leading: 1, lineEnd: "\n" as const, longest: 9 },
    ...{ hasQuotes: false, isNumbered: false },
  };
  const asked = { needed: [], compared, classes: { place: 1, names: ["a", "b"] } };
  writeFileSync(path, "x,y\n1,a\n1,b\n2,c\n1,a");
  const marks = (await marksOfRows(file, asked))!;
  expect([...marks.classes]).toEqual([0, 1, -1, 0]);
  const [first, other, third, last] = marks.hashes;
  expect(first === other).toBe(!compared.includes(1));
  expect(first).not.toBe(third);
  expect(first).toBe(last);
  for (const row of ["1", "1,2,3"]) {
    writeFileSync(path, `x,y\n1,a\n${row}\n`);
    expect(await marksOfRows(file, asked)).toBeNull();
  }
});

test.each([0, 1, 3])(
  "all cells compared, the classes in column %i: rows and classes are those of the file",
  async (place) => {
    const rows = fc.array(
      fc.array(fc.constantFrom("", "a", "bb", "ccc", "남", "-1.25"), { minLength: 4, maxLength: 4 }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    const names = ["", "a", "bb", "ccc", "남"];
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom("\n" as const, "\r\n" as const), async (cells, lineEnd) => {
        writeFileSync(path, cells.map((row) => row.join(";")).join(lineEnd));
        const marks = (await marksOfRows(
          {
            path,
            delimiter: ";",
            columns: 4,
            leading: 0,
            lineEnd,
            longest: 40,
            hasQuotes: false,
            isNumbered: false,
          },
          { needed: [], compared: [0, 1, 2, 3], classes: { place, names } },
        ))!;
        expect([...marks.classes]).toEqual(cells.map((row) => names.indexOf(row[place]!)));
        const first = <Item>(items: readonly Item[]): number[] => items.map((item) => items.indexOf(item));
        expect(first([...marks.hashes])).toEqual(first(cells.map((row) => row.join(";"))));
      }),
      { ...fuzz, numRuns: inFull(2000, 200) },
    );
  },
);
