import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { initializerNames } from "./kinds";

test("every folder is registered", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect([...initializerNames].sort()).toEqual(folders.map(({ name }) => name).sort());
});
