import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Evaluated } from "../contract/contract";
import { zipOf } from "../data/npz/testing";
import { smallExperiment } from "../lab/testing";
import { openTerminal, type Terminal } from "./testing";

let terminal: Terminal;
beforeEach(() => {
  // This backend starts in a third of the time.
  vi.stubEnv("DROPOUT_LAB_BACKEND", "cpu");
  terminal = openTerminal();
});
afterEach(() => {
  terminal.close();
  vi.unstubAllEnvs();
});

const layer = (class_name: string, config: object) => ({ class_name, config });
/** As Keras' `.keras` has it beside its weights. */
const sequential = {
  class_name: "Sequential",
  config: {
    layers: [
      layer("InputLayer", { batch_shape: [null, 2] }),
      layer("Dense", { name: "dense", units: 6 }),
      layer("LeakyReLU", { name: "leaky_re_lu", negative_slope: 0.01 }),
      layer("Dropout", { name: "dropout", rate: 0.3 }),
      layer("Dense", { name: "dense_1", units: 1 }),
    ],
  },
};

test("every file that a run leaves as measures as the run did, in the target's own units", async () => {
  const rows = Array.from({ length: 90 }, (_, row) => {
    const [a, b] = [((row * 37) % 90) / 10, (row * 53) % 71];
    return `${a},${b},${100 * a - 3 * b + (row % 7)}`;
  });
  await writeFile(join(terminal.folder, "rents.csv"), ["size,age,rent", ...rows].join("\n"));
  const column = (name: string, role: string) => ({ name, kind: "number", role });
  const experiment = smallExperiment({
    data: {
      ...{ source: "table", path: "rents.csv", target: "rent", task: "regression" },
      columns: [column("size", "feature"), column("age", "feature"), column("rent", "target")],
      ...{ train: 50, validation: 25, test: 15 },
    } as never,
    network: {
      layers: [
        { type: "dense", units: 6 },
        { type: "leakyRelu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 1 },
      ],
    },
    training: { epochs: 3, loss: "meanSquaredError" },
    variants: [{ name: "p = 0.3" }],
    evaluation: { measureAt: "last" },
  });
  const document = terminal.write("rents.json", experiment);
  const ran = await terminal.lab("run", document);
  expect(ran.code, ran.errors).toBe(0);
  const { id, runs } = terminal.stored()!;
  const end = runs[0]!.end!;
  const places = ["--onnx", "a.onnx", "--pytorch", "torch", "--keras", "keras"];
  expect(await terminal.lab("export", id, ...places)).toMatchObject({ code: 0 });
  const weights = readFileSync(join(terminal.folder, "keras", "model.weights.h5"));
  const config = new TextEncoder().encode(JSON.stringify(sequential));
  await writeFile(
    join(terminal.folder, "a.keras"),
    zipOf({ "config.json": config, "model.weights.h5": weights }),
  );

  const files = [
    ["a.onnx"],
    ["a.keras"],
    ["torch/weights.safetensors"],
    ["torch/weights.safetensors", "--network", "torch/predict.py"],
    ["keras/model.weights.h5"],
  ];
  for (const [file, ...more] of files) {
    const asked = await terminal.lab("evaluate", document, "--weights", file!, ...more, "--json");
    expect(asked.code, `${file}: ${asked.errors}`).toBe(0);
    const { end: found, validation } = JSON.parse(asked.output) as Evaluated;
    for (const split of ["validation", "test"] as const)
      for (const measure of ["loss", "rmse", "mae", "r2"] as const) {
        const expected = end[split]![measure]!;
        expect(Math.abs(found[split]![measure]! / expected - 1), `${file} ${split} ${measure}`).toBeLessThan(
          1e-5,
        );
      }
    expect(validation.eval.loss).toBeCloseTo(found.validation.loss, 5);
    // Ten masks differ, and their mean is no mask's.
    expect(validation.train.lossSd).toBeGreaterThan(0);
    expect(found.validation.mcRmse).not.toBe(found.validation.rmse);
  }
  const { output } = await terminal.lab("evaluate", document, "--weights", "a.onnx", "--passes", "5");
  expect(output).toMatch(/validation, in the target's units +RMSE [\d.]+ {2}MAE [\d.]+ {2}R² −?[\d.]+\n/);
  expect(output).toMatch(/ {2}mean of 5 passes +RMSE/);
  expect(output).toContain("test, eval mode");
});

test("a file without weights is refused by name", async () => {
  const document = terminal.write("small.json", smallExperiment());
  terminal.write("words.onnx", "no network");
  const refused = await terminal.lab("evaluate", document, "--weights", "words.onnx");
  expect(refused).toMatchObject({ code: 1, output: "" });
  expect(refused.errors).toContain("words.onnx");
});
