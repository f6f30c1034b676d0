import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseLicences } from "../src/lab/licences";
import { licencesName, licencesOf } from "./licences.mjs";
import { projectFolder } from "./setup/places.mjs";
import { tensorFlowNotices } from "./setup/tensorflow-sources.mjs";

const dist = join(projectFolder, "dist");
const parts = parseLicences(readFileSync(join(dist, licencesName), "utf8"));
const names = parts.map(({ name }) => name);

/** The bundler writes its origin above each module: another source than the one from which the file was made. */
function bundled() {
  const found = new Set();
  for (const name of readdirSync(dist).filter((file) => file.endsWith(".cjs"))) {
    const text = readFileSync(join(dist, name), "utf8");
    for (const [, folder] of text.matchAll(
      /^\s*\/\/ (?:#region )?\0?(node_modules\/(?:@[^/\s]+\/)?[^/\s]+)\//gm,
    )) {
      const manifest = JSON.parse(readFileSync(join(projectFolder, folder ?? "", "package.json"), "utf8"));
      found.add(manifest.name);
    }
  }
  return [...found];
}

test("every package in a bundle stands in the file", () => {
  const packages = bundled();
  expect(packages).toEqual(expect.arrayContaining(["zod", "commander", "@tensorflow/tfjs-core"]));
  expect(packages.filter((name) => !names.includes(name))).toEqual([]);
});

test("what the page, the installers and the system's libraries bring stands there too", () => {
  const others = [
    "vue",
    "element-plus",
    "chart.js",
    "@photostructure/sqlite",
    "@tensorflow/tfjs-backend-wasm",
    "@jsquash/jpeg",
  ];
  expect(names).toEqual(expect.arrayContaining(["Dropout Lab", "Electron", ...others]));
  expect(names.includes("TensorFlow")).toBe(tensorFlowNotices().length > 0);
  const versions = parts.map(({ name, version }) => `${name} ${version}`);
  expect(new Set(versions).size).toBe(versions.length);
});

test("each has a version, a licence and the text of it", () => {
  for (const { name, version, licence, text } of parts) {
    expect(version, name).toMatch(/^\d+\.\d+/);
    expect(licence, name).toMatch(/MIT|ISC|Apache-2\.0|BSD|0BSD|BlueOak|Python-2\.0/);
    expect(text, name).toMatch(/permission|licen[cs]e|redistribution/i);
    expect(text.length, name).toBeGreaterThan(500);
  }
});

test("the licences of what a package was compiled from come along", () => {
  expect(parts.find(({ name }) => name === "@jsquash/jpeg")?.text).toContain("Independent JPEG Group");
});

test("no library with a licence that asks for more than its text is let in", () => {
  // vitest's own axe-core is under the MPL, and is not bundled.
  expect(() => licencesOf([join(projectFolder, "node_modules/axe-core/axe.js")])).toThrow(
    /axe-core .* MPL-2\.0/,
  );
});
