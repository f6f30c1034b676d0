import { openEngine } from "../src/engine/open";
import { dataOf, layersOf, letItRun, trainingOf } from "../src/engine/testing";

/**
 * Whether a trainer process grows: resident memory after the first ten and after all of 200 runs, each with its own
 * design so that nothing is reused, and the same for 1,000 epochs of one run. Ends with an error beyond 5%.
 *
 *     node --expose-gc bench/run.mjs bench/memory.ts
 */

const { gc } = globalThis;
if (!gc) throw new Error("Run it with node --expose-gc, so that JavaScript's own garbage does not count.");

const engine = await openEngine();
const data = dataOf({ rows: 1000, features: 300, outputs: 10 });

function planOf(units: number) {
  const hidden = [units, 100, 50].flatMap((each) =>
    layersOf({ type: "dense", units: each }, { type: "leakyRelu" }, { type: "dropout", rate: 0.3 }),
  );
  const layers = [...hidden, ...layersOf({ type: "dense", units: 10 })];
  return { layers, training: trainingOf({ batchSize: 32 }), seed: 1 };
}

async function trainEpochs(units: number, first: number, last: number, each: (epoch: number) => void) {
  const run = engine.openRun(planOf(units), data);
  for (let epoch = first; epoch <= last; epoch++) {
    await run.trainEpoch(epoch, letItRun);
    await run.evaluate("train", "eval", epoch, 0, letItRun);
    await run.evaluate("validation", "eval", epoch, 0, letItRun);
    await run.evaluate("validation", "evalForgotten", epoch, 0, letItRun);
    each(epoch);
  }
  await run.weights();
  run.dispose();
}

function residentMegabytes(): number {
  for (let times = 0; times < 3; times++) gc!();
  return process.memoryUsage.rss() / 2 ** 20;
}

let grew = false;
function report(what: string, early: number, late: number): void {
  const growth = late / early - 1;
  console.log(`${what}: ${early.toFixed(0)} MB, then ${late.toFixed(0)} MB (${(100 * growth).toFixed(1)}%)`);
  grew ||= growth > 0.05;
}

let early = 0;
await trainEpochs(200, 1, 1000, (epoch) => {
  if (epoch === 10) early = residentMegabytes();
  if (epoch % 250 === 0) report(`After 10 and ${epoch} epochs`, early, residentMegabytes());
});
for (let run = 1; run <= 200; run++) {
  await trainEpochs(200 + (run % 3), 1, 2, () => undefined);
  if (run === 10) early = residentMegabytes();
  if (run > 10 && run % 50 === 0) report(`After 10 and ${run} runs`, early, residentMegabytes());
}
if (grew) throw new Error("Memory grew by more than 5%.");
