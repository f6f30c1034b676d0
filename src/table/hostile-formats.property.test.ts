import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zipOf } from "../data/npz/testing";
import { mutatedBytes } from "../fuzz/mutations";
import { fuzz, inFull } from "../test-size";
import type { TableDescription } from "./description";
import { openEngine, sqlText } from "./duckdb";
import { readTable } from "./read-table";
import { errorsOf, lines } from "./testing";
import { sheetRows, workbookParts } from "./workbook.testing";

/** Damaged files of every format that has one of its own. Each is described or refused by name. */

/** A few bits flipped, which gets further than a hole. */
const flipped = (file: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(7)), { maxLength: 3 }).map((bits) => {
    const bytes = new Uint8Array(file);
    for (const [at, bit] of bits) bytes[at]! ^= 1 << bit;
    return bytes;
  });

const damaged = (file: Uint8Array): fc.Arbitrary<Uint8Array> => fc.oneof(mutatedBytes(file), flipped(file));

/** Each opens a database. */
const runs = inFull(10_000, 60);
/** More than DuckDB may take, and what Node and its heap take beside it. */
const mostMemory = 1.5 * 2 ** 30;

let folder: string;
const parquet: Buffer[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  const engine = await openEngine(folder);
  const sql = `SELECT i / 7::DOUBLE AS x, i % 3 AS small, i % 2 = 0 AS yes, ['x', 'y'][i % 2 + 1] AS note,
    CASE WHEN i % 4 > 0 THEN DATE '2024-01-01' + (i % 9)::INT END AS day, {'a': i} AS more, ['red', 'green'][i % 2 + 1] AS kind FROM range(60) AS rows(i)`;
  for (const codec of ["uncompressed", "snappy", "zstd"]) {
    const path = join(folder, `${codec}.parquet`);
    await engine.run(`COPY (${sql}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION ${codec})`);
    parquet.push(readFileSync(path));
  }
  engine.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function isSound(table: TableDescription): void {
  const { columns, target, features, rows } = table;
  expect(columns.every(({ number }, place) => number === place + 1)).toBe(true);
  expect(target === null || target < columns.length).toBe(true);
  if (errorsOf(table).length === 0)
    expect([features > 0, target !== null, rows > 0]).toEqual([true, true, true]);
}

async function hold(
  contents: fc.Arbitrary<Uint8Array>,
  name: string,
): Promise<{ sound: number; refused: number }> {
  const path = join(folder, name);
  const seen = { sound: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(contents, async (content) => {
      writeFileSync(path, content);
      const table = await readTable(path);
      isSound(table);
      seen[errorsOf(table).length === 0 ? "sound" : "refused"] += 1;
      expect(process.memoryUsage.rss()).toBeLessThan(mostMemory);
    }),
    { seed: fuzz.seed, numRuns: runs },
  );
  return seen;
}

const both = { sound: expect.not.closeTo(0), refused: expect.not.closeTo(0) };

test("Parquet", { timeout: 3_600_000 }, async () => {
  expect(await hold(fc.constantFrom(...parquet).chain(damaged), "rows.parquet")).toEqual(both);
});

const record = (row: number) =>
  `{"x":${row / 7},"n":${row % 5 ? row : "null"},"yes":${row % 2 === 0},"note":"a \\"b\\", \\u00e9","kind":"${"ab"[row % 2]}"}`;
const json = [lines(30, record), `[${Array.from({ length: 30 }, (_, row) => record(row)).join(",\n")}]`];

test("JSON", { timeout: 3_600_000 }, async () => {
  const pieces = fc.constantFrom(
    ...'{ } [ ] , : " \\ \n "a" "__proto__" 1 -0 1e999 NaN null true {"a":1}'.split(" "),
    " ",
    "\\ud800",
    "[[[[",
  );
  const torn = fc.array(pieces, { maxLength: 60 }).map((parts) => Buffer.from(`{"x":1}\n${parts.join("")}`));
  const contents = fc.oneof(fc.constantFrom(...json.map((text) => Buffer.from(text))).chain(damaged), torn);
  expect(await hold(contents, "rows.jsonl")).toEqual(both);
});

const table = Array.from({ length: 30 }, (_, row) => [
  row / 7,
  row % 3,
  row % 2 === 0,
  row % 5 ? "x & y" : null,
  "ab"[row % 2]!,
]);
const book = workbookParts(sheetRows([["x", "n", "yes", "note", "kind"], ...table]), {
  "xl/sharedStrings.xml": "<sst><si><t>one</t></si></sst>",
  "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
});

test("workbooks", { timeout: 3_600_000 }, async () => {
  const inside = fc
    .constantFrom(...Object.keys(book))
    .chain((name) => mutatedBytes(book[name]!).map((part) => zipOf({ ...book, [name]: part }, true)));
  expect(
    await hold(fc.oneof(inside, mutatedBytes(zipOf(book, true)), mutatedBytes(zipOf(book))), "book.xlsx"),
  ).toEqual(both);
});

const arff = `@relation a\n@attribute x numeric\n@attribute 'a b' {a,'b c'}\n@attribute when date\n@attribute kind {x,y}\n@data\n${lines(30, (row) => `${row % 7},${row % 2 ? "a" : "'b c'"},?,${"xy"[row % 2]}`)}`;
const orange = `x\ta\tkind\nc\td\td\n\tmeta\tclass\n${lines(30, (row) => `${row % 7}\t${row % 3}\t${"xy"[row % 2]}`)}`;

test("ARFF and Orange", { timeout: 3_600_000 }, async () => {
  const contents = fc.constantFrom(arff, orange).chain((text) => damaged(Buffer.from(text)));
  expect(await hold(contents, "rows.txt")).toEqual(both);
});
