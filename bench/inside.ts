import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { nodeLauncher } from "../src/execution/workers";
import { presets } from "../src/experiment/presets";
import { experimentSchema } from "../src/experiment/schema";
import { Lab } from "../src/lab/lab";

/**
 * Milliseconds from asking for the next minibatch of a textbook run to its answer (the wish is less than 50), and for 100 passes over
 * its 1,000 validation rows (500).
 */
const folder = mkdtempSync(join(tmpdir(), "dropout-lab-bench-"));
const lab = new Lab({
  launch: nodeLauncher(resolve("dist/trainer.cjs")),
  version: "bench",
  database: join(folder, "lab.sqlite"),
});
const { document } = presets.textbook;
const training = { ...document.training, epochs: 4 };
const variants = [{ name: "dropout" }];
const experiment = experimentSchema.parse({ ...document, training, variants, seeds: [1] });
const ended = new Promise((done) => lab.events.on("runChanged", (run) => run.ended !== null && done(run)));
const { runs } = await lab.startExperiment({ experiment });
await ended;

const times: number[] = [];
for (let step = 1; step <= 101; step++) {
  const begun = performance.now();
  await lab.inspectMinibatch({ runId: runs[0]!.id, step, row: step % 10, mode: "train" });
  times.push(performance.now() - begun);
}
const [first, ...others] = times;
const sorted = [...others].sort((one, other) => one - other);
console.log(`first minibatch (process, backend, data, weights): ${first!.toFixed(0)} ms`);
console.log(`next minibatch: median ${sorted[50]!.toFixed(1)} ms, 95 % within ${sorted[94]!.toFixed(1)} ms`);
const passes: number[] = [];
for (let turn = 0; turn < 5; turn++) {
  const begun = performance.now();
  await lab.inspectPasses({ runId: runs[0]!.id, passes: 100 });
  passes.push(performance.now() - begun);
}
passes.sort((one, other) => one - other);
console.log(`100 passes over 1,000 rows: median ${passes[2]!.toFixed(0)} ms`);
lab.close();
rmSync(folder, { recursive: true, force: true });
