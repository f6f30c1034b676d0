import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { loadDataset } from "../src/data/load";
import type { EpochRecord } from "../src/experiment/result";
import { presets } from "../src/experiment/presets";
import { type DataConfig, experimentSchema } from "../src/experiment/schema";
import { planRun } from "../src/engine/engine";
import { openEngine } from "../src/engine/open";
import { trainRun } from "../src/engine/run";
import { columns, firstMeasured, type Measured, measuredIn } from "./first-measured";
import { withThreads, pythonWithFrameworks } from "./python";

/**
 * Does the lab measure what PyTorch measures? The textbook network, 40 epochs, or LeNet-5 with dropout before its last two dense
 * layers, 10 epochs, over several seeds (each with its own split), trained by the lab's engine and by PyTorch on the same data. Prints the distance of the means in standard
 * errors.
 *
 *     node bench/run.mjs bench/truth.ts digits
 *     node bench/run.mjs bench/truth.ts mnist --folder <with the t10k files> --rates 0,0.5 --seeds 3
 *     node bench/run.mjs bench/truth.ts mnist --network lenet --rates 0.5
 */

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    network: { type: "string", default: "textbook" },
    folder: { type: "string", default: "../shared/data/mnist-t10k" },
    rates: { type: "string", default: "0,0.1,0.3,0.5" },
    seeds: { type: "string", default: "5" },
  },
});

const hidden = (rate: number) =>
  [200, 100, 50].flatMap((units) => [
    { type: "dense", units },
    { type: "leakyRelu", slope: 0.01 },
    { type: "dropout", rate },
  ]);
/** The preset's, without its output layer. */
const lenet = (rate: number) =>
  presets.lenet.document.network.layers
    .slice(0, -1)
    .map((layer) => (layer.type === "dropout" ? { ...layer, rate } : layer));
const networks: Record<string, { hidden: (rate: number) => object[]; epochs: number; train: number }> = {
  textbook: { hidden, epochs: 40, train: 1000 },
  lenet: { hidden: lenet, epochs: 10, train: 2000 },
};
const network = networks[options.network];
if (!network) throw new Error(`The networks are ${Object.keys(networks).join(" and ")}.`);
const { epochs } = network;
const sources: Record<string, (seed: number) => DataConfig> = {
  digits: (seed) => ({ source: "digits", train: network.train, validation: 1000, test: 0, seed }),
  mnist: (seed) => ({
    source: "idx",
    transposed: false,
    division: "random",
    images: resolve(options.folder, "t10k-images-idx3-ubyte.gz"),
    labels: resolve(options.folder, "t10k-labels-idx1-ubyte.gz"),
    train: network.train,
    validation: 2000,
    test: 0,
    seed,
  }),
};

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
    `${options.network} on ${name}, ${options.seeds} seeds, ${epochs} epochs; ${backend} ${tensorflow ?? ""} on ${runtime}\n`,
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
    if (options.network !== "textbook") continue;
    printRow(
      rate,
      "PyTorch before",
      (firstMeasured as Record<string, Record<string, number[]>>)[name]?.[rate]?.map(String) ?? [],
    );
  }
}

async function trainOurs(data: DataConfig, rate: number, seed: number): Promise<Measured> {
  const experiment = experimentSchema.parse({
    data,
    network: { layers: [...network!.hidden(rate), { type: "dense", units: 10 }] },
    training: { batchSize: 32, epochs },
  });
  let last: EpochRecord | undefined;
  const plan = planRun(experiment, { name: "all" }, seed);
  const control = { beforeBatch: () => undefined, onRecord: (record: EpochRecord) => void (last = record) };
  await trainRun(engine, plan, await loadDataset(data), experiment.evaluation, control);
  return measuredIn(last!);
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
  const values = [features, train.rows, validation.rows, epochs, rate, seed, options.network].map(String);
  const { status, stdout, stderr } = spawnSync(python, [script, file, ...values], {
    encoding: "utf8",
    env: withThreads(1),
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function printRow(rate: number, by: string, cells: string[]): void {
  const filled = Object.keys(columns).map((_, index) => cells[index] ?? "");
  console.log(`| ${[rate, by, ...filled].join(" | ")} |`);
}

function standardError(values: number[]): number {
  return sampleStandardDeviation(values) / Math.sqrt(values.length);
}

function meanWithError(values: number[]): string {
  return `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;
}

/**
 * In standard errors of the difference; both sides have the same data for each seed, so the differences are paired.
 */
function distance(ours: number[], theirs: number[]): string {
  const differences = ours.map((value, index) => value - theirs[index]!);
  return `${(mean(differences) / standardError(differences)).toFixed(1)} se`;
}
