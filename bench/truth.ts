import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { loadDataset } from "../src/data/load";
import type { EpochRecord, Measures } from "../src/experiment/result";
import { type DataConfig, experimentSchema } from "../src/experiment/schema";
import { planRun } from "../src/engine/engine";
import { openEngine } from "../src/engine/open";
import { trainRun } from "../src/engine/run";
import { withThreads, pythonWithFrameworks } from "./python";

/**
 * Does the lab measure what PyTorch measures? The textbook network, 40 epochs, over several seeds (each with a split
 * of its own), by the lab's engine and by PyTorch on the very same data, and how far the means are apart in standard
 * errors.
 *
 *     node bench/run.mjs bench/truth.ts digits
 *     node bench/run.mjs bench/truth.ts mnist --folder <with the t10k files> --rates 0,0.5 --seeds 3
 */

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: "string", default: "../shared/data/mnist-t10k" },
    rates: { type: "string", default: "0,0.1,0.3,0.5" },
    seeds: { type: "string", default: "5" },
  },
});

const epochs = 40;
const sources: Record<string, (seed: number) => DataConfig> = {
  digits: (seed) => ({ source: "digits", train: 1000, validation: 1000, seed }),
  mnist: (seed) => ({
    source: "idx",
    images: resolve(options.folder, "t10k-images-idx3-ubyte.gz"),
    labels: resolve(options.folder, "t10k-labels-idx1-ubyte.gz"),
    train: 1000,
    validation: 2000,
    seed,
  }),
};

/** The columns of the tables, and where a run has them. */
const columns: Record<string, (run: Measured) => number> = {
  "validation loss, eval": ({ correct }) => correct.loss,
  "accuracy, eval": ({ correct }) => correct.accuracy!,
  "loss, eval forgotten": ({ forgotten }) => forgotten.loss,
  "accuracy, eval forgotten": ({ forgotten }) => forgotten.accuracy!,
  "train loss, eval": ({ train }) => train.loss,
  "train loss, dropout on": ({ training }) => training.loss,
};

/**
 * What PyTorch 2.15 gave before there was a lab (MNIST: 3 seeds; digits: 5 seeds on one draw of a generator like the
 * lab's), in the order of the columns. Data and splits were others, so only the means can be compared.
 */
const firstMeasured: Record<string, Record<string, number[]>> = {
  mnist: {
    "0": [0.597, 0.898, 0.597, 0.898, 0.001, 0.001],
    "0.1": [0.556, 0.899, 0.614, 0.888, 0.003, 0.012],
    "0.3": [0.483, 0.905, 0.57, 0.886, 0.002, 0.021],
    "0.5": [0.473, 0.906, 0.681, 0.866, 0.008, 0.099],
  },
  digits: {
    "0": [0.517, 0.893, 0.517, 0.893],
    "0.1": [0.465, 0.902, 0.54, 0.889],
    "0.2": [0.432, 0.906, 0.547, 0.883],
    "0.3": [0.392, 0.912, 0.551, 0.881],
    "0.4": [0.367, 0.909, 0.575, 0.867],
    "0.5": [0.355, 0.909, 0.619, 0.839],
  },
};

/** What a run measured after its last epoch. */
type Measured = Record<"correct" | "forgotten" | "train" | "training", Measures>;

const scratch = mkdtempSync(join(tmpdir(), "dropout-lab-"));
const python = pythonWithFrameworks();
const engine = await openEngine();
try {
  await compare(positionals[0] ?? "digits");
} finally {
  rmSync(scratch, { recursive: true });
}

async function compare(name: string): Promise<void> {
  const source = sources[name];
  if (!source) throw new Error(`There is no ${name} here: ${Object.keys(sources).join(" or ")}`);
  const { backend, tensorflow, runtime } = engine.environment;
  console.log(
    `${name}, ${options.seeds} seeds, ${epochs} epochs; ${backend} ${tensorflow ?? ""} on ${runtime}\n`,
  );
  console.log(`| p | by | ${Object.keys(columns).join(" | ")} |`);
  console.log(`|---|---|${"---|".repeat(Object.keys(columns).length)}`);
  for (const rate of options.rates.split(",").map(Number)) {
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    for (let seed = 1; seed <= Number(options.seeds); seed++) {
      const config = source(seed);
      ours.push(await trainOurs(config, rate, seed));
      theirs.push(await trainTheirs(config, rate, seed));
    }
    const cells = (cell: (column: (run: Measured) => number) => string) => Object.values(columns).map(cell);
    printRow(
      rate,
      "the lab",
      cells((column) => meanWithError(ours.map(column))),
    );
    printRow(
      rate,
      "PyTorch",
      cells((column) => meanWithError(theirs.map(column))),
    );
    printRow(
      rate,
      "apart",
      cells((column) => distance(ours.map(column), theirs.map(column))),
    );
    printRow(rate, "PyTorch before", firstMeasured[name]?.[rate]?.map(String) ?? []);
  }
}

async function trainOurs(data: DataConfig, rate: number, seed: number): Promise<Measured> {
  const hidden = [200, 100, 50].flatMap((units) => [
    { type: "dense", units },
    { type: "leakyRelu", slope: 0.01 },
    { type: "dropout", rate },
  ]);
  const experiment = experimentSchema.parse({
    data,
    network: { layers: [...hidden, { type: "dense", units: 10 }] },
    training: { batchSize: 32, epochs },
  });
  let last: EpochRecord | undefined;
  const plan = planRun(experiment, { name: "all" }, seed);
  const control = { beforeBatch: () => undefined };
  await trainRun(engine, plan, await loadDataset(data), experiment.evaluation, control, (record) => {
    last = record;
  });
  const { training, train, validation } = last!;
  return { training, train: train.eval, correct: validation.eval, forgotten: validation.train };
}

async function trainTheirs(config: DataConfig, rate: number, seed: number): Promise<Measured> {
  const { train, validation, features } = await loadDataset(config);
  const file = join(scratch, "data");
  const parts = [train.inputs, train.targets, validation.inputs, validation.targets];
  writeFileSync(
    file,
    Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))),
  );
  const script = join(dirname(fileURLToPath(import.meta.url)), "reference", "truth.py");
  const values = [features, train.rows, validation.rows, epochs, rate, seed].map(String);
  const { status, stdout, stderr } = spawnSync(python, [script, file, ...values], {
    encoding: "utf8",
    env: withThreads(1),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function printRow(rate: number, by: string, cells: string[]): void {
  const filled = Object.keys(columns).map((_, place) => cells[place] ?? "");
  console.log(`| ${[rate, by, ...filled].join(" | ")} |`);
}

function standardError(values: number[]): number {
  return sampleStandardDeviation(values) / Math.sqrt(values.length);
}

function meanWithError(values: number[]): string {
  return `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;
}

/** In standard errors of the difference; both sides have the same data by seed, so the differences are paired. */
function distance(ours: number[], theirs: number[]): string {
  const differences = ours.map((value, place) => value - theirs[place]!);
  return `${(mean(differences) / standardError(differences)).toFixed(1)} se`;
}
