import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { built, temporaryFolder } from "../lab/testing";
import { compileBundles, useCompiledCode } from "./compiled-code";

const extensions = (Module as unknown as { _extensions: Record<string, unknown> })._extensions;

let folder: ReturnType<typeof temporaryFolder>;
let before: unknown;
beforeEach(() => {
  before = extensions[".cjs"];
  folder = temporaryFolder();
});
afterEach(() => {
  if (before === undefined) delete extensions[".cjs"];
  else extensions[".cjs"] = before;
  folder.remove();
});

interface Part {
  tell(): unknown[];
}

/** A bundle that asks for others, as the lab's do. @param answer a digit: all texts are of the same length */
function write(answer: number, name = "part.cjs", more = ""): void {
  writeFileSync(
    join(folder.path, name),
    `const { basename } = require("node:path");
     const answer = ${answer};
     exports.tell = () => [answer, require.main === module, basename(__filename), __dirname];${more}`,
  );
}

function loadPart(): Part {
  const path = join(folder.path, "part.cjs");
  const load = createRequire(path);
  Reflect.deleteProperty(load.cache, path);
  return load(path) as Part;
}

const told = (answer: number) => [answer, false, "part.cjs", folder.path];

test("a bundle runs from what was compiled of it", () => {
  write(1);
  compileBundles(folder.path, folder.path, ["part.cjs"]);
  // V8 compares the length of the text alone, which shows that it has compiled nothing here.
  write(2);
  useCompiledCode(folder.path);
  expect(loadPart().tell()).toEqual(told(1));
});

test("a bundle whose compiled code is damaged or missing is compiled as ever", () => {
  write(1);
  compileBundles(folder.path, folder.path, ["part.cjs"]);
  write(2);
  writeFileSync(join(folder.path, "compiled", "part.cjs"), "damaged");
  useCompiledCode(folder.path);
  expect(loadPart().tell()).toEqual(told(2));
  folder.remove();
  folder = temporaryFolder();
  write(3);
  useCompiledCode(folder.path);
  expect(loadPart().tell()).toEqual(told(3));
});

test("a bundle that imports ES modules is not compiled ahead, because it could not import them", () => {
  write(1, "imports.cjs", `exports.url = () => import("node:url");`);
  write(1, "comments.cjs", `\n// import("node:url")\n/** import("node:url") */`);
  compileBundles(folder.path, folder.path, ["imports.cjs", "comments.cjs"]);
  expect(readdirSync(join(folder.path, "compiled"))).toEqual(["comments.cjs"]);
});

test("the build keeps what V8 compiled of the bundles that a run loads, with their place in the stacks of errors", () => {
  const dist = dirname(built("cli.cjs"));
  for (const name of ["cli-program.cjs", "trainer-training.cjs", "trainer-tf-core.node.cjs"])
    expect(readFileSync(join(dist, "compiled", name)).includes(join(dist, name))).toBe(true);
});
