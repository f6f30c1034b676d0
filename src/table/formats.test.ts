import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableDescription } from "./description";
import { type Engine, openEngine, sqlText } from "./duckdb";
import { readTable, withTable } from "./read-table";
import { errorsOf } from "./testing";

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  engine = await openEngine(folder);
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

/** Writes the rows of a query. */
async function parquet(sql: string, name = "rows.parquet"): Promise<string> {
  const path = join(folder, name);
  await engine.run(`COPY (${sql}) TO ${sqlText(path)} (FORMAT parquet)`);
  return path;
}

const kinds = ({ columns }: TableDescription) => columns.map(({ kind }) => kind);
const roles = ({ columns }: TableDescription) => columns.map(({ role }) => role);

/** The first cells of each column, as text. */
async function cellsOf(path: string): Promise<Record<string, unknown>[]> {
  return withTable(path, {}, async (_, cells) =>
    cells!.engine.rows("SELECT * EXCLUDE n FROM cells ORDER BY n LIMIT 5"),
  );
}

describe("Parquet", () => {
  test("each type becomes the kind that it is", async () => {
    const path = await parquet(`
      SELECT (i % 90) / 7::DOUBLE AS x, (i % 5)::UTINYINT AS small, i % 2 = 0 AS yes, DATE '2024-01-01' + (i % 9)::INT AS day,
        TIMESTAMPTZ '2024-01-01 00:00:00+00' + INTERVAL 1 HOUR * (i % 7) AS at, (i % 8)::DECIMAL(8, 3) / 8 AS part,
        ['red', 'green', 'blue'][i % 3 + 1] AS colour, CASE WHEN i % 4 > 0 THEN i % 11 END AS gaps,
        'word'::BLOB AS bytes, ['a', 'b'][i % 2 + 1]::BLOB AS kind FROM range(200) AS rows(i)`);
    const table = await readTable(path);
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({
      format: "parquet",
      encoding: null,
      delimiter: null,
      decimal: ".",
      header: true,
      rows: 200,
    });
    expect(table.columns.map(({ name }) => name)).toEqual([
      "x",
      "small",
      "yes",
      "day",
      "at",
      "part",
      "colour",
      "gaps",
      "bytes",
      "kind",
    ]);
    expect(kinds(table)).toEqual([
      "number",
      "number",
      "boolean",
      "date",
      "date",
      "number",
      "category",
      "number",
      "category",
      "category",
    ]);
    expect(table.columns[7]!.gaps).toBe(50);
    expect(table.columns[table.target!]!.name).toBe("kind");
  });

  test("numbers come back to the last bit, and a point is never one of thousands", async () => {
    const values = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -1, 2 ** 53 + 2, 1.125];
    const list = values.map((value) => `('${value}'::DOUBLE, 1.125::DOUBLE, '1,5')`).join(", ");
    const path = await parquet(`SELECT * FROM (VALUES ${list}) AS rows(x, thousand, comma)`);
    const table = await readTable(path, { target: "x" });
    expect(table.problems.filter(({ code }) => code === "ambiguousNumbers")).toEqual([]);
    const read = await withTable(path, { target: "x" }, async (_, cells) => {
      expect([...cells!.marks.keys()]).toContain(1);
      expect(cells!.marks.get(1)).toBe(".");
      return cells!.engine.rows("SELECT c1::DOUBLE AS x FROM cells ORDER BY n");
    });
    expect(read.map(({ x }) => x)).toEqual(values);
  });

  test("rows keep their order, and those without any value are none", async () => {
    const path = await parquet(
      "SELECT CASE WHEN i % 10 > 0 THEN i END AS x, CASE WHEN i % 10 > 0 THEN i % 3 END AS y FROM range(300000) AS rows(i)",
    );
    await withTable(path, {}, async (table, cells) => {
      expect(table).toMatchObject({ rows: 270_000, emptyRows: 30_000 });
      const [row] = await cells!.engine.rows(
        "SELECT count(*)::DOUBLE AS n FROM cells WHERE c1::BIGINT <> n + n // 9 + 1",
      );
      expect(row).toEqual({ n: 0 });
    });
  });

  test.each([
    ["a list of pixels", "[i % 255, 3, 4]", "isNumberList"],
    ["rows of pixels", "[[i % 255, 3], [4, 5]]", "isNumberList"],
    ["a picture as Hugging Face has it", "{'bytes': '\\xFF\\xD8'::BLOB, 'path': 'a.jpg'}", "isBytes"],
    ["bytes", "'\\xFF\\xD8'::BLOB", "isBytes"],
  ])("%s is refused by name", async (_, value, code) => {
    const path = await parquet(
      `SELECT ${value} AS image, i % 7 AS id, i % 2 AS label FROM range(50) AS rows(i)`,
    );
    const table = await readTable(path);
    expect(table.columns[0]).toMatchObject({ role: "left out", kinds: [], reason: { code } });
    expect(errorsOf(table)).toEqual([expect.stringContaining("such as pictures: image. Save each number")]);
    const columns = table.columns.map(({ name, kind, role }) => ({ name, kind, role }));
    expect(errorsOf(await readTable(path, { columns }))).toEqual([]);
  });

  test("records and lists of texts are left out with a warning", async () => {
    const path = await parquet(
      "SELECT {'a': 1, 'b': 'x'} AS more, ['x'] AS tags, i % 7 AS x, i % 2 AS label FROM range(50) AS rows(i)",
    );
    const table = await readTable(path);
    expect(errorsOf(table)).toEqual([]);
    expect(roles(table)).toEqual(["left out", "left out", "feature", "target"]);
    expect(table.problems.map(({ code }) => code)).toContain("nestedCells");
  });

  test("whatever the file is called", async () => {
    const path = await parquet("SELECT i % 7 AS x, i % 2 AS label FROM range(50) AS rows(i)");
    const odd = join(folder, "it's [1] {a,b} x=1 남.parquet");
    copyFileSync(path, odd);
    expect(await readTable(odd)).toMatchObject({ rows: 50, features: 1 });
    expect(await cellsOf(odd)).toHaveLength(5);
  });

  test("more cells than anybody has memory for are refused before they are made", async () => {
    const columns = Array.from({ length: 2000 }, (_, place) => `i AS c${place}`).join(", ");
    const path = await parquet(`SELECT ${columns} FROM range(8195) AS rows(i)`);
    // The number of rows as Thrift writes it, made a million.
    const bytes = readFileSync(path);
    const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    const told = Buffer.from([0x86, 0x80, 0x01]);
    for (let at = bytes.indexOf(told, footer); at >= 0; at = bytes.indexOf(told, at + 1))
      bytes.set([0x80, 0x89, 0x7a], at);
    writeFileSync(path, bytes);
    expect(errorsOf(await readTable(path))).toEqual([
      expect.stringContaining("promises 1000000 rows of 2000 columns"),
    ]);
  });
});
