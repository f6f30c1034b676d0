import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gather, mergeUpdateFiles, sumsName } from "./release.mjs";

/** @type {string} */
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lab-release-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * @param {string} name
 * @param {Record<string, string>} files
 */
function machine(name, files) {
  const made = join(folder, name);
  mkdirSync(join(made, "linux-unpacked"), { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(made, file), content);
  return made;
}

const latest = (/** @type {string} */ name) => `version: 1.0.0
files:
  - url: ${name}.zip
    sha512: ${name}
    size: 3
path: ${name}.zip
sha512: ${name}
releaseDate: '2026-01-01T00:00:00.000Z'
`;

test("the sums of what all machines made are those that sha256sum knows", async () => {
  const target = join(folder, "all");
  await gather(
    [machine("a", { "lab.AppImage": "abc" }), machine("b", { "lab.dmg": "", "lab.exe": "x" })],
    target,
  );
  const sums = readFileSync(join(target, sumsName), "utf8").split("\n");
  // FIPS 180-2, appendix B.1, and the sum of nothing.
  expect(sums).toContain("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  lab.AppImage");
  expect(sums).toContain("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  lab.dmg");
  expect(sums).toHaveLength(4);
  if (process.platform !== "linux") return;
  expect(execFileSync("sha256sum", ["--check", sumsName], { cwd: target, encoding: "utf8" })).toMatch(
    /lab\.exe: OK/,
  );
});

test("one name for two different files is an error, but what updaters read of two Macs becomes one", async () => {
  const target = join(folder, "all");
  const macs = [
    machine("x64", { "latest-mac.yml": latest("x64") }),
    machine("arm64", { "latest-mac.yml": latest("arm64") }),
  ];
  await gather(macs, target);
  const merged = readFileSync(join(target, "latest-mac.yml"), "utf8");
  expect(merged.match(/url: .*/g)).toEqual(["url: x64.zip", "url: arm64.zip"]);
  expect(merged.match(/^path/gm)).toHaveLength(1);
  await expect(gather([machine("c", { a: "1" }), machine("d", { a: "2" })], target)).rejects.toThrow(
    "Two machines made a.",
  );
  expect(() => mergeUpdateFiles(latest("x"), "<html>")).toThrow("no latest.yml");
});
