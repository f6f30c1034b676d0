import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { temporaryFile } from "../data/testing";
import { openEngine, sqlText } from "./duckdb";
import { endOfLastRow, withFirstPart } from "./first-part";
import { readTable } from "./read-table";

test.each([
  ["a row cut short", "a,b\n1,2\n3,", "a,b\n1,2\n"],
  ["carriage returns alone", "a,b\r1,2\r3,", "a,b\r1,2\r"],
  ["both", "a,b\r\n1,2\r\n3,", "a,b\r\n1,2\r\n"],
  ["a cell of several lines", 'a,b\n1,"2\n\n3', "a,b\n"],
  ["quotes in quotes", 'a,b\n1,"say ""x\n"" now"\n3,"', 'a,b\n1,"say ""x\n"" now"\n'],
  ["one line only", "a,b,1,2", ""],
  ["nothing", "", ""],
])("the last whole row is found behind %s, in all encodings", (_, text, whole) => {
  for (const encoding of ["utf-8", "utf-16le", "utf-16be", "cp949", "shift_jis", "gb18030", "windows-1252"]) {
    const shown = (each: string) => iconv.encode(each, encoding);
    expect(endOfLastRow(shown(text)), encoding).toBe(shown(whole).length);
  }
});

/** About 23 MB, of which little can be packed away; the words of the last rows are others. */
const large = ["count,size,kind ö"]
  .concat(
    Array.from({ length: 1_000_000 }, (_, row) => {
      const size = ((row * 2_654_435_761) % 4_294_967_291) / 1e5;
      return `${row},${size},${["x", "y", row < 900_000 ? "z" : "w"][row % 3]}`;
    }),
  )
  .join("\n");

/** What the first part of a file is read as; null if none is looked at. */
async function firstPartOf(path: string) {
  const found: Awaited<ReturnType<typeof readTable>>[] = [];
  await withFirstPart(path, async (part) => void found.push(await readTable(part)));
  return found[0] ?? null;
}

const sameColumns = async (path: string): Promise<void> => {
  const [part, whole] = [await firstPartOf(path), await readTable(path)];
  expect(part!.rows).toBeGreaterThan(1000);
  expect(part!.rows).toBeLessThan(whole.rows);
  expect(part).toMatchObject({
    problems: [],
    target: whole.target,
    task: whole.task,
    classes: part!.classes,
  });
  const about = ({ columns }: typeof whole) =>
    columns.map(({ name, kind, role, reason }) => ({ name, kind, role, reason: reason.code }));
  expect(about(part!)).toEqual(about(whole));
};

test("a large text, also packed, has a first part that is read as the whole is", async () => {
  const bytes = Buffer.from(large);
  await sameColumns(temporaryFile("large.csv", bytes));
  await sameColumns(temporaryFile("large.csv.gz", gzipSync(bytes, { level: 1 })));
});

test("so has a large Parquet", async () => {
  const path = temporaryFile("large.parquet", Buffer.alloc(0));
  const engine = await openEngine(dirname(path));
  await engine.run(`COPY (SELECT i AS count, hash(i) / 1e15 AS size, hash(i + 1) / 1e12 AS other,
    ['x', 'y', 'z'][1 + i % 3] AS kind FROM range(2000000) t(i)) TO ${sqlText(path)}`);
  engine.close();
  await sameColumns(path);
});

test.each([
  ["a small table", Buffer.from("a,b\n1,2\n")],
  ["a large file of one line", Buffer.alloc(21e6, "1,")],
  [
    "a large file that is no table",
    Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]), Buffer.alloc(21e6)]),
  ],
  ["a large page", Buffer.from(`<!doctype html>\n${"<p>x</p>\n".repeat(3e6)}`)],
])("%s has no first part to be shown", async (_, bytes) => {
  expect((await firstPartOf(temporaryFile("other.csv", bytes)))?.columns ?? []).toEqual([]);
});
