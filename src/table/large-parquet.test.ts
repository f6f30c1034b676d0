import { join } from "node:path";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../platform/temporary-folder";
import { openEngine, sqlText } from "./duckdb";
import { readTable } from "./read-table";

const fractions = "(i + 1) / 7::DOUBLE * -1e-9";
/** From 2^53 - 200,000 on, below 0. */
const large = "i - 9007199254740992";

/** Reads 64 columns of numbers. @param x the second one */
function readNumbers(rows: number, x: string): ReturnType<typeof readTable> {
  return inTemporaryFolder("table", async (folder) => {
    const path = join(folder, "numbers.parquet");
    const numbers = [
      ...["i % 10 AS label", `${x} AS x`, "CASE WHEN i % 5 > 0 THEN i % 3 END AS holes"],
      ...Array.from({ length: 61 }, (_, column) => `((i * ${column + 3}) % 256)::UTINYINT AS p${column}`),
    ];
    const engine = await openEngine(tmpdir());
    await engine.run(`COPY (SELECT ${numbers.join(", ")} FROM range(${rows}) AS all_rows(i)
      UNION ALL SELECT ${numbers.map(() => "NULL").join(", ")} FROM range(3)) TO ${sqlText(path)} (FORMAT parquet)`);
    engine.close();
    return readTable(path, { duplicates: false, target: "label" });
  });
}

test.each([
  ["fractions", fractions, { least: (200_000 / 7) * -1e-9, most: (1 / 7) * -1e-9 }],
  ["whole numbers", large, { least: -(2 ** 53), most: 199_999 - 2 ** 53 }],
  // Doubles do not hold it.
  ["longer numbers", `${large} - 1`, {}],
])(
  "a table of more numbers than fit into memory as texts is read as a small one is: %s",
  { timeout: 300_000 },
  async (_name, x, range) => {
    const [large, small] = [await readNumbers(200_000, x), await readNumbers(20_000, x)];
    expect(large).toMatchObject({ format: "parquet", rows: 200_000, emptyRows: 3, problems: [] });
    expect(small).toMatchObject({ format: "parquet", rows: 20_000, emptyRows: 3, problems: [] });
    const shape = ({ columns }: typeof large) =>
      columns.map(({ name, kind, role, reason }) => ({ name, kind, role, reason: reason.code }));
    expect(shape(large)).toEqual(shape(small));
    expect(large.columns[1]!.reason.parameters ?? {}).toMatchObject(range);
    expect(large.gaps.cells).toBe(40_000);
    expect(large.classes.map(({ rows }) => rows)).toEqual(Array(10).fill(20_000));
  },
);

/** Reads what a query gives, as a file of Parquet. */
function readQuery(query: string): ReturnType<typeof readTable> {
  return inTemporaryFolder("table", async (folder) => {
    const path = join(folder, "texts.parquet");
    const engine = await openEngine(folder);
    await engine.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
    engine.close();
    return readTable(path, { duplicates: false });
  });
}

test("a few kilobytes that unfold to gigabytes of text are refused", async () => {
  const { problems } = await readQuery(
    "SELECT repeat('a', 100000) AS t, i % 2 AS k FROM range(43008) AS r(i)",
  );
  expect(problems.map(({ code }) => code)).toEqual(["fileTooLarge"]);
});

test.each(["t", "file_row_number"])(
  "texts of a dictionary that stand in many rows are read: a column named %s",
  async (name) => {
    const table = await readQuery(
      `SELECT 'a name of some length, ' || (i % 1000) AS ${name}, i % 2 AS k, i / 7 AS x FROM range(300000) AS r(i)`,
    );
    expect(table).toMatchObject({ rows: 300_000, problems: [] });
  },
);
