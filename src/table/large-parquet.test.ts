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
