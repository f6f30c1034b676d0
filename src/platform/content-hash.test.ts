import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../lab/testing";
import { contentHash } from "./content-hash";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};

test("of a file, its SHA-256, whatever its name", async () => {
  expect(await contentHash(write("abc", "abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(await contentHash(write("nothing", ""))).toBe(sha256(""));
  const large = new Uint8Array(3 * 2 ** 20 + 7).map((_, index) => index % 251);
  expect(await contentHash(write("large.csv", large))).toBe(sha256(large));
});

test("of a folder, that of its files in the order of their names, which tell them apart", async () => {
  const pictures = join(folder.path, "pictures");
  mkdirSync(join(pictures, "b"), { recursive: true });
  write("pictures/b/1.png", "one");
  write("pictures/a.png", "second");
  write("pictures/.hidden", "hidden");
  const before = await contentHash(pictures);
  expect(before).toBe(sha256("a.png\u00006\u0000second" + "b/1.png\u00003\u0000one"));
  renameSync(join(pictures, "b/1.png"), join(pictures, "b/2.png"));
  expect(await contentHash(pictures)).not.toBe(before);
});

test("what is not there is the system's error", async () => {
  await expect(contentHash(join(folder.path, "none"))).rejects.toMatchObject({ code: "ENOENT" });
});
