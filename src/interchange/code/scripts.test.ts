import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runWithPackage } from "../../../scripts/test/python-packages.mjs";
import { kerasScript } from "./keras";
import { networkOf, namedNetworks } from "../testing";
import { kerasFiles } from "./keras-files";
import { pytorchScript } from "./pytorch";
import { pytorchFiles } from "./pytorch-files";
import { everyPlan, planOf, trainings } from "./scripts.testing";

const languages = { pytorch: pytorchScript, keras: kerasScript };
const trained = { pytorch: pytorchFiles, keras: kerasFiles };
const number = { mean: 1.5, divisor: 2 };
/** Tables with every kind of column, a regression among them. */
const tables = [
  { task: "classification" as const, classes: ["a", 'the "other"'] },
  { task: "regression" as const, mean: 3, divisor: 0.25 },
].map((target) => ({
  network: networkOf([{ type: "dense", units: target.task === "regression" ? 1 : 2 }], {
    features: [
      { column: "amount of a name that is quite long", kind: "number", fill: 3.25, ...number },
      { column: "amount of a name that is quite long", kind: "gap", mean: 0, divisor: 1 },
      ...["red", "green"].map((category) => ({
        ...{ column: "colour", kind: "category" as const, category, mean: 0, divisor: 1 },
      })),
      { column: "member", kind: "boolean", yes: "yes", mean: 0, divisor: 1 },
      { column: "day", kind: "date", ...number },
    ],
    target,
  }),
}));
const ruff = "ruff==0.17.6";

test(
  "every script and every program with weights is as ruff formats it, and ruff finds nothing in it",
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "dropout-lab-"));
    try {
      everyPlan().forEach((plan, number) => {
        for (const [name, script] of Object.entries(languages))
          writeFileSync(join(folder, `script_${number}_${name}.py`), script(plan).text);
      });
      [...namedNetworks(), ...tables].forEach(({ network }, number) => {
        for (const [name, files] of Object.entries(trained)) {
          const { bytes } = files(network).find(({ path }) => path === "predict.py")!;
          writeFileSync(join(folder, `predict_${number}_${name}.py`), bytes);
        }
      });
      const told = (words: string[]) =>
        runWithPackage(ruff, ["-m", "ruff", ...words, "--no-cache", "--isolated", folder]);
      expect(told(["check"])).toContain("All checks passed!");
      expect(told(["format", "--diff"])).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

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
