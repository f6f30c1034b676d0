// Reads networks and weights that PyTorch and Keras wrote, and holds the lab's outputs in eval mode against theirs:
//   node bench/run.mjs bench/weights-in.ts PYTHON   (one with torch, keras, tensorflow-cpu, safetensors)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { readNetworkFile, readWeightsFile } from "../src/interchange/files/network-file";
import { weightsOf } from "../src/interchange/read/weights-in";
import { forward } from "../src/engine/network";
import { inOrder, inputShapeOf, stateOf } from "../src/nn/network";
import { RandomStream } from "../src/random/random";

const [, , python = "python3"] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "weights-in-"));
execFileSync(python, ["bench/weights_in.py", folder], { stdio: ["ignore", "ignore", "ignore"] });
await tf.setBackend("cpu");
let worst = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const told = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
    inputs: number[][];
    outputs: number[][];
    network: string;
    weights: string;
  };
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const { read, layers, notes } = await readNetworkFile(told.network, bytes(told.network));
  const flat = told.inputs.map((row) => (row as unknown[]).flat(3) as number[]);
  const image = told.network.includes("rows") ? undefined : ([7, 6, 2] as [number, number, number]);
  const input = inputShapeOf(layers, { features: flat[0]!.length, image });
  const found = weightsOf(read, input, image, await readWeightsFile(told.weights, bytes(told.weights)));
  const tensors = stateOf(layers, input);
  const state = inOrder(layers).map((_, layer) =>
    Object.fromEntries(
      tensors
        .filter((tensor) => tensor.layer === layer)
        .map(({ name, fullName, shape }) => [name, tf.tensor(found[fullName]!.values, [...shape])]),
    ),
  );
  const batch = tf.tensor(Float32Array.from(flat.flat()), [flat.length, ...input]);
  const random = (layer: number) => new RandomStream(1, "forgottenMask", { layer, step: 0, pass: 0 });
  const outputs = forward(tf as never, layers, state as never, batch as never, "eval", random).outputs;
  const values = (outputs as unknown as tf.Tensor2D).arraySync();
  const difference = Math.max(
    ...values.flatMap((row, at) => row.map((value, unit) => Math.abs(value - told.outputs[at]![unit]!))),
  );
  worst = Math.max(worst, difference);
  const codes = notes.map(({ code }) => code).join(", ");
  console.log(
    `${file.padEnd(24)} ${layers.length} layers  largest difference ${difference.toExponential(1)}  ${codes}`,
  );
}
rmSync(folder, { recursive: true });
console.log(worst < 1e-5 ? "All within 1e-5." : `Not within 1e-5: ${worst}`);
process.exitCode = worst < 1e-5 ? 0 : 1;
