import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runWithPackage } from "../../../scripts/test/python-packages.mjs";
import { kerasScript } from "./keras";
import { pytorchScript } from "./pytorch";
import { everyPlan, planOf, trainings } from "./scripts.testing";

const languages = { pytorch: pytorchScript, keras: kerasScript };
const ruff = "ruff==0.17.6";

test("every script is as ruff formats it, and ruff finds nothing in it", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-"));
  try {
    everyPlan().forEach((plan, number) => {
      for (const [name, script] of Object.entries(languages))
        writeFileSync(join(folder, `script_${number}_${name}.py`), script(plan).text);
    });
    const told = (words: string[]) =>
      runWithPackage(ruff, ["-m", "ruff", ...words, "--no-cache", "--isolated", folder]);
    expect(told(["check"])).toContain("All checks passed!");
    expect(told(["format", "--diff"])).toBe("");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(["pytorch", "keras"] as const)("the textbook in %s", async (name) => {
  const { text } = languages[name](planOf("textbook", trainings["textbook"]!));
  await expect(text).toMatchFileSnapshot(`textbook.${name}.py`);
});

test("the line that is forgotten is told", () => {
  const lineOf = ({ text, forgotten }: ReturnType<typeof pytorchScript>) => text.split("\n")[forgotten];
  for (const plan of everyPlan()) {
    expect(lineOf(pytorchScript(plan))).toMatch(/^ {4}net\.eval\(\)/);
    expect(lineOf(kerasScript(plan))).toMatch(
      /^ {4}loss.* = measure\(x_validation, y_validation, training=False\)$/,
    );
  }
});

test("names that people type stay comments", () => {
  const plan = { ...planOf("textbook", trainings["textbook"]!), name: "a\nimport os\u2028b\r\u0085c" };
  expect(pytorchScript(plan).text.split("\n")[0]).toBe(
    "# a import os b c: written by Dropout Lab for PyTorch.",
  );
});
