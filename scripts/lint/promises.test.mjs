import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ESLint } from "eslint";
import { afterAll, expect, test } from "vitest";

/** A project of its own, because type-aware rules read the whole project that a file belongs to. */
const folder = mkdtempSync(join(tmpdir(), "lab-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));
const compilerOptions = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  strict: true,
  types: [],
};
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({ compilerOptions, include: ["src", "electron", "renderer"] }),
);
const eslint = new ESLint({ cwd: folder, overrideConfigFile: resolve("eslint.config.mjs") });

/** @param {string} name @param {string} text */
async function rulesBroken(name, text) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const [result] = await eslint.lintFiles([file]);
  return (result?.messages ?? []).flatMap(({ ruleId, severity, message }) =>
    severity === 2 ? [ruleId ?? message] : [],
  );
}

const late = "async function late(): Promise<number> {\n  return 1;\n}\n";

test("a promise that nobody waits for fails, in a component too", async () => {
  const rule = "@typescript-eslint/no-floating-promises";
  expect(await rulesBroken("src/messages/late.ts", `${late}late();\n`)).toEqual([rule]);
  expect(await rulesBroken("electron/late.ts", `${late}late();\n`)).toEqual([rule]);
  const component = `<script setup lang="ts">\n${late}late();\n</script>\n\n<template><p /></template>\n`;
  expect(await rulesBroken("renderer/parts/Late.vue", component)).toEqual([rule]);
});

test("so do a promise as a condition or a listener, and waiting for what is no promise", async () => {
  const misused = "@typescript-eslint/no-misused-promises";
  expect(
    await rulesBroken("src/messages/condition.ts", `${late}export const is = late() ? 1 : 2;\n`),
  ).toEqual([misused]);
  expect(await rulesBroken("src/messages/listener.ts", `${late}[1].forEach(late);\n`)).toEqual([misused]);
  expect(await rulesBroken("src/messages/one.ts", "export const one = await 1;\n")).toEqual([
    "@typescript-eslint/await-thenable",
  ]);
});
