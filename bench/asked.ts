import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { median } from "simple-statistics";
import { nodeLauncher } from "../src/execution/workers";
import { presets } from "../src/experiment/presets";
import { experimentSchema } from "../src/experiment/schema";
import { Lab } from "../src/lab/lab";

/**
 * Whether looking into a run slows trainings: seconds for a run of the textbook network on each core, alone, and while a person looks at
 * another run, five minibatches a second. The two take turns, and each pair gives a share, so that other load on the machine
 * affects both. The wish is 1.05 at most.
 *
 *     npm run build && node bench/run.mjs bench/asked.ts [turns] [epochs]
 */
const turns = Number(process.argv[2] ?? 5);
const epochs = Number(process.argv[3] ?? 200);
/** Milliseconds between two questions. */
const pace = 200;

const folder = mkdtempSync(join(tmpdir(), "dropout-lab-bench-"));
const lab = new Lab({
  launch: nodeLauncher(resolve("dist/trainer.cjs")),
  version: "bench",
  database: join(folder, "lab.sqlite"),
});
const { document } = presets.textbook;

async function train(length: number, seeds: number): Promise<string> {
  const training = { ...document.training, epochs: length };
  const all = { ...document, training, variants: [{ name: "dropout" }] };
  const experiment = experimentSchema.parse({
    ...all,
    seeds: Array.from({ length: seeds }, (_, seed) => seed + 1),
  });
  const { runs } = await lab.startExperiment({ experiment });
  const open = new Set(runs.map(({ id }) => id));
  await new Promise<void>((done) => {
    lab.events.on("runChanged", ({ id, ended }) => {
      if (ended !== null && open.delete(id) && open.size === 0) done();
    });
  });
  return runs[0]!.id;
}

const runId = await train(4, 1);
const ask = (step: number) => lab.inspectMinibatch({ runId, step, row: step % 10, mode: "train" });
await ask(1);
const answers: number[] = [];

async function secondsOf(isAsked: boolean): Promise<number> {
  let over = false;
  const looking = async (): Promise<void> => {
    for (let step = 1; isAsked && !over; step = (step % 100) + 1) {
      const begun = performance.now();
      await ask(step);
      answers.push(performance.now() - begun);
      await wait(Math.max(0, pace - (performance.now() - begun)));
    }
  };
  const begun = performance.now();
  const looked = looking();
  await train(epochs, availableParallelism());
  const seconds = (performance.now() - begun) / 1000;
  over = true;
  await looked;
  return seconds;
}

const shares: number[] = [];
for (let turn = 1; turn <= turns; turn++) {
  const seconds = new Map<boolean, number>();
  // The second one may find warm caches, so they swap places.
  for (const isAsked of turn % 2 === 1 ? [false, true] : [true, false]) {
    seconds.set(isAsked, await secondsOf(isAsked));
  }
  const [alone, asked] = [seconds.get(false)!, seconds.get(true)!];
  shares.push(asked / alone);
  console.log(
    `turn ${turn}: alone ${alone.toFixed(1)} s, looked into ${asked.toFixed(1)} s: ${(asked / alone).toFixed(3)}`,
  );
}
console.log(`share, median of ${turns}: ${median(shares).toFixed(3)}`);
console.log(`an answer: median ${median(answers).toFixed(0)} ms of ${answers.length}`);
lab.close();
rmSync(folder, { recursive: true, force: true });
