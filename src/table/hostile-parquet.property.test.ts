import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Previews } from "../execution/previews";
import { nodeLauncher } from "../execution/workers";
import { dataSchema } from "../experiment/schema";
import { built, temporaryFolder } from "../lab/testing";
import { failureOf } from "../messages/failure";
import { fuzz, inPieces } from "../test-size";
import { openEngine, sqlText } from "./duckdb";
import { damaged, holdHostile, hostileRuns, hostileTimeout } from "./hostile.testing";

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

test(
  "damaged Parquet files in the process that reads them for the window",
  { timeout: hostileTimeout },
  async () => {
    const previews = new Previews(nodeLauncher(built("trainer.cjs")));
    const path = join(folder.path, "shown.parquet");
    const seen = { sound: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parquet).chain(damaged),
        inPieces(async (content) => {
          writeFileSync(path, content);
          const data = dataSchema.parse({ source: "table", path, train: 1, validation: 1 });
          const failure = await previews.show(data).then(
            (preview) => preview.failure,
            (error: unknown) => failureOf(error),
          );
          seen[failure ? "refused" : "sound"] += 1;
          expect(failure?.code ?? "").not.toMatch(/^(?:unexpected$|trainer)/);
        }),
      ),
      { ...fuzz, numRuns: hostileRuns },
    );
    previews.close();
    console.info(seen);
    expect(Math.min(seen.sound, seen.refused)).toBeGreaterThan(0);
  },
);

test("damaged Parquet files", { timeout: hostileTimeout }, async () => {
  const contents = fc.constantFrom(...parquet).chain(damaged);
  console.info(await holdHostile(contents, join(folder.path, "rows.parquet")));
});
