import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, test } from "vitest";
import { zipOf } from "../data/npz/testing";
import { mutatedBytes } from "../fuzz/mutations";
import { temporaryFolder } from "../lab/testing";
import { damaged, holdHostile, hostileTimeout } from "./hostile.testing";
import { lines } from "./testing";
import { sheetRows, workbookParts } from "./workbook.testing";

/** Damaged files of every format that has one of its own; Parquet: hostile-parquet.property.test.ts. */

const folder = temporaryFolder();
afterAll(folder.remove);

const hold = async (contents: fc.Arbitrary<Uint8Array>, name: string) =>
  console.info(await holdHostile(contents, join(folder.path, name)));

const record = (row: number) =>
  `{"x":${row / 7},"n":${row % 5 ? row : "null"},"yes":${row % 2 === 0},"note":"a \\"b\\", \\u00e9","kind":"${"ab"[row % 2]}"}`;
const json = [lines(30, record), `[${Array.from({ length: 30 }, (_, row) => record(row)).join(",\n")}]`];

test("JSON", { timeout: hostileTimeout }, async () => {
  const pieces = fc.constantFrom(
    ...'{ } [ ] , : " \\ \n "a" "__proto__" 1 -0 1e999 NaN null true {"a":1}'.split(" "),
    " ",
    "\\ud800",
    "[[[[",
  );
  const torn = fc.array(pieces, { maxLength: 60 }).map((parts) => Buffer.from(`{"x":1}\n${parts.join("")}`));
  const contents = fc.oneof(fc.constantFrom(...json.map((text) => Buffer.from(text))).chain(damaged), torn);
  await hold(contents, "rows.jsonl");
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

test("workbooks", { timeout: hostileTimeout }, async () => {
  const inside = fc
    .constantFrom(...Object.keys(book))
    .chain((name) => mutatedBytes(book[name]!).map((part) => zipOf({ ...book, [name]: part }, true)));
  await hold(fc.oneof(inside, mutatedBytes(zipOf(book, true)), mutatedBytes(zipOf(book))), "book.xlsx");
});

const arff = `@relation a\n@attribute x numeric\n@attribute 'a b' {a,'b c'}\n@attribute when date\n@attribute kind {x,y}\n@data\n${lines(30, (row) => `${row % 7},${row % 2 ? "a" : "'b c'"},?,${"xy"[row % 2]}`)}`;
const orange = `x\ta\tkind\nc\td\td\n\tmeta\tclass\n${lines(30, (row) => `${row % 7}\t${row % 3}\t${"xy"[row % 2]}`)}`;

test.each([
  ["ARFF", arff],
  ["Orange", orange],
])("%s", { timeout: hostileTimeout }, async (format, text) => {
  await hold(damaged(Buffer.from(text)), `${format}.txt`);
});

const csv = Buffer.from(`x;kind\n${lines(30, (row) => `${row % 7},5;${"ab"[row % 2]}`)}`);
const archives: Record<string, Buffer>[] = [
  { "a.csv": csv },
  { "a.csv": csv, "README.md": csv },
  { "b/a.arff": Buffer.from(arff) },
];

test.each([
  ["csv.gz", [gzipSync(csv), gzipSync(gzipSync(csv))]],
  ["csv.zip", archives.flatMap((files) => [zipOf(files), zipOf(files, true)])],
])("a table in a .%s", { timeout: hostileTimeout }, async (ending, files) => {
  await hold(fc.constantFrom(...files).chain(damaged), `rows.${ending}`);
});
