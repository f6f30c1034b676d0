import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { experimentSchema } from "../src/experiment/schema";
import { overBridge } from "../src/transport/bridge";
import type { EventOf, LabVerbs, Request, Response, Verb } from "../src/contract/contract";
import { Files } from "../src/documents/file-references";
import { answer } from "../src/transport/gate";
import { Lab } from "../src/lab/lab";
import { nodeLauncher } from "../src/execution/workers";

/**
 * How long the queue's verbs take with a full queue, requested as by the window: through the gate and the bridge,
 * every schema checked, with real trainers. It also prints the time until everything was announced, and this
 * process's processor time, which other programs do not affect.
 *
 *     node bench/run.mjs bench/queue.ts [--runs 100000]
 */
const { values: flags } = parseArgs({ options: { runs: { type: "string", default: "100000" } } });
const seeds = Math.ceil(Number(flags.runs) / 100);

const experiment = experimentSchema.parse({
  name: "many",
  data: { source: "moons", train: 64, validation: 64 },
  network: {
    layers: [
      { type: "dense", units: 8 },
      { type: "tanh" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 2 },
    ],
  },
  training: { batchSize: 16, epochs: 100_000 },
  variants: Array.from({ length: 100 }, (_, index) => ({ name: `p = ${index / 100}`, rate: index / 100 })),
  seeds: Array.from({ length: seeds }, (_, seed) => seed),
});

const folder = await mkdtemp(join(tmpdir(), "dropout-lab-queue-"));
const database = join(folder, "lab.sqlite");
const open = () => new Lab({ launch: nodeLauncher(resolve("dist/trainer.cjs")), version: "bench", database });
let lab = open();
try {
  const count = experiment.variants.length * seeds;
  console.log(
    `${count} runs, ${cpus().length} at once. Milliseconds: answered, told of all, of the processor.`,
  );
  const { id, runs } = await measure("queue", () => ask("startExperiment", { experiment }), 0);
  const runIds = runs.map((run) => run.id);
  await measure("pause all", () => ask("pauseRuns", { runIds }), count);
  await measure("resume all", () => ask("resumeRuns", { runIds }), count);
  await measure("pause one", () => ask("pauseRuns", { runIds: runIds.slice(-1) }), 1);
  await measure("resume one", () => ask("resumeRuns", { runIds: runIds.slice(-1) }), 1);
  await measure("stop all", () => ask("stopRuns", { runIds }), count);
  await measure("stop all again", () => ask("stopRuns", { runIds }), 0);
  await measure("what is missing", () => ask("resumePoints", { experimentId: id }), 0);
  await measure("resume what is missing", () => ask("resumeExperiment", { experimentId: id }), 0);
  await measure("close", async () => lab.close(), count);
  lab = open();
  await measure("show it", () => ask("getExperiment", { experimentId: id }), 0);
} finally {
  lab.close();
  await rm(folder, { recursive: true, force: true });
}

/** @param changes the fewest runs whose change must be announced */
async function measure<Value>(name: string, act: () => Promise<Value>, changes: number): Promise<Value> {
  let told = 0;
  let toldAll: () => void = () => undefined;
  const allTold = new Promise<void>((resolve) => (toldAll = resolve));
  const note = (more: number) => {
    told += more;
    if (told >= changes) toldAll();
  };
  const off = [
    lab.events.on("runChanged", () => note(1)),
    lab.events.on("runsChanged", ({ runIds }: EventOf<"runsChanged">) => note(runIds.length)),
  ];
  if (changes === 0) toldAll();
  const before = process.cpuUsage();
  const begun = performance.now();
  const value = await act();
  const answered = performance.now() - begun;
  await allTold;
  const all = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  for (const end of off) end();
  const numbers = [answered, all, (user + system) / 1000].map((time) => time.toFixed(0).padStart(6));
  console.log(`${name.padEnd(24)}${numbers.join(" ")}`);
  return value;
}

async function ask<V extends Verb>(verb: V, request: Request<V>): Promise<Response<V>> {
  const envelope = await answer(overBridge(lab, new Files()) as LabVerbs, verb, request);
  if (!envelope.ok) throw new Error(JSON.stringify(envelope.failure));
  return envelope.value as Response<V>;
}
