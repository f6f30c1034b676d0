import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../data/testing";
import { fuzz, inFull } from "../test-size";
import { describeCells } from "./describe";
import { cellName, openEngine, sqlText } from "./duckdb";
import { withTable } from "./read-table";

/** Texts of numbers of each type. */
const types: Readonly<Record<string, fc.Arbitrary<string>>> = {
  TINYINT: fc.integer({ min: -128, max: 127 }).map(String),
  UTINYINT: fc.integer({ min: 0, max: 255 }).map(String),
  SMALLINT: fc.integer({ min: -32768, max: 32767 }).map(String),
  UINTEGER: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(String),
  INTEGER: fc.oneof(fc.integer(), fc.integer({ min: 0, max: 2 })).map(String),
  BIGINT: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  UBIGINT: fc.constantFrom("0", "9007199254740992", "9007199254740993", "18446744073709551615"),
  FLOAT: fc.oneof(fc.float().map(String), fc.constantFrom("0.1", "-0.0", "1", "16777217")),
  DOUBLE: fc.oneof(fc.double().map(String), fc.constantFrom("0", "-0.0", "1.125", "1e300", "5e-324", "0.1")),
  "DECIMAL(9, 3)": fc.constantFrom("0", "-0.001", "1.125", "123456.789", "2.000"),
  "DECIMAL(15, 0)": fc.constantFrom("0", "999999999999999", "-12"),
  "DECIMAL(15, 14)": fc
    .integer({ min: 0, max: 1e9 })
    .map((digits) => `3.${String(digits).padStart(14, "7")}`),
  "DECIMAL(38, 9)": fc.constantFrom("0.000000001", "12345678901234567890.123456789"),
  HUGEINT: fc.constantFrom("-5", "170141183460469231731687303715884105727"),
};

const column = fc
  .constantFrom(...Object.keys(types))
  .chain((type) =>
    fc
      .array(fc.option(types[type]!, { freq: 5 }), { minLength: 30, maxLength: 30 })
      .map((cells) => ({ type, cells })),
  );

test(
  "numbers of a type tell what their texts tell, and are the same bits",
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, "numbers.parquet");
    const all = fc.tuple(fc.array(column, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 30 }));
    await fc.assert(
      fc.asyncProperty(all, async ([columns, rows]) => {
        const engine = await openEngine(folder);
        const list = Array.from({ length: rows }, (_, row) => {
          const cells = columns.map(({ type, cells: own }) =>
            typeof own[row] === "string" ? `${sqlText(own[row])}::${type}` : `NULL::${type}`,
          );
          return `(${[...cells, sqlText("xyz"[row % 3]!)].join(", ")})`;
        });
        await engine.run(
          `COPY (SELECT * FROM (VALUES ${list.join(", ")})) TO ${sqlText(path)} (FORMAT parquet)`,
        );
        engine.close();
        await withTable(path, {}, async (table, cells) => {
          const { header, told } = {
            header: table.columns.map(({ name }) => name),
            told: new Map(columns.map((_, place) => [place, { kind: "number" as const }])),
          };
          const byTexts = await describeAgain(cells!.engine, { header, rows, told });
          expect(table.columns).toEqual(byTexts.columns);
          expect(table.classes).toEqual(byTexts.classes);
          const bare = new Set(
            [...cells!.known].flatMap(([place, { isPlain, facts }]) =>
              isPlain && facts.filled === rows ? [place] : [],
            ),
          );
          await cells!.shown!.showNumbers(bare);
          const names = [...bare].map(cellName);
          if (names.length === 0) return;
          const doubles = names.map((name) => `${name}::DOUBLE AS ${name}`).join(", ");
          expect(await cells!.engine.rows(`SELECT ${names.join(", ")} FROM numbers`)).toEqual(
            await cells!.engine.rows(`SELECT ${doubles} FROM cells ORDER BY n`),
          );
        });
      }),
      { ...fuzz, numRuns: inFull(1000, 40) },
    );
  },
);

test(
  "rows are equal by what was summed of their numbers where they are by their texts",
  { timeout: 600_000 },
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, "rows.parquet");
    // Few values of each type, so that there are equal rows.
    const few = fc.constantFrom(...Object.keys(types)).chain((type) =>
      fc
        .array(types[type]!, { minLength: 1, maxLength: 2 })
        .chain((values) =>
          fc.array(fc.option(fc.constantFrom(...values), { freq: 4 }), { minLength: 40, maxLength: 40 }),
        )
        .map((cells) => ({ type, cells })),
    );
    const all = fc.tuple(
      fc.array(fc.record({ column: few, isCompared: fc.boolean() }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
    );
    let summed = 0;
    await fc.assert(
      fc.asyncProperty(all, async ([columns, rows]) => {
        const engine = await openEngine(folder);
        const list = Array.from({ length: rows }, (_, row) => {
          const cells = columns.map(({ column: { type, cells: own } }) =>
            typeof own[row] === "string" ? `${sqlText(own[row])}::${type}` : `NULL::${type}`,
          );
          return `(${[...cells, sqlText("xyz"[row % 3]!)].join(", ")})`;
        });
        await engine.run(
          `COPY (SELECT * FROM (VALUES ${list.join(", ")})) TO ${sqlText(path)} (FORMAT parquet)`,
        );
        engine.close();
        await withTable(path, {}, async (_table, cells) => {
          const compared = columns.flatMap(({ isCompared }, place) => (isCompared ? [place] : []));
          if (compared.length === 0) return;
          const asked = vi.spyOn(cells!.engine, "pieces");
          const marks = await cells!.shown!.marks({ needed: [], compared, classes: null });
          if (!asked.mock.calls.some(([sql]) => sql.includes("hash("))) summed += 1;
          const texts = await cells!.engine.rows(
            `SELECT ${compared.map(cellName).join(", ")} FROM cells ORDER BY n`,
          );
          // A zero has no sign.
          const keys = texts.map((row) => JSON.stringify(row).replaceAll('"-0.0"', '"0.0"'));
          const firstOf = <T>(values: readonly T[]): number[] => values.map((value) => values.indexOf(value));
          expect(firstOf([...marks!.hashes])).toEqual(firstOf(keys));
        });
      }),
      { ...fuzz, numRuns: inFull(1000, 40) },
    );
    expect(summed).toBeGreaterThan(0);
  },
);

/** From the texts of all cells. */
async function describeAgain(
  engine: Parameters<typeof describeCells>[0],
  { header, rows, told }: Pick<Parameters<typeof describeCells>[1], "header" | "rows" | "told">,
): ReturnType<typeof describeCells> {
  await engine.run("DROP TABLE IF EXISTS found");
  return describeCells(engine, {
    ...{ header, rows, told, columns: header!.length },
    ...{ delimiter: ",", known: new Map(), wishes: {} },
  });
}
