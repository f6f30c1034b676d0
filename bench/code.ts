import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { loadDataset } from "../src/data/load";
import { writeCode } from "../src/documents/write-code";
import { loadBackend } from "../src/engine/backend";
import { planRun } from "../src/engine/engine";
import { openEngine } from "../src/engine/open";
import { trainRun } from "../src/engine/run";
import { resampled } from "../src/experiment/resampling";
import type { EpochRecord } from "../src/experiment/result";
import { type ExperimentInput, experimentSchema } from "../src/experiment/schema";
import { kerasFiles } from "../src/interchange/code/keras-files";
import { pytorchFiles } from "../src/interchange/code/pytorch-files";
import {
  labOutputs,
  networkOf,
  numbersOf,
  pictureNetworks,
  picturesOf,
  preparedOf,
  rawRowsOf,
  rowNetworks,
} from "../src/interchange/testing";
import { inputOf } from "../src/interchange/trained-network";
import { pythonWithFrameworks, withThreads } from "./python";

/**
 * Do the programs that the lab writes do what the lab does? Each layer's trained network in PyTorch and in Keras must have the lab's
 * outputs to 1e-5 for the same raw rows; and training programs must end, over several seeds, within 3 standard errors of the lab's own runs.
 *
 *     node bench/run.mjs bench/code.ts [--seeds 5] [--python <a Python with requirements.txt, safetensors and h5py>] [outputs | training] [--only textbook]
 */
const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "5" },
    python: { type: "string" },
    only: { type: "string", default: "" },
  },
});
const wants = (part: string) => positionals.length === 0 || positionals.includes(part);
const scratch = mkdtempSync(join(tmpdir(), "dropout-lab-code-"));
const python = spawn(options.python ?? pythonWithFrameworks(), [join("bench", "programs.py")], {
  env: {
    ...withThreads(2),
    KERAS_BACKEND: process.env["KERAS_BACKEND"] ?? "tensorflow",
    CUDA_VISIBLE_DEVICES: "",
  },
  stdio: ["pipe", "pipe", "inherit"],
});
const wrong: string[] = [];
const frameworks = { pytorch: pytorchFiles, keras: kerasFiles };

/** The answers that have come and the one that is waited for. */
const answers: string[] = [];
let heard = (): void => undefined;
createInterface({ input: python.stdout }).on("line", (line) => {
  const at = line.indexOf("ANSWER");
  if (at < 0) return;
  answers.push(line.slice(at + "ANSWER".length));
  heard();
});
python.on("exit", () => heard());

async function ask<Answer>(order: object): Promise<Answer> {
  python.stdin.write(`${JSON.stringify(order)}\n`);
  if (answers.length === 0) await new Promise<void>((resolve) => (heard = resolve));
  const line = answers.shift();
  if (line === undefined) throw new Error("Python ended before its time");
  const answer = JSON.parse(line) as Answer & { error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

/** NumPy's own format of one array. */
function npyOf(values: Float64Array | Uint8Array, shape: readonly number[]): Uint8Array {
  const type = values instanceof Float64Array ? "<f8" : "|u1";
  const about =
    `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`.padEnd(117) + "\n";
  const head = Uint8Array.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0, ...Buffer.from(about)]);
  return Buffer.concat([head, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]);
}

async function compareOutputs(): Promise<void> {
  process.env["DROPOUT_LAB_BACKEND"] = "cpu";
  const { tf } = await loadBackend();
  let largest = 0;
  let count = 0;
  for (const layers of [...rowNetworks, ...pictureNetworks]) {
    const isRow = rowNetworks.includes(layers);
    const network = networkOf(layers, isRow ? numbersOf(5) : picturesOf([7, 6, 2]));
    const raw = rawRowsOf(network, 9);
    const expected = labOutputs(tf, network, preparedOf(network, raw)).map((row) => row.flat(9));
    const rows = npyOf(isRow ? Float64Array.from(raw.flat()) : Uint8Array.from(raw.flat()), [
      9,
      ...inputOf(network),
    ]);
    for (const [name, files] of Object.entries(frameworks)) {
      const folder = join(scratch, `${count++}`);
      mkdirSync(folder);
      for (const { path, bytes } of files(network)) writeFileSync(join(folder, path), bytes);
      writeFileSync(join(folder, "rows.npy"), rows);
      const what = `${name}: ${layers.map(({ type }) => type).join(", ")}`;
      try {
        const { outputs } = await ask<{ outputs: number[][] }>({ outputs: folder });
        const size = Math.max(1, ...outputs.flat().map(Math.abs));
        const apart = Math.max(
          ...outputs.flatMap((row, at) =>
            row.map((each, unit) => Math.abs(each - expected[at]![unit]!) / size),
          ),
        );
        largest = Math.max(largest, apart);
        if (!(apart < 1e-5) || outputs[0]!.length !== expected[0]!.length)
          wrong.push(`${what}: ${apart} apart`);
      } catch (error) {
        wrong.push(`${what}: ${(error as Error).message}`);
      }
    }
  }
  console.log(`${count} trained networks: outputs at most ${largest.toExponential(1)} apart.`);
}

const digits = { source: "digits", train: 300, validation: 300 } as const;
const textbook: ExperimentInput["network"]["layers"] = [
  { type: "dense", units: 100 },
  { type: "leakyRelu" },
  { type: "dropout", rate: 0.3 },
  { type: "dense", units: 10 },
];
const cases: Readonly<Record<string, Omit<ExperimentInput, "name" | "variants">>> = {
  textbook: { data: digits, network: { layers: textbook }, training: { epochs: 8 } },
  "batch normalisation, convolution": {
    data: digits,
    network: {
      layers: [
        { type: "conv2d", filters: 6, kernelSize: 3, initializer: "heNormal" },
        { type: "batchNorm" },
        { type: "relu" },
        { type: "maxPool2d" },
        { type: "spatialDropout", rate: 0.2 },
        { type: "dense", units: 10 },
      ],
    },
    training: { epochs: 5, schedule: { type: "cosine", warmup: 1 } },
  },
  "SGD, penalties, max-norm, smoothing": {
    data: digits,
    network: { layers: textbook },
    training: {
      ...{ epochs: 8, l2: 0.001, maxNorm: 2, clipNorm: 1, labelSmoothing: 0.1, classWeights: "balanced" },
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
      schedule: { type: "step", every: 3, factor: 0.5 },
    },
  },
  "products of bfloat16": {
    data: digits,
    network: { layers: textbook.map((layer, place) => (place === 0 ? { ...layer, units: 4096 } : layer)) },
    training: { epochs: 5, products: "bfloat16" },
  },
  "RMSprop, Gaussian dropout, augmentation": {
    data: digits,
    network: {
      layers: textbook.map((layer) =>
        layer.type === "dropout" ? { type: "gaussianDropout", rate: 0.3 } : layer,
      ),
    },
    training: { epochs: 8, optimizer: { type: "rmsprop" }, augment: { shift: 1, noise: 0.1 } },
  },
  "regression, DropConnect, late": {
    data: { source: "friedman1", train: 300, validation: 300 },
    network: {
      layers: [
        { type: "dense", units: 30, initializer: "glorotUniform" },
        { type: "tanh" },
        { type: "dropConnect", units: 1, rate: 0.2 },
      ],
    },
    training: { loss: "meanSquaredError", epochs: 10, rateOverTime: { type: "late", epochs: 4 } },
  },
};

interface Measures {
  readonly right: { readonly loss: number; readonly accuracy?: number };
  readonly forgotten: { readonly loss: number; readonly accuracy?: number };
}

const columns: Readonly<Record<string, (measures: Measures) => number | undefined>> = {
  loss: ({ right }) => right.loss,
  accuracy: ({ right }) => right.accuracy,
  "loss, forgotten": ({ forgotten }) => forgotten.loss,
  "accuracy, forgotten": ({ forgotten }) => forgotten.accuracy,
};

async function compareTraining(): Promise<void> {
  const engine = await openEngine();
  console.log(
    `| | ${Object.keys(columns).join(" | ")} |\n|---|${"---|".repeat(Object.keys(columns).length)}`,
  );
  for (const [name, document] of Object.entries(cases)) {
    if (!name.startsWith(options.only)) continue;
    const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => index + 1);
    const resample = { evaluation: { resample: "draws" as const } };
    const experiment = experimentSchema.parse({
      ...document,
      ...resample,
      name,
      seeds,
      variants: [{ name: "all" }],
    });
    const [variant] = experiment.variants;
    const ours: Measures[] = [];
    const theirs = { pytorch: [] as Measures[], keras: [] as Measures[] };
    for (const seed of seeds) {
      let last: EpochRecord | undefined;
      const data = await loadDataset(resampled(experiment.data, "draws", seed));
      const control = {
        beforeBatch: () => undefined,
        onRecord: (record: EpochRecord) => void (last = record),
      };
      await trainRun(engine, planRun(experiment, variant!, seed), data, experiment.evaluation, control);
      ours.push({ right: last!.validation.eval, forgotten: last!.validation.train });
      for (const framework of ["pytorch", "keras"] as const) {
        const folder = join(scratch, `${name}-${seed}-${framework}`);
        await writeCode({ experiment, variant: variant!, seed }, framework, folder);
        theirs[framework].push(await ask<Measures>({ train: folder }));
      }
    }
    for (const framework of ["pytorch", "keras"] as const) {
      const cells = Object.entries(columns).map(([column, of]) => {
        const [a, b] = [ours, theirs[framework]].map((all) => all.flatMap((each) => of(each) ?? []));
        if (a!.length === 0) return "";
        const distance = distanceOf(a!, b!);
        if (Math.abs(distance) > 3)
          wrong.push(`${name}, ${framework}: ${column}, ${distance.toFixed(1)} standard errors`);
        return `${mean(a!).toFixed(3)}, ${mean(b!).toFixed(3)} (${distance.toFixed(1)})`;
      });
      console.log(`| ${name}, ${framework} | ${cells.join(" | ")} |`);
    }
  }
}

/** In standard errors of the paired differences: both have the same data for each seed. */
function distanceOf(ours: number[], theirs: number[]): number {
  const differences = ours.map((value, index) => value - theirs[index]!);
  const error = sampleStandardDeviation(differences) / Math.sqrt(differences.length);
  return mean(differences) === 0 ? 0 : mean(differences) / error;
}

try {
  if (wants("outputs")) await compareOutputs();
  if (wants("training")) await compareTraining();
} finally {
  python.kill();
  rmSync(scratch, { recursive: true });
}
for (const line of wrong) console.log(line);
process.exitCode = wrong.length > 0 ? 1 : 0;
