import { join } from "node:path";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../platform/temporary-folder";
import { openEngine, sqlText } from "./duckdb";
import { readTable } from "./read-table";

/** Reads 64 columns of numbers. */
function readNumbers(rows: number): ReturnType<typeof readTable> {
  return inTemporaryFolder("table", async (folder) => {
    const path = join(folder, "numbers.parquet");
    const numbers = [
      ...[
        "i % 10 AS label",
        "(i + 1) / 7::DOUBLE * -1e-9 AS x",
        "CASE WHEN i % 5 > 0 THEN i % 3 END AS holes",
      ],
      ...Array.from({ length: 61 }, (_, column) => `((i * ${column + 3}) % 256)::UTINYINT AS p${column}`),
    ];
    const engine = await openEngine(tmpdir());
    await engine.run(`COPY (SELECT ${numbers.join(", ")} FROM range(${rows}) AS all_rows(i)
      UNION ALL SELECT ${numbers.map(() => "NULL").join(", ")} FROM range(3)) TO ${sqlText(path)} (FORMAT parquet)`);
    engine.close();
    return readTable(path, { duplicates: false, target: "label" });
  });
}

test(
  "a table of more numbers than fit into memory as texts is read as a small one is",
  { timeout: 300_000 },
  async () => {
    const [large, small] = [await readNumbers(200_000), await readNumbers(20_000)];
    expect(large).toMatchObject({ format: "parquet", rows: 200_000, emptyRows: 3, problems: [] });
    expect(small).toMatchObject({ format: "parquet", rows: 20_000, emptyRows: 3, problems: [] });
    const shape = ({ columns }: typeof large) =>
      columns.map(({ name, kind, role }) => ({ name, kind, role }));
    expect(shape(large)).toEqual(shape(small));
    expect(large.columns[1]!.reason.parameters).toEqual({
      least: (200_000 / 7) * -1e-9,
      most: (1 / 7) * -1e-9,
    });
    expect(large.gaps.cells).toBe(40_000);
    expect(large.classes.map(({ rows }) => rows)).toEqual(Array(10).fill(20_000));
  },
);
