import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism, cpus } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, quantile } from "simple-statistics";
import { layersOf } from "../src/engine/testing";
import { presets } from "../src/experiment/presets";
import type { Order } from "./contenders/protocol";
import { pythonWithFrameworks, withThreads } from "./python";

/**
 * Milliseconds per training step, and per epoch with the evaluations of both modes: the lab, its plain engine, tfjs' `model.fit`,
 * PyTorch (also through torch.compile), JAX and Keras' `fit` (the lab and JAX also with dense layers' products of bfloat16), each with one thread and with as many as there are cores, and the
 * arithmetic limit at the same number of threads. Each has its own process; they take turns, so that other load on the machine
 * slows them all. `--only` and `--by`, any number of times, choose cases and contenders by a part of their names.
 *
 *     npm run bench [-- turns] [-- --only "batch 64"] [-- --by Lab --by JAX]
 */

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true, default: [""] },
    by: { type: "string", multiple: true, default: [""] },
  },
});
const isChosen = (name: string, parts: readonly string[]) => parts.some((part) => name.includes(part));
const turns = Number(positionals[0] ?? 12);
const warmUpTurns = 2;
const here = dirname(fileURLToPath(import.meta.url));

type Network = Pick<Order, "features" | "image" | "layers" | "classes">;

function dense(features: number, ...units: number[]): Network {
  const hidden = units.flatMap((width) =>
    layersOf({ type: "dense", units: width }, { type: "leakyRelu" }, { type: "dropout", rate: 0.3 }),
  );
  return { features, layers: [...hidden, ...layersOf({ type: "dense", units: 10 })], classes: 10 };
}

/** A preset's network on pictures of MNIST's size. */
function pictures(preset: "lenet" | "vgg"): Network {
  const { layers } = presets[preset].document.network;
  return { features: 784, image: [28, 28, 1], layers: layersOf(...layers), classes: 10 };
}

const textbook = dense(300, 200, 100, 50);
/** Two hidden layers of this width on as many inputs as MNIST's pictures have. */
const wide = (width: number) => dense(784, width, width);

interface Case {
  readonly name: string;
  readonly order: Order;
  /** The number of steps whose time is shown; 1 for an epoch. */
  readonly steps: number;
}

const steps = (name: string, network: Network, rows: number, batchSize: number): Case => ({
  name: `${name}, batch ${batchSize}: step`,
  order: { ...network, rows, validationRows: 0, batchSize },
  steps: rows / batchSize,
});
const epoch = (name: string, network: Network, rows: number, batchSize: number): Case => ({
  name: `${name}, batch ${batchSize}: epoch of ${rows} rows, evaluated`,
  order: { ...network, rows, validationRows: 1000, batchSize },
  steps: 1,
});

const allCases = [
  steps("textbook", textbook, 4096, 32),
  steps("textbook", textbook, 8192, 128),
  steps("784-32-32-10", wide(32), 8192, 128),
  steps("784-128-128-10", wide(128), 8192, 128),
  steps("784-512-512-10", wide(512), 2048, 128),
  steps("784-1024-1024-10", wide(1024), 2048, 128),
  steps("784-2048-2048-10", wide(2048), 1024, 128),
  steps("LeNet-5", pictures("lenet"), 1024, 64),
  steps("small VGG", pictures("vgg"), 1024, 64),
  epoch("textbook", textbook, 1000, 32),
  epoch("textbook", textbook, 1000, 128),
  epoch("784-1024-1024-10", wide(1024), 2048, 128),
];
const cases = allCases.filter(({ name }) => isChosen(name, options.only));

const python = pythonWithFrameworks();
const typescript = (file: string) => [
  process.execPath,
  join(here, "run.mjs"),
  join(here, "contenders", file),
];
const commands: Record<string, { command: string[]; environment?: Record<string, string> }> = {
  "Dropout Lab": { command: typescript("lab.ts"), environment: { DROPOUT_LAB_ENGINE: "graph" } },
  "Dropout Lab, bfloat16 products": {
    command: [...typescript("lab.ts"), "bfloat16"],
    environment: { DROPOUT_LAB_ENGINE: "graph" },
  },
  "… with TensorFlow's kernels": {
    command: typescript("lab.ts"),
    environment: { DROPOUT_LAB_ENGINE: "graph", DROPOUT_LAB_KERNELS: "tensorflow" },
  },
  "its plain engine": { command: typescript("lab.ts"), environment: { DROPOUT_LAB_ENGINE: "plain" } },
  "tfjs `model.fit`": { command: typescript("layers-fit.ts") },
  PyTorch: { command: [python, join(here, "contenders", "pytorch_epochs.py")] },
  "PyTorch, torch.compile": { command: [python, join(here, "contenders", "pytorch_epochs.py"), "compiled"] },
  JAX: { command: [python, join(here, "contenders", "jax_epochs.py")] },
  "JAX, bfloat16 products": { command: [python, join(here, "contenders", "jax_epochs.py"), "bfloat16"] },
  "Keras `fit`": { command: [python, join(here, "contenders", "keras_epochs.py")] },
  "arithmetic limit": { command: typescript("product.ts") },
};

class Contender {
  readonly milliseconds = new Map<Case, number[]>(cases.map((each) => [each, []]));
  /** Why it could not go on. */
  failure: string | null = null;
  private said = "";
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(
    readonly name: string,
    readonly threads: number,
  ) {
    const { command, environment } = commands[name]!;
    const [program, ...options] = command;
    const env = { ...withThreads(threads), ...environment };
    const child = spawn(program!, options, { stdio: ["pipe", "pipe", "pipe"], env });
    this.process = child;
    // An order to a process that has ended: the missing answer tells.
    child.stdin.on("error", () => null);
    child.stderr.on("data", (part: Buffer) => (this.said = (this.said + part.toString()).slice(-4000)));
    this.answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns null if it cannot: it takes no further turns then */
  async takeTurn(each: Case): Promise<number | null> {
    if (this.failure) return null;
    this.process.stdin!.write(`${JSON.stringify(each.order)}\n`);
    const { value, done } = await this.answers.next();
    if (!done) return Number(value) / each.steps;
    this.failure = `${each.name}: ${this.said.trim().split("\n").at(-1) || "it ended without a word"}`;
    return null;
  }

  end(): void {
    this.process.kill();
  }
}

const threadCounts = [...new Set([1, availableParallelism()])];
const contenders = Object.keys(commands)
  .filter((name) => isChosen(name, options.by))
  .flatMap((name) => threadCounts.map((threads) => new Contender(name, threads)));
try {
  for (let turn = -warmUpTurns; turn < turns; turn++) {
    for (const each of cases)
      for (const contender of contenders) {
        const milliseconds = await contender.takeTurn(each);
        if (turn >= 0 && milliseconds !== null) contender.milliseconds.get(each)!.push(milliseconds);
      }
    console.error(`turn ${turn + warmUpTurns + 1} of ${turns + warmUpTurns}`);
  }
} finally {
  for (const contender of contenders) contender.end();
}

console.log(`Median milliseconds (25th to 75th percentile of ${turns} turns),`);
console.log(`on ${cpus().length} × ${cpus()[0]!.model}, Node ${process.versions.node}:\n`);
console.log(`| | threads | ${cases.map(({ name }) => name).join(" | ")} |`);
console.log(`|---|---|${"---|".repeat(cases.length)}`);
for (const { name, threads, milliseconds } of contenders) {
  const shown = cases.map((each) => {
    const values = milliseconds.get(each)!;
    if (values.length === 0) return "cannot";
    const range = [0.25, 0.75].map((share) => quantile(values, share).toPrecision(3)).join(" to ");
    return `${median(values).toPrecision(3)} (${range})`;
  });
  console.log(`| ${[name, threads, ...shown].join(" | ")} |`);
}
for (const { name, threads, failure } of contenders)
  if (failure) console.log(`\n${name} with ${threads} threads cannot go on at ${failure}`);
