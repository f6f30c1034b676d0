import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../data/testing";
import { writeFolderWhole } from "./write-folder";

const files = ["a", "b/c"].map((path) => ({ path, bytes: new TextEncoder().encode(path) }));

test("a folder is written with the folders in it, and written again", async () => {
  const home = temporaryFolder();
  const place = join(home, "deep", "model");
  for (const text of ["old", "new"]) {
    const bytes = new TextEncoder().encode(text);
    await writeFolderWhole(place, [...files, { path: "b/d", bytes }]);
    expect(readFileSync(join(place, "b", "d"), "utf8")).toBe(text);
  }
  expect(readFileSync(join(place, "b", "c"), "utf8")).toBe("b/c");
  expect(readdirSync(join(home, "deep"))).toEqual(["model"]);
  // Files that the new one lacks are not taken along.
  await expect(writeFolderWhole(place, files)).rejects.toMatchObject({ code: "folderInUse" });
});

test("an empty folder is filled, one with anything else is left as it is", async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, "empty"));
  await writeFolderWhole(join(home, "empty"), files);
  expect(readdirSync(join(home, "empty"))).toEqual(["a", "b"]);
  mkdirSync(join(home, "used", "b"), { recursive: true });
  writeFileSync(join(home, "used", "b", "mine"), "mine");
  await expect(writeFolderWhole(join(home, "used"), files)).rejects.toMatchObject({ code: "folderInUse" });
  expect(readdirSync(join(home, "used"))).toEqual(["b"]);
});

test("what fails on the way leaves nothing behind", async () => {
  const home = temporaryFolder();
  const broken = [...files, { path: "a/under a file", bytes: new Uint8Array() }];
  await expect(writeFolderWhole(join(home, "model"), broken)).rejects.toMatchObject({
    code: expect.any(String),
  });
  expect(readdirSync(home)).toEqual([]);
  writeFileSync(join(home, "file"), "");
  await expect(writeFolderWhole(join(home, "file"), files)).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(existsSync(join(home, "file"))).toBe(true);
});
