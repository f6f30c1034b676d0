import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { experimentSchema } from "../src/experiment/schema";
import { nodeLauncher } from "../src/execution/trainers";
import { Lab } from "../src/lab/lab";

/**
 * Seconds from the start of an experiment on a CSV of 100 MB until every run has measured its first epoch, with a
 * trainer for each core (after `npm run build`): without prepared data, when it is made, and when it is there.
 *
 *     node bench/run.mjs bench/prepared.ts
 */
const home = mkdtempSync(join(tmpdir(), "lab-prepared-"));
const features = 20;
const rows = 720_000;

try {
  const path = join(home, "table.csv");
  writeTable(path);
  const without = join(home, "without");
  const kept = join(home, "with");
  const lab = (folder: string) =>
    new Lab({
      launch: nodeLauncher(resolve("dist", "trainer.cjs")),
      version: "bench",
      database: join(folder, "lab.sqlite"),
    });
  const first = lab(without);
  // Where the folder cannot be made, every trainer reads the file.
  writeFileSync(join(without, "prepared"), "");
  await measure("without prepared data", first, path);
  first.close();
  const second = lab(kept);
  await measure("prepared by the first trainer", second, path);
  await measure("prepared before", second, path);
  second.close();
} finally {
  rmSync(home, { recursive: true });
}

function writeTable(path: string): void {
  const names = Array.from({ length: features }, (_, column) => `f${column}`);
  const parts = [`${names.join(",")},kind\n`];
  for (let row = 0; row < rows; row++) {
    const values = names.map((_, column) => (((row * 7919 + column * 104729) % 9973) / 9973).toFixed(4));
    parts.push(`${values.join(",")},${row % 3}\n`);
  }
  writeFileSync(path, parts.join(""));
}

async function measure(what: string, lab: Lab, path: string): Promise<void> {
  const experiment = experimentSchema.parse({
    name: "large",
    data: { source: "csv", path, target: "kind", train: 100_000, validation: 20_000 },
    network: {
      layers: [
        { type: "dense", units: 16 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: 3 },
      ],
    },
    training: { batchSize: 1024, epochs: 1 },
    variants: [{ name: "dropout" }],
    seeds: cpus().map((_, seed) => seed),
  });
  // The window has usually shown the data before.
  await lab.previewData({ data: experiment.data });
  const begun = performance.now();
  const times: string[] = [];
  const done = new Promise<void>((resolve) => {
    const off = lab.events.on("epochMeasured", () => {
      times.push(((performance.now() - begun) / 1000).toFixed(1));
      if (times.length < experiment.seeds.length) return;
      off();
      resolve();
    });
  });
  await lab.startExperiment({ experiment });
  await done;
  console.log(`${what}: ${times.join(" and ")} s`);
}
