import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mean, sampleStandardDeviation } from "simple-statistics";
import type { Dataset } from "../src/data/dataset";
import { planRun } from "../src/engine/engine";
import { openEngine } from "../src/engine/open";
import { trainRun } from "../src/engine/run";
import type { EpochRecord } from "../src/experiment/result";
import { type Experiment, experimentSchema } from "../src/experiment/schema";
import { columns, type Measured, measuredIn } from "./first-measured";
import { pythonWithFrameworks, withThreads } from "./python";
import { type Case, casesOn } from "./truth-cases";

/**
 * Does the lab measure what PyTorch measures? Each case (truth-cases.ts) is trained over several seeds by the lab's engine and by PyTorch
 * (reference/truth.py), on the same data for each seed. Prints both means, and in parentheses how many standard errors they are apart.
 *
 *     node bench/run.mjs bench/truth.ts
 *     node bench/run.mjs bench/truth.ts dropConnect maxNorm --seeds 20
 *     node bench/run.mjs bench/truth.ts "textbook, MNIST" --folder <with MNIST's t10k files>
 *
 * A name stands for all cases that begin with it.
 */

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: "string", default: "../shared/data/mnist-t10k" },
    seeds: { type: "string", default: "5" },
  },
});
/** Apart by more is reported: with 5 seeds chance alone does that in one of 25 comparisons, with 20 in one of 136. */
const most = 3;

const wanted = (name: string) =>
  positionals.length === 0 || positionals.some((each) => name.startsWith(each));
const cases = Object.entries(casesOn(options.folder)).filter(([name]) => wanted(name));
const scratch = mkdtempSync(join(tmpdir(), "dropout-lab-"));
const engine = await openEngine();
const script = join(dirname(fileURLToPath(import.meta.url)), "reference", "truth.py");
const pytorch: ChildProcess = spawn(pythonWithFrameworks(), [script], {
  env: { ...withThreads(1), KERAS_BACKEND: "torch" },
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: pytorch.stdout! })[Symbol.asyncIterator]();
const apart: string[] = [];
try {
  console.log(`| | ${Object.keys(columns).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(Object.keys(columns).length)}`);
  for (const [name, each] of cases) await compare(name, each);
} finally {
  pytorch.kill();
  rmSync(scratch, { recursive: true });
}
const comparisons = cases.length * Object.keys(columns).length;
console.log(
  `\n${comparisons - apart.length} of ${comparisons} within ${most} standard errors, ${options.seeds} seeds.`,
);
for (const line of apart) console.log(line);

async function compare(name: string, { layers, training, data: load }: Case): Promise<void> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const data = await load(seed);
    const experiment = experimentSchema.parse({
      data: { source: "digits", train: data.train.rows, validation: data.validation.rows, seed },
      network: { layers },
      training,
    });
    const answer = trainTheirs(experiment, data, seed);
    ours.push(await trainOurs(experiment, data, seed));
    theirs.push(await answer);
  }
  const cells = Object.entries(columns).map(([column, of]) => {
    const distance = distanceOf(ours.map(of), theirs.map(of));
    if (Math.abs(distance) > most) apart.push(`${name}: ${column}, ${distance.toFixed(1)} standard errors`);
    return `${mean(ours.map(of)).toFixed(3)}, ${mean(theirs.map(of)).toFixed(3)} (${distance.toFixed(1)})`;
  });
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}

async function trainOurs(experiment: Experiment, data: Dataset, seed: number): Promise<Measured> {
  let last: EpochRecord | undefined;
  const plan = planRun(experiment, { name: "all" }, seed);
  const control = { beforeBatch: () => undefined, onRecord: (record: EpochRecord) => void (last = record) };
  await trainRun(engine, plan, data, experiment.evaluation, control);
  return measuredIn(last!);
}

async function trainTheirs(
  { network, training }: Experiment,
  data: Dataset,
  seed: number,
): Promise<Measured> {
  const { train, validation, features, image = [1, features, 1] } = data;
  const path = join(scratch, "data");
  const parts = [train.inputs, train.targets, validation.inputs, validation.targets];
  writeFileSync(
    path,
    Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))),
  );
  const order = { path, image, rows: [train.rows, validation.rows], layers: network.layers, training, seed };
  pytorch.stdin!.write(`${JSON.stringify(order)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("PyTorch's script ended before its time");
  return JSON.parse(value as string) as Measured;
}

/**
 * In standard errors of the difference; both sides have the same data for each seed, so the differences are paired. Infinite
 * where all differ alike; 0 where nothing differs.
 */
function distanceOf(ours: number[], theirs: number[]): number {
  const differences = ours.map((value, index) => value - theirs[index]!);
  const error = sampleStandardDeviation(differences) / Math.sqrt(differences.length);
  return mean(differences) === 0 ? 0 : mean(differences) / error;
}
