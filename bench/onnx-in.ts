// Reads .onnx files that PyTorch's exporters and tf2onnx wrote, and holds the lab's outputs in eval mode against ONNX Runtime's:
//   node bench/run.mjs bench/onnx-in.ts PYTHON   (one with torch, onnx, onnxscript, onnxruntime; for Keras also keras, tensorflow-cpu, tf2onnx)
// or, of files that bench/onnx_in.py has written before: node bench/run.mjs bench/onnx-in.ts --folder FOLDER
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { outputsOf } from "../src/interchange/testing";
import { readOnnx } from "../src/interchange/read/onnx/read-onnx";
import { weightsOf } from "../src/interchange/read/weights-in";
import { inputShapeOf } from "../src/nn/network";
import { softmax } from "../src/engine/softmax";

const [, , python = "python3", given] = process.argv;
const folder = python === "--folder" ? given! : mkdtempSync(join(tmpdir(), "onnx-in-"));
if (python !== "--folder")
  execFileSync(python, ["bench/onnx_in.py", folder], { stdio: ["ignore", "ignore", "ignore"] });
await tf.setBackend("cpu");
let worst = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const name = file.replace(/\.json$/, "");
  const told = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
    inputs: number[][];
    outputs: number[][];
  };
  const flat = told.inputs.map((row) => (row as unknown[]).flat(3) as number[]);
  const image = flat[0]!.length === 12 ? undefined : ([7, 6, 2] as const);
  const data = `${name}.onnx.data`;
  const beside = new Map(
    existsSync(join(folder, data)) ? [[data, new Uint8Array(readFileSync(join(folder, data)))]] : [],
  );
  const shape = {
    features: flat[0]!.length,
    outputs: 4,
    ...(image && { image: [...image] as [number, number, number] }),
  };
  const { read, layers, notes, weights } = readOnnx(
    new Uint8Array(readFileSync(join(folder, `${name}.onnx`))),
    shape as never,
    beside,
  );
  const input = inputShapeOf(layers, shape);
  const state = new Map(
    Object.entries(weightsOf(read, input, image, weights())).map(([key, { values }]) => [key, values]),
  );
  const found = outputsOf(tf as never, layers, input, state, Float32Array.from(flat.flat()));
  if (notes.some(({ code }) => code === "readSoftmax"))
    for (const row of found) {
      const values = Float64Array.from(row);
      softmax(values, values.length);
      row.splice(0, row.length, ...values);
    }
  const difference = Math.max(
    ...found.flatMap((row, at) => row.map((value, unit) => Math.abs(value - told.outputs[at]![unit]!))),
  );
  worst = Math.max(worst, difference);
  const codes = notes
    .map(({ code, parameters }) => `${code} ${String(parameters["name"] ?? "")}`.trim())
    .join(", ");
  console.log(`${name.padEnd(32)} ${layers.length} layers  ${difference.toExponential(1)}  ${codes}`);
}
if (python !== "--folder") rmSync(folder, { recursive: true });
console.log(worst < 1e-5 ? "All within 1e-5." : `Not within 1e-5: ${worst}`);
process.exitCode = worst < 1e-5 ? 0 : 1;
