import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { zipOf } from "../data/npz/testing";
import { previewData } from "../data/load";
import { dataSchema } from "../data/kinds";
import { temporaryFile } from "../data/testing";
import { mostMemoryUntilNow } from "./hostile.testing";
import { errorsOf, readText } from "./testing";
import { sheetRows, workbook } from "./workbook.testing";

/** Small files that unfold to much; others: packed.test.ts, large-parquet.test.ts, npz.test.ts, pictures.test.ts. */

/** A process that has read them all stays below this. */
const mostMemory = 1.5 * 2 ** 30;

const megabytes = 64;

test.each<readonly [name: string, content: () => Buffer, said: RegExp]>([
  ["zeros in gzip", () => gzipSync(Buffer.alloc(megabytes << 20)), /is no text/],
  [
    "one line of digits in gzip",
    () => gzipSync(Buffer.alloc(megabytes << 20, "1")),
    /more than 16777216 characters/,
  ],
  [
    "gzip in gzip in gzip in gzip",
    () => [0, 1, 2, 3].reduce<Buffer>((inside) => gzipSync(inside), Buffer.from("x,y\n1,a\n")),
    /compressed more than three times/,
  ],
  [
    "a zip of 60,000 empty tables",
    () => zipOf(Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`${at}.csv`, Buffer.of()]))),
    /zip archive without a table/,
  ],
  [
    "a sheet with a cell in its last corner",
    () =>
      workbook(
        `${sheetRows([
          ["x", "kind"],
          [1, "a"],
        ])}<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>`,
      ),
    /more than the .* cells/,
  ],
  [
    "entities within entities",
    () =>
      workbook(
        sheetRows([
          ["x", "kind"],
          [1, "a"],
        ]),
        {
          "xl/sharedStrings.xml": `<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">${[..."bcdefghij"].map((name, at) => `<!ENTITY ${name} "${`&${"abcdefghij"[at]};`.repeat(10)}">`).join("")}]><sst><si><t>&j;</t></si></sst>`,
        },
      ),
    /damaged|^$/,
  ],
  [
    "shared texts of many megabytes",
    () =>
      workbook('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'.repeat(50), {
        "xl/sharedStrings.xml": `<sst>${`<si><t>${"a".repeat(1 << 20)}</t></si>`.repeat(200)}</sst>`,
      }),
    /damaged|fits/,
  ],
])("%s", { timeout: 120_000 }, async (_, content, said) => {
  const table = await readText(content(), { file: "bomb" });
  expect(errorsOf(table).join(" ")).toMatch(said);
  expect(mostMemoryUntilNow()).toBeLessThan(mostMemory);
});

test("an array whose header promises what no memory holds", async () => {
  const header =
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000000), }".padEnd(117) + "\n";
  const start = Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(header)]);
  const path = temporaryFile("promise.npz", zipOf({ "x.npy": start, "y.npy": start }, true));
  const { failure } = await previewData(
    dataSchema.parse({ source: "npz", arrays: path, train: 10, validation: 5 }),
  );
  expect(failure?.code).toMatch(/^(?!unexpected)/);
  expect(failure).not.toBe(null);
});
