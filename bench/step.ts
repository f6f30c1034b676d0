import { type ChildProcess, spawn } from "node:child_process";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { median, quantile } from "simple-statistics";
import { oneThread, pythonWithFrameworks } from "./python";

/**
 * Milliseconds per training step of the textbook network (300-200-100-50-10, LeakyReLU, p = 0.3, Adam, loss and
 * accuracy kept) at batch 32 and 128: the lab, tfjs' `model.fit`, PyTorch and Keras' `fit`, one thread each. Each
 * lives in a process of its own; they take turns of 256 steps, so that whatever slows the machine slows them all.
 *
 *     npm run bench
 */

const here = dirname(fileURLToPath(import.meta.url));
const batchSizes = [32, 128];
const warmUpTurns = 2;
const turns = 12;

const python = pythonWithFrameworks();
const typescript = (file: string) => [
  process.execPath,
  join(here, "run.mjs"),
  join(here, "contenders", file),
];
const contenders: Record<string, string[]> = {
  "Dropout Lab": typescript("lab.ts"),
  "tfjs `model.fit`": typescript("layers-fit.ts"),
  PyTorch: [python, join(here, "contenders", "pytorch_steps.py")],
  "Keras `fit`": [python, join(here, "contenders", "keras_steps.py")],
};

interface Contender {
  readonly process: ChildProcess;
  readonly answers: AsyncIterator<string>;
  readonly milliseconds: Map<number, number[]>;
}

const started = Object.entries(contenders).map(([name, command]) => [name, start(command)] as const);
try {
  for (let turn = -warmUpTurns; turn < turns; turn++) {
    for (const batchSize of batchSizes) {
      for (const [name, contender] of started) {
        contender.process.stdin!.write(`${batchSize}\n`);
        const { value, done } = await contender.answers.next();
        if (done) throw new Error(`${name} ended before its time`);
        if (turn >= 0) contender.milliseconds.get(batchSize)!.push(Number(value));
      }
    }
    console.error(`turn ${turn + warmUpTurns + 1} of ${turns + warmUpTurns}`);
  }
} finally {
  for (const [, contender] of started) contender.process.kill();
}

console.log(
  `Median milliseconds per training step (25th to 75th percentile of ${turns} turns), one thread each,`,
);
console.log(`on ${cpus()[0]!.model}, Node ${process.versions.node}:\n`);
console.log(`| | ${batchSizes.map((batchSize) => `batch ${batchSize}`).join(" | ")} |`);
console.log(`|---|${"---|".repeat(batchSizes.length)}`);
for (const [name, { milliseconds }] of started) {
  const cells = [...milliseconds.values()].map(
    (values) =>
      `${median(values).toFixed(2)} (${quantile(values, 0.25).toFixed(2)} to ${quantile(values, 0.75).toFixed(2)})`,
  );
  console.log(`| ${name} | ${cells.join(" | ")} |`);
}

function start([program, ...options]: string[]): Contender {
  const child = spawn(program!, options, { stdio: ["pipe", "pipe", "inherit"], env: oneThread });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { process: child, answers, milliseconds: new Map(batchSizes.map((batchSize) => [batchSize, []])) };
}
