import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { tasks } from "../../fields/task";
import { losses, usualLossFor } from "./kinds";

test("every folder is registered", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) =>
    each.isDirectory(),
  );
  expect(losses.map(({ type }) => type).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test.each(tasks)("%s has a loss, and only losses of classes measure accuracy", (task) => {
  expect(losses.find(({ type }) => type === usualLossFor(task))?.fits).toBe(task);
  for (const { fits, measures } of losses)
    expect(measures.includes("accuracy")).toBe(fits === "classification");
});
