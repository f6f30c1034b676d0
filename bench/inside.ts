import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { nodeLauncher } from "../src/execution/workers";
import { presets } from "../src/experiment/presets";
import { type Experiment, experimentSchema } from "../src/experiment/schema";
import { Lab } from "../src/lab/lab";

/**
 * Milliseconds from asking for the next minibatch of a textbook run to its answer (the wish is less than 50), for 100 passes over
 * its 1,000 validation rows (500), for a surface of 200 × 200 points of the preset moons (100), and for a stroke on the pad (50).
 */
const folder = mkdtempSync(join(tmpdir(), "dropout-lab-bench-"));
const lab = new Lab({
  launch: nodeLauncher(resolve("dist/trainer.cjs")),
  version: "bench",
  database: join(folder, "lab.sqlite"),
});
const { document } = presets.textbook;
const training = { ...document.training, epochs: 4 };
const variants = [{ name: "dropout" }, ...[0, 0.1, 0.5].map((rate) => ({ name: `p = ${rate}`, rate }))];
const experiment = experimentSchema.parse({ ...document, training, variants, seeds: [1] });
async function trainedRuns(document: Experiment): Promise<string[]> {
  let left = document.variants.length;
  const { runs } = await lab.startExperiment({ experiment: document });
  await new Promise((done) =>
    lab.events.on("runChanged", ({ id, ended }) => {
      if (runs.some((run) => run.id === id) && ended !== null && --left === 0) done(null);
    }),
  );
  return runs.map(({ id }) => id);
}
const runIds = await trainedRuns(experiment);
const runId = runIds[0]!;

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
const moonsVariants = [{ name: "dropout" }];
const [moonsId] = (await trainedRuns(
  experimentSchema.parse({ ...moons, variants: moonsVariants, seeds: [1] }),
)) as [string];
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
const strokes: number[] = [];
for (let turn = 0; turn < 31; turn++) {
  const pixels = Array.from({ length: 300 }, (_, pixel) => ((pixel * (turn + 3)) % 10) / 10);
  const begun = performance.now();
  const request = { passes: 30, input: { from: "picture" as const, pixels } };
  await Promise.all(runIds.map((id) => lab.inspectPrediction({ runId: id, ...request })));
  strokes.push(performance.now() - begun);
}
const [, ...later] = strokes;
later.sort((one, other) => one - other);
console.log(
  `a stroke on the pad, ${runIds.length} variants in eval mode and 30 passes: median ${later[15]!.toFixed(1)} ms, 95 % within ${later[28]!.toFixed(1)} ms`,
);
lab.close();
rmSync(folder, { recursive: true, force: true });
