import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { temporaryFolder } from "../lab/testing";
import { openEngine, sqlText } from "./duckdb";
import { damaged, holdHostile, hostileTimeout } from "./hostile.testing";

// Apart from the other formats, because DuckDB itself reads the file: the most and the slowest of their cases.

const folder = temporaryFolder();
const parquet: Buffer[] = [];
beforeAll(async () => {
  const engine = await openEngine(folder.path);
  const sql = `SELECT i / 7::DOUBLE AS x, i % 3 AS small, i % 2 = 0 AS yes, ['x', 'y'][i % 2 + 1] AS note,
    CASE WHEN i % 4 > 0 THEN DATE '2024-01-01' + (i % 9)::INT END AS day, {'a': i} AS more, ['red', 'green'][i % 2 + 1] AS kind FROM range(60) AS rows(i)`;
  for (const codec of ["uncompressed", "snappy", "zstd"]) {
    const path = join(folder.path, `${codec}.parquet`);
    await engine.run(`COPY (${sql}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION ${codec})`);
    parquet.push(readFileSync(path));
  }
  engine.close();
});
afterAll(folder.remove);

test("damaged Parquet files", { timeout: hostileTimeout }, async () => {
  const contents = fc.constantFrom(...parquet).chain(damaged);
  console.info(await holdHostile(contents, join(folder.path, "rows.parquet")));
});
