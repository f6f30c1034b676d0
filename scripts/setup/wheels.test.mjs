import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findProgram } from "./places.mjs";
import { run } from "./run.mjs";
import { downloadWheel, unpackWheel } from "./wheels.mjs";

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dropout-lab-wheels-"));
  // The real pip, asked to look into a folder instead of the network.
  process.env["PIP_NO_INDEX"] = "1";
  process.env["PIP_FIND_LINKS"] = folder;
});
afterEach(() => {
  delete process.env["PIP_NO_INDEX"];
  delete process.env["PIP_FIND_LINKS"];
  rmSync(folder, { recursive: true });
});

const silent = { step: () => undefined, detail: () => undefined, progress: () => undefined };

/** Makes a small wheel with one wanted and one unwanted file. */
async function makeWheel() {
  const path = join(folder, "some_library-1.0-py3-none-manylinux1_x86_64.whl");
  const program = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.writestr("some_library-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: some-library\\nVersion: 1.0\\n")
    archive.writestr("some_library-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-manylinux1_x86_64\\n")
    archive.writestr("library/wanted.so", "the library")
    archive.writestr("other/unwanted", "no")`;
  const made = await run(findProgram("python3", "python") ?? "", ["-c", program, path]);
  expect(made.output).toBe("");
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const wheel = {
    name: "some-library",
    version: "1.0",
    platform: "manylinux1_x86_64",
    bytes: statSync(path).size,
  };
  return { ...wheel, sha256 };
}

/** @param {import("vitest").TestContext} context */
async function skipWithoutPip(context) {
  const python = findProgram("python3", "python");
  const pip = python !== null && (await run(python, ["-m", "pip", "--version"])).ok;
  context.skip(!pip, "there is no python3 with pip");
}

test("a wheel with the right hash is downloaded and its wanted files unpacked", async (context) => {
  await skipWithoutPip(context);
  const wheel = await makeWheel();
  const result = await downloadWheel(wheel, join(folder, "download"), silent);
  const { path } = /** @type {{ path: string }} */ (result);
  expect((await unpackWheel(path, ["library/"], join(folder, "unpacked"))).ok).toBe(true);
  expect(readFileSync(join(folder, "unpacked/library/wanted.so"), "utf8")).toBe("the library");
  expect(statSync(join(folder, "unpacked/other"), { throwIfNoEntry: false })).toBeUndefined();
});

test("a wheel with another hash is refused", async (context) => {
  await skipWithoutPip(context);
  const wheel = { ...(await makeWheel()), sha256: "0".repeat(64) };
  const result = await downloadWheel(wheel, join(folder, "download"), silent);
  expect(result).toEqual({ reason: expect.stringMatching(/^the hash of some_library-1\.0.* not the one/) });
});

test("a wheel that cannot be had is told with pip's reason", async (context) => {
  await skipWithoutPip(context);
  const wheel = { ...(await makeWheel()), name: "some-other-library" };
  const result = await downloadWheel(wheel, join(folder, "download"), silent);
  expect(result).toEqual({
    reason: expect.stringMatching(/pip could not download some-other-library==1\.0: ERROR/),
  });
});
