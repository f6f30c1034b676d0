import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { cruiseProject } from "./cruise.mjs";
import { needlessNames, readRooms, rulesFor } from "./rooms.mjs";

const rooms = readRooms(readFileSync("docs/architecture.md", "utf8"));
const floorOf = new Map(rooms.flatMap(({ folders, floor }) => folders.map((folder) => [folder, floor])));

/** @type {string[]} */
const projects = [];
afterEach(() => {
  for (const folder of projects.splice(0)) rmSync(folder, { recursive: true });
});

/**
 * What lint says of a project with these files, under the rules of the real tables.
 * @param {Record<string, string>} files
 */
async function lint(files) {
  const folder = mkdtempSync(join(tmpdir(), "lab-rooms-"));
  projects.push(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const top = [...new Set(Object.keys(files).map((file) => file.split("/")[0] ?? ""))];
  const { violations } = await cruiseProject(folder, top, rulesFor(rooms));
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

test("every folder of code has one row, and every row a folder", () => {
  const folders = (/** @type {string} */ parent) =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "fuzz")
      .map(({ name }) => `${parent}/${name}`);
  const expected = [...folders("src"), ...folders("renderer"), "renderer", "electron", "scripts"];
  const named = rooms.flatMap((room) => room.folders).filter((name) => !name.includes("*"));
  expect([...named].sort()).toEqual(expected.sort());
});

test("imports lead to lower floors only, and every one of them has a row", () => {
  const climbing = rooms.flatMap(({ floor, folders, imports, importsTypes }) =>
    [...imports, ...importsTypes]
      .filter((name) => !((floorOf.get(name) ?? Infinity) < floor))
      .map((name) => `${folders.join()} → ${name}`),
  );
  expect(climbing).toEqual([]);
});

const leaf = "export const a = 1;\nexport type A = number;\n";

test("an import that no row names fails, in a component too", async () => {
  const found = await lint({
    "src/messages/up.ts": 'import { a } from "../experiment/leaf";\nexport const b = a;\n',
    "src/experiment/leaf.ts": leaf,
    "src/engine/leaf.ts": leaf,
    "electron/leaf.ts": leaf,
    "src/lab/up.ts": 'export { a } from "../../electron/leaf";\n',
    "src/store/late.ts": 'export const late = () => import("../engine/leaf");\n',
    "renderer/compare/Other.vue": "<template><p /></template>\n",
    "renderer/state/Up.vue":
      '<script setup lang="ts">\nimport Other from "../compare/Other.vue";\n</script>\n<template><Other /></template>\n',
    "renderer/history/Beside.vue":
      '<script lang="ts">\nimport type { A } from "../../src/engine/leaf";\nexport type B = A;\n</script>\n<script setup lang="ts">\nimport Other from "../compare/Other.vue";\n</script>\n<template><Other /></template>\n',
  });
  expect(found).toEqual([
    "room renderer/history: renderer/history/Beside.vue → renderer/compare/Other.vue",
    "room renderer/history: renderer/history/Beside.vue → src/engine/leaf.ts",
    "room renderer/state: renderer/state/Up.vue → renderer/compare/Other.vue",
    "room src/lab: src/lab/up.ts → electron/leaf.ts",
    "room src/messages: src/messages/up.ts → src/experiment/leaf.ts",
    "room src/store: src/store/late.ts → src/engine/leaf.ts",
  ]);
});

test("where a row names only types, a value fails", async () => {
  const found = await lint({
    "src/contract/leaf.ts": leaf,
    "src/report/type.ts": 'import type { A } from "../contract/leaf";\nexport type B = A;\n',
    "src/report/value.ts": 'import { a } from "../contract/leaf";\nexport const b = a;\n',
  });
  expect(found).toEqual(["types for src/report: src/report/value.ts → src/contract/leaf.ts"]);
});

test("a circle of files fails, even one of types", async () => {
  const found = await lint({
    "src/report/one.ts": 'import type { B } from "./two";\nexport type A = B | 1;\n',
    "src/report/two.ts": 'import type { A } from "./one";\nexport type B = A[];\n',
  });
  expect(found).toEqual(["circle: src/report/one.ts → src/report/two.ts"]);
});

test("a file's name makes it a room of its own where a row says so: no one but the engine sees the engine's files", async () => {
  const found = await lint({
    "src/nn/losses/huber/loss.ts": 'export { a } from "./plain";\n',
    "src/nn/losses/huber/plain.ts": leaf,
    "src/nn/losses/huber/graph.ts": 'export { a } from "./plain";\nexport * from "./loss";\n',
    "src/engine/fit.ts": 'export { a } from "../nn/losses/huber/plain";\n',
    "renderer/training/Loss.vue":
      '<script setup lang="ts">\nimport { a } from "../../src/nn/losses/huber/plain";\n</script>\n<template>{{ a }}</template>\n',
  });
  expect(found).toEqual([
    "room renderer/training: renderer/training/Loss.vue → src/nn/losses/huber/plain.ts",
    "room src/nn/**/graph*: src/nn/losses/huber/graph.ts → src/nn/losses/huber/plain.ts",
    "room src/nn: src/nn/losses/huber/loss.ts → src/nn/losses/huber/plain.ts",
  ]);
});

test("what does not exist where code runs fails: TensorFlow and Node in the page, Electron and Vue in src", async () => {
  const component = (/** @type {string} */ name) =>
    `<script setup lang="ts">\nimport * as it from "${name}";\n</script>\n<template>{{ it }}</template>\n`;
  const found = await lint({
    "renderer/charts/Tensor.vue": component("@tensorflow/tfjs-core"),
    "renderer/fields/File.vue": component("node:fs"),
    "src/analysis/path.ts": 'export { join } from "path";\n',
    "src/lab/window.ts": 'export { app } from "electron";\n',
    "src/store/view.ts": 'export { ref } from "vue";\n',
    "src/execution/tensor.ts": 'export * from "@tensorflow/tfjs-core";\n',
    "src/engine/tensor.ts": 'export * from "@tensorflow/tfjs-core";\n',
  });
  expect(found).toEqual([
    "Node in renderer/fields: renderer/fields/File.vue → fs",
    "Node in src/analysis: src/analysis/path.ts → path",
    "place of renderer/charts: renderer/charts/Tensor.vue → @tensorflow/tfjs-core",
    "place of src/execution: src/execution/tensor.ts → @tensorflow/tfjs-core",
    "place of src/lab: src/lab/window.ts → electron",
    "place of src/store: src/store/view.ts → vue",
  ]);
});

test("a new folder without a row fails, and so does a test kit outside tests", async () => {
  const found = await lint({
    "src/messages/leaf.ts": leaf,
    "src/attic/new.ts": 'export { a } from "../messages/leaf";\n',
    "src/report/testing.ts": leaf,
    "src/report/kit.ts": 'export { a } from "./testing";\n',
    "src/report/kit.test.ts": 'export { a } from "./testing";\nexport { b } from "../lab/any";\n',
    "src/lab/any.ts": "export const b = 1;\n",
  });
  expect(found).toEqual([
    "no room: src/attic/new.ts → src/messages/leaf.ts",
    "test kit: src/report/kit.ts → src/report/testing.ts",
  ]);
});

test("a row without a place where it runs is refused", () => {
  const page =
    "## Folders\n\n| floor | folder | what | runs in | may import |\n|---|---|---|---|---|\n| 1 | `src/a` | a | nowhere | nothing |\n";
  expect(() => rulesFor(readRooms(page))).toThrow("where does this run?");
});

test("a name that no import needs is told", () => {
  const some = readRooms(
    "## Folders\n\n| 1 | `src/a` | a | Node | nothing |\n| 2 | `src/b`, `src/c` | b | Node | `src/a` types, `src/d` |\n",
  );
  const modules = [{ source: "src/c/x.ts", dependencies: [{ resolved: "src/a/y.ts" }] }];
  expect(needlessNames(some, modules)).toEqual(["src/b, src/c → src/d"]);
});
