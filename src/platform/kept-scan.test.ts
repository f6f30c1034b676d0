import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepScansIn, keptScan } from "./kept-scan";

const large = 1 << 26;
let home: string;
let kept: string;
let file: string;
let looks: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  kept = join(home, "prepared");
  file = join(home, "table.csv");
  writeFileSync(file, "a,b\n1,2\n");
  looks = 0;
  keepScansIn(kept);
});
afterEach(() => rmSync(home, { recursive: true }));

const found = {
  rows: 1,
  known: new Map([[0, { sample: [1, -0, Infinity], words: [{ text: "남", count: 2 }] }]]),
};
const look = (asked: unknown = "rows", bytes = large, path = file) =>
  keptScan(path, bytes, asked, () => {
    looks += 1;
    return Promise.resolve(found);
  });

test("a file that is as it was is looked at once, and the same is found", async () => {
  expect(await look()).toBe(found);
  expect(await look()).toEqual(found);
  expect(looks).toBe(1);
});

test("a changed file, another question and a damaged answer are looked at again", async () => {
  await look();
  await look({ delimiter: ";" });
  expect(looks).toBe(2);
  utimesSync(file, 1, 1);
  await look();
  expect(looks).toBe(3);
  for (const name of readdirSync(kept)) writeFileSync(join(kept, name), "x".repeat(100));
  expect(await look()).toBe(found);
  expect(looks).toBe(4);
});

test("of small files, of refused ones and of those that change meanwhile nothing is kept", async () => {
  await look("rows", 1000);
  await keptScan(file, large, "none", () => Promise.resolve(null));
  await keptScan(file, large, "rows", () => {
    writeFileSync(file, "another,table\n");
    return Promise.resolve(found);
  });
  expect(() => readdirSync(kept)).toThrow("ENOENT");
});

test("where nothing can be kept, the file is looked at each time", async () => {
  keepScansIn(join(file, "no folder"));
  expect(await look()).toBe(found);
  expect(await look()).toBe(found);
  expect(looks).toBe(2);
});
