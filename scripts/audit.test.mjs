import { expect, test } from "vitest";
import { shippedFindings } from "./audit.mjs";

const line = "═".repeat(80);
const licences = ["Electron 45.4.1", "semver 7.7.4"]
  .map((name) => `${line}\n${name}\nMIT\n${line}\n\ntext\n`)
  .join("");
const versions = { "node_modules/semver": "6.3.1", "node_modules/x/node_modules/semver": "7.7.4" };
const versionIn = (/** @type {string} */ node) =>
  versions[/** @type {keyof typeof versions} */ (node)] ?? "45.4.1";

/** In npm's format. */
const finding = (/** @type {string} */ name, /** @type {string[]} */ nodes) => ({
  [name]: { name, severity: "high", nodes, via: [{ title: "a fault", url: "GHSA-1" }, "other"] },
});

test("only what ships counts, by name and version", () => {
  const found = (/** @type {ReturnType<typeof finding>} */ vulnerabilities) =>
    shippedFindings({ vulnerabilities }, licences, versionIn);
  expect(found(finding("semver", ["node_modules/semver"]))).toEqual([]);
  expect(found(finding("tar", ["node_modules/tar"]))).toEqual([]);
  expect(found(finding("semver", Object.keys(versions)))).toEqual([
    "semver (high): a fault, GHSA-1; by other",
  ]);
  expect(found(finding("electron", ["node_modules/electron"]))).toEqual([
    expect.stringContaining("electron (high)"),
  ]);
  expect(found({})).toEqual([]);
});
