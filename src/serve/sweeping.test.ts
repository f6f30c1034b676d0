import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureOf, smallExperiment, temporaryFolder } from "../lab/testing";
import { Downloads } from "./downloads";
import { openServer } from "./testing";
import { Uploads } from "./uploads";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const day = 24 * 3600 * 1000;
const uploads = () => join(home.path, "uploads");
function upload(name: string, days: number, bytes = 20): string {
  const folder = join(uploads(), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "table.csv"), "x".repeat(bytes));
  const then = new Date(Date.now() - days * day);
  utimesSync(folder, then, then);
  return folder;
}
const body = (text: string) =>
  Readable.toWeb(Readable.from([Buffer.from(text)])) as ReadableStream<Uint8Array>;

test("a lab that starts removes old uploads that no experiment names, and no others", async () => {
  const [named, old, young] = [
    upload("a".repeat(32), 40),
    upload("b".repeat(32), 40),
    upload("c".repeat(32), 20),
  ];
  writeFileSync(join(named, "table.csv"), "a,class\n1,x\n2,y\n3,x\n4,y\n");
  const data = {
    source: "table",
    path: join(named, "table.csv"),
    target: "class",
    train: 2,
    validation: 2,
  } as const;
  const before = await openServer(home.path);
  try {
    expect([named, old, young].map((folder) => existsSync(folder))).toEqual([false, false, true]);
  } finally {
    await before.close();
  }
  upload("a".repeat(32), 40);
  writeFileSync(join(named, "table.csv"), "a,class\n1,x\n2,y\n3,x\n4,y\n");
  const then = new Date(Date.now() - 40 * day);
  utimesSync(named, new Date(), new Date());
  const first = await openServer(home.path);
  await first.lab.startExperiment({ experiment: smallExperiment({ data }) });
  await first.close();
  utimesSync(named, then, then);
  upload("b".repeat(32), 40);
  const second = await openServer(home.path);
  try {
    expect([named, old, young].map((folder) => existsSync(folder))).toEqual([true, false, true]);
  } finally {
    await second.close();
  }
});

test("what earlier labs took counts towards the limit, until it is swept", async () => {
  upload("a".repeat(32), 40, 900);
  const limited = new Uploads(uploads(), 1000 / 2 ** 30);
  const name = limited.begin();
  expect((await failureOf(limited.take(name, "b.csv", body("x".repeat(200))))).code).toBe("uploadTooLarge");
  await limited.sweep(30 * day, () => false);
  await limited.take(name, "b.csv", body("x".repeat(200)));
  expect(existsSync(join(uploads(), name, "b.csv"))).toBe(true);
});

test("downloads go after their time, and the oldest ones when all are too large", async () => {
  const downloads = new Downloads(250);
  const write = async (name: string) => {
    const path = await downloads.place(name);
    writeFileSync(path, "x".repeat(100));
    return path;
  };
  const paths = [await write("a"), await write("b"), await write("c"), await write("d")];
  await downloads.sweep();
  expect(paths.map((path) => existsSync(path))).toEqual([false, false, true, true]);
  expect(downloads.holds(paths[0]!)).toBe(false);
  await downloads.sweep(0);
  expect(paths.some((path) => existsSync(path))).toBe(false);
});
