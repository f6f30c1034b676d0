import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { zipOf } from "../data/npz/testing";
import { temporaryFile, temporaryFolder } from "../data/testing";
import { recognise } from "../documents/file-kind";
import { LabError } from "../messages/failure";
import { unpackTable } from "./packed";
import { readTable } from "./read-table";
import { readText } from "./testing";

const csv = Buffer.from(
  `Größe;Sorte\n${Array.from({ length: 40 }, (_, row) => `${row},5;${row % 3 ? "süß" : "sauer"}`).join("\n")}\n`,
);
const beside = { "README.md": Buffer.from("a,b\n1,2\n"), "__MACOSX/._a.csv": csv, ".DS_Store": csv };

describe("a packed table reads as the table itself", () => {
  test.each([
    ["table.csv.gz", gzipSync(csv)],
    ["downloaded", gzipSync(csv)],
    ["twice.csv.gz", gzipSync(gzipSync(csv))],
    ["archive.zip", zipOf({ "a.csv": csv }, true)],
    ["with others.zip", zipOf({ ...beside, "data/표.tsv": csv, "LICENSE.txt": csv })],
  ])("%s", async (file, content) => {
    const plain = await readText(csv);
    expect(await readText(content, { file })).toEqual(plain);
    expect(plain).toMatchObject({ rows: 40, decimal: ",", problems: [] });
    expect(await recognise(temporaryFile(file, content))).toEqual({ kind: "table", failure: null });
  });
});

test.each([
  ["two.zip", zipOf({ "a.csv": csv, "b/c.txt": csv }), "zipOfTables", { names: "a.csv, b/c.txt" }],
  ["none.zip", zipOf({ "a.exe": csv }), "fileIsZip", {}],
  ["again.csv.gz", gzipSync(gzipSync(gzipSync(gzipSync(csv)))), "fileIsGzip", {}],
  ["inside.zip", zipOf({ "a.csv": zipOf({ "b.csv": csv }) }), "fileIsZip", {}],
  [
    "noise.csv.gz",
    gzipSync(Buffer.from(Array.from({ length: 999 }, (_, place) => (place * 7919) % 256))),
    "fileIsBinary",
    {},
  ],
])("%s is refused with what to do", async (file, content, code, parameters) => {
  const { problems } = await readText(content, { file });
  expect(problems).toEqual([{ level: "error", code, parameters: { file, ...parameters } }]);
});

test("a damaged or cut off archive is named, and nothing of it stays", async () => {
  const zip = zipOf({ "a.csv": csv }, true);
  const gzip = gzipSync(csv);
  const damaged = [zip, gzip].flatMap((whole) => [
    whole.subarray(0, whole.length / 2),
    Buffer.from(whole.map((byte, place) => (place === 60 ? byte ^ 0x55 : byte))),
  ]);
  for (const content of damaged) {
    const path = temporaryFile("packed.csv.gz", content);
    const failure: unknown = await readTable(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LabError);
    expect(failure).toMatchObject({ code: "fileDamaged", parameters: { file: "packed.csv.gz" } });
    expect(readdirSync(dirname(path))).toEqual(["packed.csv.gz"]);
  }
});

test.each([
  ["fileIsGzip", gzipSync(Buffer.alloc(5_000_000))],
  ["fileIsZip", zipOf({ "a.csv": Buffer.alloc(5_000_000) }, true)],
] as const)("what unpacks to more than the limit is refused: %s", async (type, bomb) => {
  expect(bomb.length).toBeLessThan(10_000);
  const path = temporaryFile("bomb", bomb);
  const folder = temporaryFolder();
  expect(await unpackTable(path, type, folder, 4_000_000)).toMatchObject({ code: "fileTooLarge" });
  expect(await unpackTable(path, type, folder, 5_000_000)).toBe(
    join(folder, type === "fileIsZip" ? "a.csv" : "bomb"),
  );
});
