import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { nodeLauncher } from "../src/execution/workers";
import { presets } from "../src/experiment/presets";
import { type Experiment, experimentSchema } from "../src/experiment/schema";
import { Lab } from "../src/lab/lab";

/**
 * Milliseconds from asking for the next minibatch of a textbook run to its answer (the wish is less than 50), for 100 passes over
 * its 1,000 validation rows (500), and for a surface of 200 × 200 points of the preset moons (100).
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
async function trained(document: Experiment): Promise<string> {
  const { runs } = await lab.startExperiment({ experiment: document });
  const runId = runs[0]!.id;
  await new Promise((done) =>
    lab.events.on("runChanged", ({ id, ended }) => id === runId && ended !== null && done(null)),
  );
  return runId;
}
const runId = await trained(experiment);

const times: number[] = [];
for (let step = 1; step <= 101; step++) {
  const begun = performance.now();
  await lab.inspectMinibatch({ runId, step, row: step % 10, mode: "train" });
  times.push(performance.now() - begun);
}
const [first, ...others] = times;
const sorted = [...others].sort((one, other) => one - other);
console.log(`first minibatch (process, backend, data, weights): ${first!.toFixed(0)} ms`);
console.log(`next minibatch: median ${sorted[50]!.toFixed(1)} ms, 95 % within ${sorted[94]!.toFixed(1)} ms`);
const passes: number[] = [];
for (let turn = 0; turn < 5; turn++) {
  const begun = performance.now();
  await lab.inspectPasses({ runId, passes: 100 });
  passes.push(performance.now() - begun);
}
passes.sort((one, other) => one - other);
console.log(`100 passes over 1,000 rows: median ${passes[2]!.toFixed(0)} ms`);

const { document: moons } = presets.moons;
const moonsId = await trained(experimentSchema.parse({ ...moons, variants, seeds: [1] }));
const ranges: [number, number][] = [
  [-2, 3],
  [-2, 2],
];
for (const [name, look, resolution] of [
  ["eval mode, 200 × 200", { of: "eval" }, 200],
  ["one mask, 200 × 200", { of: "mask", mask: 3 }, 200],
  ["mean of 100 masks, 100 × 100", { of: "passes", passes: 100 }, 100],
] as const) {
  const surfaces: number[] = [];
  for (let turn = 0; turn < 21; turn++) {
    const begun = performance.now();
    await lab.inspectSurface({ runId: moonsId, ranges, resolution, look });
    surfaces.push(performance.now() - begun);
  }
  const inOrder = surfaces.slice(1).sort((one, other) => one - other);
  console.log(
    `surface, ${name}: median ${inOrder[10]!.toFixed(0)} ms, 95 % within ${inOrder[18]!.toFixed(0)} ms`,
  );
}
const points: number[] = [];
for (let turn = 0; turn < 21; turn++) {
  const begun = performance.now();
  await lab.inspectPoint({ runId: moonsId, at: [turn / 10, 0], passes: 100 });
  points.push(performance.now() - begun);
}
points.sort((one, other) => one - other);
console.log(`a point, 100 masks: median ${points[10]!.toFixed(0)} ms`);
lab.close();
rmSync(folder, { recursive: true, force: true });
