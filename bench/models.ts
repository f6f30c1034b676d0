// Whether Python loads the lab's models and gets its numbers: node bench/run.mjs bench/models.ts [a Python with requirements-models.txt]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadBackend } from "../src/engine/backend";
import { onnxFiles } from "../src/interchange/onnx/files";
import type { ModelFile } from "../src/interchange/model-file";
import { loadedTable, tableSettings, tableText } from "../src/interchange/table.testing";
import { savedModelFiles } from "../src/interchange/tensorflow/saved-model";
import {
  labOutputs,
  labProbabilities,
  nameOf,
  networkOf,
  numbersOf,
  pictureNetworks,
  picturesOf,
  preparedOf,
  rawRowsOf,
  rowNetworks,
} from "../src/interchange/testing";
import type { TrainedNetwork } from "../src/interchange/trained-network";
import { pythonWithModels } from "./python";

/** What a model is given and must answer. */
interface Case {
  readonly name: string;
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
  readonly output: "probabilities" | "value";
  readonly expected: readonly (readonly number[])[];
  /** What a difference of 1 in the network's outputs is in the answer. */
  readonly unit: number;
}

process.env["DROPOUT_LAB_BACKEND"] = "cpu";
const { tf } = await loadBackend();
const rows = 9;
const folder = mkdtempSync(join(tmpdir(), "dropout-lab-models-"));
const cases: Case[] = [];

function add(network: TrainedNetwork, inputs: Case["inputs"], answer: Omit<Case, "name" | "inputs">): void {
  const name = `${cases.length + 1}`.padStart(2, "0");
  write(name, onnxFiles(network, "model"));
  write(`${name}/saved`, savedModelFiles(network));
  cases.push({ name: nameOf(network), inputs, ...answer });
}

function write(place: string, files: readonly ModelFile[]): void {
  for (const { path, bytes } of files) {
    const file = join(folder, place, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

for (const layers of [...rowNetworks, ...pictureNetworks]) {
  const isRow = rowNetworks.includes(layers);
  const network = networkOf(layers, isRow ? numbersOf(5) : picturesOf([7, 6, 2]));
  const raw = rawRowsOf(network, rows);
  const inputs: Case["inputs"] = isRow ? { inputs: raw } : { pictures: raw };
  const expected = labProbabilities(tf, network, preparedOf(network, raw));
  add(network, inputs, { output: "probabilities", expected, unit: 1 });
}
const table = join(folder, "table.csv");
writeFileSync(table, tableText);
for (const settings of tableSettings) {
  const { dataset, rows: raw } = await loadedTable(settings, undefined, table);
  const layers: Parameters<typeof networkOf>[0] = [
    { type: "dense", units: 6 },
    { type: "tanh" },
    { type: "dense", units: 1 },
  ];
  const network = networkOf(layers, dataset.preparation);
  const inputs = Object.fromEntries(
    Object.keys(raw[0]!).map((name) => [name, raw.map((row) => [row[name]])]),
  );
  const { mean, divisor } = dataset.preparation.target as { mean: number; divisor: number };
  const expected = labOutputs(tf, network, dataset.validation.inputs).map(([each]) => [
    mean + divisor * each!,
  ]);
  add(network, inputs, { output: "value", expected, unit: divisor });
}
// JSON has no NaN.
writeFileSync(join(folder, "cases.json"), JSON.stringify(cases));
const [, , python = pythonWithModels()] = process.argv;
const { status } = spawnSync(python, [join("bench", "models.py"), folder], {
  stdio: "inherit",
  env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", CUDA_VISIBLE_DEVICES: "" },
});
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
