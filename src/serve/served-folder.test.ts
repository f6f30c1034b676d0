import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LabError } from "../messages/failure";
import { inFull } from "../test-size";
import { kindByName } from "./served-kind";
import { ServedFolder } from "./served-folder";

let home: string;
let served: ServedFolder;
const at = (...way: string[]) => join(home, "offered", ...way);
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "lab-test-"));
  for (const folder of ["digits/seven", "sub/deep", "many"]) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at("digits/seven/1.png"), "x");
  writeFileSync(at("sub/deep/Results 2.csv"), "a,b\n1,2\n");
  writeFileSync(at("table.csv"), "a,b\n1,2\n");
  writeFileSync(at(".secret"), "x");
  utimesSync(at("table.csv"), 1_700_000_000, 1_700_000_000);
  mkdirSync(join(home, "outside"));
  writeFileSync(join(home, "outside", "secret.csv"), "x");
  symlinkSync(join(home, "outside"), at("way-out"));
  symlinkSync(join(home, "outside", "secret.csv"), at("sub", "secret.csv"));
  symlinkSync(at("sub"), at("sub", "deep", "round"));
  served = new ServedFolder(at());
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const namesIn = async (path: string, search?: string) =>
  (await served.list(path, search)).entries.map(({ name }) => name);
const codeOf = (looking: Promise<unknown>) =>
  looking.then(
    (found) => found,
    (error: unknown) => (error instanceof LabError ? error.code : error),
  );

test("tells kinds by names, sizes and dates; folders come first", async () => {
  const { entries, count, isWhole } = await served.list("");
  expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
    ["digits", "pictures"],
    ["many", "folder"],
    ["sub", "folder"],
    ["table.csv", "table"],
  ]);
  expect(entries.at(-1)).toMatchObject({ bytes: 8, changed: "2023-11-14T22:13:20.000Z" });
  expect([count, isWhole, entries[0]!.bytes]).toEqual([4, true, null]);
});

test("kinds, also of packed files", () => {
  const names = {
    ...{
      "a.CSV": "table",
      "a.csv.gz": "table",
      "b.tsv.zip": "table",
      "x.parquet": "table",
      "X.npz": "arrays",
    },
    ...{
      "train-images-idx3-ubyte.gz": "arrays",
      "c.JPEG": "picture",
      "p.zip": "archive",
      "e.json": "document",
    },
    ...{ zip: "other", gz: "other", "a.constructor": "other", "": "other", "readme.md": "other" },
  };
  for (const [name, kind] of Object.entries(names)) expect([name, kindByName(name)]).toEqual([name, kind]);
});

test("a search looks through the folders below, in whatever case and however accents are written", async () => {
  writeFileSync(at("sub", "Müll.csv".normalize("NFD")), "x");
  expect(await namesIn("", "RESULTS")).toEqual(["sub/deep/Results 2.csv"]);
  expect(await namesIn("sub", "results 2")).toEqual(["deep/Results 2.csv"]);
  expect(await namesIn("", "mül")).toHaveLength(1);
  // Neither what is hidden, nor what links lead to.
  expect(await namesIn("", "secret")).toEqual([]);
  expect(await namesIn("", "..")).toEqual([]);
  const [found] = await namesIn("", "results");
  expect(served.at(found!)).toBe(at("sub/deep/Results 2.csv"));
});

test.each([
  ...[
    "..",
    "../outside",
    "sub/../..",
    "sub/../../outside",
    "way-out",
    "way-out/secret.csv",
    "sub/secret.csv",
  ],
  ...[
    "/etc/../..",
    "sub/\0",
    "\u2024\u2024/outside",
    "\uff0e\uff0e/outside",
    "..\u2215outside",
    "..%2foutside",
    "%2e%2e",
  ],
  ...["..\\outside", "table.csv/", "none", "~", "file:///etc/passwd"],
])("%j is no folder of it", async (path) => {
  expect(await codeOf(served.list(path))).toBe("fileNotServed");
  expect(await codeOf(served.list(path, "secret"))).toBe("fileNotServed");
});

test("absolute paths lead to what is inside", async () => {
  expect(await codeOf(served.list("/etc"))).toBe("fileNotServed");
  expect(await namesIn("/sub")).toContain("deep");
});

test("a folder that becomes a link while it is listed shows nothing of where it leads", async () => {
  mkdirSync(at("turning"));
  const turn = (there: boolean) => {
    if (there) {
      renameSync(at("turning"), at("turned"));
      symlinkSync(join(home, "outside"), at("turning"));
    } else {
      rmSync(at("turning"));
      renameSync(at("turned"), at("turning"));
    }
  };
  for (let turns = 0; turns < 50; turns++) {
    const looking = [codeOf(served.list("turning")), codeOf(served.list("", "secret"))];
    turn(true);
    for (const found of await Promise.all(looking)) expect(JSON.stringify(found)).not.toContain("secret.csv");
    turn(false);
  }
});

const many = inFull(10_000, 2_000);
test(`of ${many} files all are counted, and the first hundreds told`, async () => {
  for (let number = 0; number < many; number++) writeFileSync(at("many", `sample ${number}.csv`), "");
  const { entries, count } = await served.list("many");
  expect([entries.length, count]).toEqual([500, many]);
  expect([entries[2]!.name, entries[10]!.name]).toEqual(["sample 2.csv", "sample 10.csv"]);
  expect(await namesIn("many", `sample ${many - 1}`)).toEqual([`sample ${many - 1}.csv`]);
  expect((await served.list("", "SAMPLE")).count).toBe(many);
});
