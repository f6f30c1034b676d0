import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "simple-statistics";
import { experimentSchema } from "../src/experiment/schema";
import { presets } from "../src/experiment/presets";
import { labCommand, secondsInNewHome, secondsOf } from "./lab-command";
import { pythonWithFrameworks, withThreads } from "./python";

/**
 * Seconds for a sweep of 30 runs of the textbook preset (without dropout and with, 15 seeds, 40 epochs, both modes
 * evaluated after each): the lab in a terminal; the same loop in PyTorch with a process for each core and one thread in
 * each; and in JAX run after run in one process, with a process for each core, and with all runs of a variant at once
 * (jax.vmap), in one process and in one for each core. From the command to the end, including loading, starting and
 * JAX's compiling; they take turns. `--by`, any number of times, chooses contenders by a part of their names.
 *
 *     npm run build && node bench/run.mjs bench/sweep.ts [turns] [--by Lab --by "JAX, a process"]
 */

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { by: { type: "string", multiple: true, default: [""] } },
});
const turns = Number(positionals[0] ?? 3);
const seeds = Array.from({ length: 15 }, (_, index) => index + 1);
const here = dirname(fileURLToPath(import.meta.url));
const labSweep = labCommand("run", "textbook", "--seeds", seeds.join(), "--out", "out");
const python = pythonWithFrameworks();
const { training, variants } = experimentSchema.parse(presets.textbook.document);
const runs = variants.length * seeds.length;
const cores = availableParallelism();

/** A command for each process, given its first run and its number of runs; the processes share the cores' threads. */
function divided(processes: number, command: (first: number, count: number) => readonly string[]) {
  const begin = (process: number) => Math.round((runs * process) / processes);
  const commands = Array.from(
    { length: processes },
    (_, process) =>
      [python, ...command(begin(process), begin(process + 1) - begin(process))] as [string, ...string[]],
  );
  return () => secondsOf(commands, { env: withThreads(cores / processes) });
}

const script = (name: string) => join(here, "contenders", name);
const epochs = String(training.epochs);
const jax = (how: "sequential" | "vmap") => (first: number, count: number) => [
  script("jax_sweep.py"),
  String(first),
  String(count),
  epochs,
  how,
];
const contenders: Record<string, () => Promise<number>> = {
  "Dropout Lab": () => secondsInNewHome(labSweep),
  "PyTorch, a process for each core": divided(cores, (_, count) => [
    script("pytorch_sweep.py"),
    String(count),
    epochs,
  ]),
  "JAX, run after run": divided(1, jax("sequential")),
  "JAX, a process for each core": divided(cores, jax("sequential")),
  "JAX, vmap over runs": divided(1, jax("vmap")),
  "JAX, vmap over runs, a process for each core": divided(cores, jax("vmap")),
};

const chosen = Object.entries(contenders).filter(([name]) => options.by.some((part) => name.includes(part)));
const seconds = new Map<string, number[]>(chosen.map(([name]) => [name, []]));
for (let turn = 1; turn <= turns; turn++) {
  for (const [name, run] of chosen) seconds.get(name)!.push(await run());
  console.error(`turn ${turn} of ${turns}`);
}
console.log(`Seconds for ${runs} runs on ${cores} cores (median and all of ${turns} turns):\n`);
for (const [name, values] of seconds) {
  console.log(
    `${name}: ${median(values).toFixed(1)} (${values.map((value) => value.toFixed(1)).join(", ")})`,
  );
}
