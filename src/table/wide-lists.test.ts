import { join } from "node:path";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../platform/temporary-folder";
import { openEngine, sqlText } from "./duckdb";
import { readTable } from "./read-table";
import { mostUnrolled } from "./wide-lists";

const rows = 40;

/** A list of numbers, one of which is missing in the fourth row; the fifth row holds nothing. */
const listOf = (length: number, type: string): string =>
  `list_transform(range(${length}), lambda j: CASE WHEN i <> 3 OR j <> 1 THEN ((i * 7919 + j * 104729) % 1000 / 8)::${type} END)`;

/** Reads a file of Parquet with a list of numbers and some other columns, and tells its first and last columns. */
function readLists(length: number, type: string) {
  return inTemporaryFolder("table", async (folder) => {
    const path = join(folder, "lists.parquet");
    const engine = await openEngine(folder);
    await engine.run(`COPY (SELECT i + 0.5 AS x, ${listOf(length, type)} AS l, 'a, "' || (i % 2) AS kind FROM range(${rows}) AS r(i) WHERE i <> 4
      UNION ALL SELECT NULL, NULL, NULL) TO ${sqlText(path)} (FORMAT parquet)`);
    engine.close();
    const table = await readTable(path, { target: "kind", duplicates: false });
    const told = table.columns.map(({ number, ...column }) => ({
      ...column,
      isLast: number === table.columns.length,
    }));
    const { rows: found, emptyRows, features, gaps, classes, problems } = table;
    const [first, last] = [told.slice(0, 40), told.at(-1)];
    return { ...{ found, emptyRows, features, gaps, classes, problems }, first, last };
  });
}

test.each(["FLOAT", "SMALLINT"])(
  "very long lists of numbers are read as shorter ones are: %s",
  async (type) => {
    const [short, long] = [await readLists(60, type), await readLists(mostUnrolled + 1, type)];
    expect(short).toMatchObject({ found: rows - 1, emptyRows: 1, features: 61, problems: [] });
    expect(long).toEqual({ ...short, features: mostUnrolled + 2 });
  },
);
