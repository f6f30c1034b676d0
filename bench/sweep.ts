import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "simple-statistics";
import { experimentSchema } from "../src/experiment/schema";
import { presets } from "../src/experiment/presets";
import { pythonWithFrameworks, withThreads } from "./python";

/**
 * Seconds for a sweep of 30 runs of the textbook preset (without dropout and with, 15 seeds, 40 epochs, both modes
 * evaluated after each): the lab in a terminal, and the same loop in PyTorch with a process for each core and one thread
 * in each. Both from the command to the end, what they load and start included; they take turns.
 *
 *     npm run build && node bench/run.mjs bench/sweep.ts [turns]
 */

const turns = Number(process.argv[2] ?? 3);
const seeds = Array.from({ length: 15 }, (_, place) => place + 1);
const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, "..", "dist", "cli.cjs");
if (!existsSync(cli)) throw new Error("dist/cli.cjs is missing: run npm run build first.");
const python = pythonWithFrameworks();
const { training, variants } = experimentSchema.parse(presets.textbook.document);
const runs = variants.length * seeds.length;
const cores = availableParallelism();

async function secondsOf(commands: readonly (readonly string[])[], env: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const children = commands.map(([program, ...options]) =>
    spawn(program!, options, { stdio: "ignore", env }),
  );
  const codes = await Promise.all(
    children.map((child) => once(child, "exit").then(([code]) => code as number)),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`A process ended with ${codes.join(", ")}`);
  return (performance.now() - started) / 1000;
}

async function lab(): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "lab-sweep-"));
  try {
    const command = [
      process.execPath,
      cli,
      "run",
      "textbook",
      "--seeds",
      seeds.join(),
      "--out",
      join(home, "out"),
    ];
    return await secondsOf([command], { ...process.env, DROPOUT_LAB_HOME: home });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function pytorch(): Promise<number> {
  const script = join(here, "contenders", "pytorch_sweep.py");
  const share = (core: number) => Math.floor((runs + core) / cores);
  const commands = Array.from({ length: cores }, (_, core) => [
    python,
    script,
    String(share(core)),
    String(training.epochs),
  ]);
  return secondsOf(commands, withThreads(1));
}

const seconds = { "Dropout Lab": [] as number[], PyTorch: [] as number[] };
for (let turn = 1; turn <= turns; turn++) {
  seconds["Dropout Lab"].push(await lab());
  seconds.PyTorch.push(await pytorch());
  console.error(`turn ${turn} of ${turns}`);
}
console.log(`Seconds for ${runs} runs on ${cores} cores (median and all of ${turns} turns):\n`);
for (const [name, values] of Object.entries(seconds)) {
  console.log(
    `${name}: ${median(values).toFixed(1)} (${values.map((value) => value.toFixed(1)).join(", ")})`,
  );
}
