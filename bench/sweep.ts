import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "simple-statistics";
import { experimentSchema } from "../src/experiment/schema";
import { presets } from "../src/experiment/presets";
import { labCommand, secondsInNewHome, secondsOf } from "./lab-command";
import { pythonWithFrameworks, withThreads } from "./python";

/**
 * Seconds for a sweep of 30 runs of the textbook preset (without dropout and with, 15 seeds, 40 epochs, both modes
 * evaluated after each): the lab in a terminal, and the same loop in PyTorch with a process for each core and one
 * thread in each. Both from the command to the end, including loading and starting; they take turns.
 *
 *     npm run build && node bench/run.mjs bench/sweep.ts [turns]
 */

const turns = Number(process.argv[2] ?? 3);
const seeds = Array.from({ length: 15 }, (_, index) => index + 1);
const here = dirname(fileURLToPath(import.meta.url));
const labSweep = labCommand("run", "textbook", "--seeds", seeds.join(), "--out", "out");
const python = pythonWithFrameworks();
const { training, variants } = experimentSchema.parse(presets.textbook.document);
const runs = variants.length * seeds.length;
const cores = availableParallelism();

async function pytorch(): Promise<number> {
  const script = join(here, "contenders", "pytorch_sweep.py");
  const share = (core: number) => Math.floor((runs + core) / cores);
  const commandOf = (core: number) => [python, script, String(share(core)), String(training.epochs)] as const;
  const commands = Array.from({ length: cores }, (_, core) => commandOf(core));
  return secondsOf(commands, { env: withThreads(1) });
}

const seconds = { "Dropout Lab": [] as number[], PyTorch: [] as number[] };
for (let turn = 1; turn <= turns; turn++) {
  seconds["Dropout Lab"].push(await secondsInNewHome(labSweep));
  seconds.PyTorch.push(await pytorch());
  console.error(`turn ${turn} of ${turns}`);
}
console.log(`Seconds for ${runs} runs on ${cores} cores (median and all of ${turns} turns):\n`);
for (const [name, values] of Object.entries(seconds)) {
  console.log(
    `${name}: ${median(values).toFixed(1)} (${values.map((value) => value.toFixed(1)).join(", ")})`,
  );
}
