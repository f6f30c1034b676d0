import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableDescription } from "./description";
import { type Engine, openEngine, sqlText } from "./duckdb";
import { readTable, withTable } from "./read-table";
import { errorsOf, lines, readText } from "./testing";

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
    ["lists of different lengths", "range(i % 7 + 1)", "isNumberList"],
    ["lists of which one is empty", "CASE WHEN i = 9 THEN [] ELSE [i, 3] END", "isNumberList"],
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

  test.each([
    ["a list", "[i / 8, i % 5, 3.5]", 3],
    ["an array of fixed length", "[i / 8, i % 5, 3.5]::FLOAT[3]", 3],
    ["rows of lists", "[[i % 255, i % 5], [4, i % 3]]", 4],
    ["rows of fixed length", "[[i % 255, i % 5], [4, i % 3]]::UTINYINT[2][2]", 4],
    ["a list that a row lacks", "CASE WHEN i = 9 THEN NULL ELSE [i % 9, i % 5] END", 2],
  ])("%s of as many numbers in each row is as many columns", async (_, value, length) => {
    const path = await parquet(`SELECT ${value} AS "the image", i % 2 AS label FROM range(50) AS rows(i)`);
    const table = await readTable(path);
    expect(errorsOf(table)).toEqual([]);
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...Array.from({ length }, (_unused, place) => `the image[${place}]`),
      "label",
    ]);
    expect(table.columns.slice(0, length).every(({ kind }) => kind === "number")).toBe(true);
    const [, second] = await cellsOf(path);
    expect(Object.values(second!).slice(0, 2).map(Number)).toEqual(
      value.includes("/ 8") ? [1 / 8, 1] : [1, 1],
    );
  });

  test("a list beside columns of the names that its numbers get keeps both", async () => {
    const path = await parquet(
      `SELECT i % 7 AS "x[0]", [i % 5, i % 3] AS x, i % 2 AS label FROM range(50) AS rows(i)`,
    );
    const table = await readTable(path);
    expect(errorsOf(table)).toEqual([]);
    expect(table.columns.map(({ name }) => name)).toEqual(["x[0]", "x[0]_1", "x[1]", "label"]);
    expect(Object.values((await cellsOf(path))[4]!).map(Number)).toEqual([4, 4, 1, 0]);
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

describe("JSON", () => {
  const record = (row: number) => ({
    x: (row % 90) / 7,
    id: `9007199254740${(row % 3) + 991}`,
    big: row % 2 ? 1 : 2,
    yes: row % 2 === 0,
    note: row % 5 ? ["a, b", 'say "x"', "two\nlines", "남"][row % 4] : null,
    when: "2024-01-02T03:04:05Z",
    label: ["red", "green"][row % 2],
  });
  const records = Array.from({ length: 60 }, (_, row) => record(row));
  const json = records.map((each) =>
    JSON.stringify(each)
      .replace(/"big":1/, '"big":9007199254740993')
      .replace(/"big":2/, '"big":9007199254740992'),
  );

  test.each([
    ["lines", json.join("\n")],
    ["lines that end with \\r\\n, and empty ones", json.join("\r\n\r\n")],
    ["a list", `[${json.join(",")}]`],
    [
      "a list over several lines",
      ` [\n${json.map((text) => text.replaceAll('":', '" :\n  ')).join(" ,\n")}\n]\n`,
    ],
    ["UTF-16", Buffer.from(`\ufeff${json.join("\n")}`, "utf16le")],
  ])("%s", async (_, content) => {
    const table = await readText(content, { file: "rows.json" });
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ format: "json", rows: 60, delimiter: null, header: true, decimal: "." });
    expect(table.columns.map(({ name }) => name)).toEqual(Object.keys(record(0)));
    expect(kinds(table)).toEqual(["number", "number", "number", "boolean", "category", "date", "category"]);
    expect(table.columns[4]).toMatchObject({ gaps: 12, values: 4 });
    const byNumber = await readText(content, { target: "big", task: "classification" });
    expect(byNumber.classes.map(({ name }) => name)).toEqual(["9007199254740992", "9007199254740993"]);
    expect(table.columns[table.target!]!.name).toBe("label");
  });

  describe("one object that holds a table, as pandas writes it", () => {
    const names = ["size", "kind", "sound"];
    const rows = Array.from({ length: 40 }, (_, row) => {
      return [row % 9 ? (row % 11) / 4 : null, ["a", "b", "c"][row % 3]!, row % 2 === 0];
    });
    const csv = [names, ...rows].map((row) => row.map((cell) => String(cell ?? "")).join(",")).join("\n");
    const recordOf = (row: readonly unknown[]) =>
      Object.fromEntries(names.map((name, at) => [name, row[at]]));
    const column = (place: number) => rows.map((row) => row[place]);
    const byName = <T>(valueOf: (place: number) => T) =>
      Object.fromEntries(names.map((name, place) => [name, valueOf(place)]));
    const split = { columns: names, index: rows.map((_, row) => row), data: rows };
    const schema = { fields: [{ name: "size", type: "number" }], pandas_version: "1.4.0" };

    test.each<[string, object]>([
      ["columns", byName((place) => ({ ...column(place) }))],
      ["rows by name", { ...rows.map(recordOf) }],
      ["lists", byName(column)],
      ["split", split],
      ["split without an index", { columns: names, data: rows }],
      ["table", { schema, data: rows.map(recordOf) }],
    ])("%s", async (_, table) => {
      const { columns, ...read } = await readText(JSON.stringify(table), { target: "kind" });
      const { columns: expected, ...same } = await readText(csv, { target: "kind" });
      expect(columns).toEqual(expected);
      const { format, delimiter, ...rest } = same;
      expect([format, delimiter]).toEqual(["text", ","]);
      expect(read).toEqual({ ...rest, format: "json", delimiter: null });
    });

    test.each<[string, object]>([
      ["settings", { train: { rate: 0.1, epochs: 5 }, model: { rate: 3, epochs: 2 } }],
      ["numbers in both ways", { 0: { 0: 1, 1: 2 }, 1: { 0: 3, 1: 4 } }],
      ["lists of other lengths", { size: [1, 2, 3], kind: ["a", "b"] }],
      ["rows of other lengths", { columns: names, data: [[1, "a"], [2]] }],
      ["columns of other rows", { size: { 0: 1, 1: 2 }, kind: { 0: "a", 2: "b" } }],
      ["lists in cells", { size: [[1], [2]], kind: ["a", "b"] }],
    ])("%s are no table", async (_, content) => {
      const table = await readText(JSON.stringify(content));
      expect(table.problems.some(({ level }) => level === "error")).toBe(true);
      expect(table.rows).toBeLessThan(2);
    });

    test("lists in several records are lists", async () => {
      const record = (row: number) => JSON.stringify({ x: [row % 5, row % 3], kind: "ab"[row % 2] });
      const table = await readText(Array.from({ length: 40 }, (_, row) => record(row)).join("\n"));
      expect(table.columns.map(({ name }) => name)).toEqual(["x[0]", "x[1]", "kind"]);
    });
  });

  test("keys that come later, are missing, or reach for prototypes", async () => {
    const rows = Array.from({ length: 40 }, (_, row) => {
      const own = row % 3 === 0 ? `"__proto__":${row},` : "";
      const late = row === 39 ? `"late":1,` : "";
      return `{${own}${late}"x":${row % 7},"label":"${"ab"[row % 2]}"}`;
    });
    const table = await readText(rows.join("\n"));
    expect(table.columns.map(({ name, gaps }) => [name, gaps])).toEqual([
      ["__proto__", 26],
      ["x", 0],
      ["label", 0],
      ["late", 39],
    ]);
    expect(table.rows).toBe(40);
  });

  test("what Python writes for a number that is none is a gap", async () => {
    const table = await readText(
      lines(40, (row) => `{"x": ${row % 4 ? row : "NaN"}, "note": "NaN -Infinity", "label": ${row % 2}}`),
    );
    expect(errorsOf(table)).toEqual([]);
    expect(table.columns[0]).toMatchObject({ kind: "number", gaps: 10 });
  });

  test.each([
    ["with an empty one", (row: number) => (row ? `[[${row}, 2]]` : "[]")],
    ["of another length in the end", (row: number) => (row < 39 ? `[${row}, 2]` : "[1, 2, 3]")],
    ["and numbers", (row: number) => (row % 9 ? `[${row}, 2]` : `${row}`)],
  ])("lists of numbers %s are refused by name, records left out", async (_, pixels) => {
    const table = await readText(
      lines(
        40,
        (row) => `{"pixels": ${pixels(row)}, "x": ${row % 5}, "more": {"a": 1}, "label": ${row % 2}}`,
      ),
    );
    expect(errorsOf(table)).toEqual([expect.stringContaining("such as pictures: pixels.")]);
    expect(roles(table)).toEqual(["left out", "feature", "left out", "target"]);
  });

  test("lists of as many numbers in each record are as many columns", async () => {
    const image = (row: number) => (row === 7 ? "null" : `[[${row}, 1.5], [${row % 3}, 2]]`);
    const table = await readText(
      lines(40, (row) => `{"id": "r${row}", "image": ${image(row)}, "label": ${row % 2}}`),
    );
    expect(errorsOf(table)).toEqual([]);
    expect(table.columns.map(({ name, gaps }) => [name, gaps])).toEqual([
      ["id", 0],
      ...[0, 1, 2, 3].map((place) => [`image[${place}]`, 1]),
      ["label", 0],
    ]);
    expect(table.columns[1]).toMatchObject({
      kind: "number",
      reason: { parameters: { least: 0, most: 39 } },
    });
  });

  test("records that share no keys do not become a table that fills the disk", async () => {
    const table = await readText(lines(20_000, (row) => `{"k${row}":${row}}`));
    expect(errorsOf(table)).toEqual([expect.stringContaining("cells that the lab reads")]);
  });
});

describe("formats that say what their columns are", () => {
  test("ARFF", async () => {
    const table = await readText(`% a comment
@RELATION 'my data'

@attribute 'sepal length' REAL
@Attribute code {0,1,2}
@attribute 'it\\'s' string
@attribute day date "yyyy-MM-dd"
@attribute kind{'a b', "c"}
@DATA
% another
${lines(40, (row) => `${row % 9}.5, ${row % 3}\t'text, ${row}',"2024-01-02",${row % 2 ? "'a b'" : "c"}`)}?,?,?,?,?
?,1,'?',?,c
`);
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({ format: "arff", rows: 41, emptyRows: 1, skippedLines: 4, header: true });
    expect(table.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
      ["sepal length", "number", "feature"],
      ["code", "category", "feature"],
      ["it's", "text", "left out"],
      ["day", "date", "left out"],
      ["kind", "category", "target"],
    ]);
    expect(table.columns[0]!.gaps).toBe(1);
    expect(table.columns[1]!.reason.code).toBe("isToldByFile");
    expect(table.classes.map(({ name }) => name)).toEqual(["a b", "c"]);
  });

  test("Orange's three header lines", async () => {
    const table = await readText(
      `name\tgrade\tsize\tkind\tage\nstring\tdiscrete\tc\td\tcontinuous\nmeta\t\t\tclass\ti\n${lines(40, (row) => `n${row}\t${row % 3}\t${row % 7}.5\t${"ab"[row % 2]}\t${row % 9}`)}`,
      { file: "rows.tab" },
    );
    expect(errorsOf(table)).toEqual([]);
    expect(table).toMatchObject({
      format: "orange",
      rows: 40,
      delimiter: "\t",
      target: 3,
      task: "classification",
    });
    expect(table.columns.map(({ kind, role, reason }) => [kind, role, reason.code])).toEqual([
      ["text", "left out", "isToldByFile"],
      ["category", "feature", "isToldByFile"],
      ["number", "feature", "isNumbers"],
      ["category", "target", "isToldByFile"],
      ["number", "left out", "isToldByFile"],
    ]);
  });
});
