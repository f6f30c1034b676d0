import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median } from "simple-statistics";
import { presets } from "../src/experiment/presets";
import { type Experiment, experimentSchema } from "../src/experiment/schema";
import { nodeLauncher } from "../src/execution/workers";
import { Lab } from "../src/lab/lab";

/**
 * How long after the start of an experiment its first epoch is measured: in trainers of its own, and in those that rest since an experiment
 * before it. The two take turns. The textbook network, as many runs as cores, short ones.
 *
 *     npm run build && node bench/run.mjs bench/again.ts [turns]
 */
const turns = Number(process.argv[2] ?? 7);
const experiment = experimentSchema.parse({
  ...presets.textbook.document,
  training: { ...presets.textbook.document.training, epochs: 3 },
  variants: [{ name: "p = 0.3" }],
  seeds: cpus().map((_, index) => index + 1),
});

/** Milliseconds to the first record; then the experiment trains to its end. */
async function toFirstRecord(lab: Lab, document: Experiment): Promise<number> {
  const going = new Set<string>();
  let first: number | null = null;
  const ended = new Promise<void>((done) => {
    lab.events.on("epochMeasured", () => void (first ??= performance.now()));
    lab.events.on("runChanged", ({ id, ended: at }) => {
      if (at === null) going.add(id);
      else if (going.delete(id) && going.size === 0) done();
    });
  });
  const started = performance.now();
  const { runs } = await lab.startExperiment({ experiment: document });
  for (const { id } of runs) going.add(id);
  await ended;
  return first! - started;
}

const home = mkdtempSync(join(tmpdir(), "lab-bench-"));
const launch = nodeLauncher(resolve("dist", "trainer.cjs"));
const fresh: number[] = [];
const rested: number[] = [];
try {
  for (let turn = 0; turn < turns; turn++) {
    const database = join(home, `${turn}.sqlite`);
    const lab = new Lab({ launch, version: "bench", database, keepsTrainers: true });
    fresh.push(await toFirstRecord(lab, experiment));
    // Another rate: the second experiment shares nothing with the first but the trainers.
    const changed = { ...experiment, variants: [{ name: "p = 0.5", rate: 0.5 }] };
    rested.push(await toFirstRecord(lab, changed));
    lab.close();
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
for (const [what, times] of Object.entries({ "new trainers": fresh, "trainers that rested": rested })) {
  const [best, middle, worst] = [Math.min(...times), median(times), Math.max(...times)];
  console.log(
    `${what}: median ${middle.toFixed(0)} ms to the first record, ${best.toFixed(0)} to ${worst.toFixed(0)} of ${times.length}`,
  );
}
