import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "../src/lab/lab";
import { oneEpochOf, openLab, writeTable } from "./large-table";

/**
 * Seconds from the start of an experiment on a CSV of 100 MB until every run has measured its first epoch, with a
 * trainer for each core (after `npm run build`): without prepared data, when it is made, and when it is there.
 *
 *     node bench/run.mjs bench/prepared.ts
 */
const home = mkdtempSync(join(tmpdir(), "lab-prepared-"));

try {
  const path = join(home, "table.csv");
  await writeTable(path, 100e6);
  const without = join(home, "without");
  const kept = join(home, "with");
  const first = openLab(without);
  // Where the folder cannot be made, every trainer reads the file.
  writeFileSync(join(without, "prepared"), "");
  await measure("without prepared data", first, path);
  first.close();
  const second = openLab(kept);
  await measure("prepared by the first trainer", second, path);
  await measure("prepared before", second, path);
  second.close();
} finally {
  rmSync(home, { recursive: true });
}

async function measure(what: string, lab: Lab, path: string): Promise<void> {
  const seeds = cpus().map((_, seed) => seed);
  const experiment = oneEpochOf(path, { train: 100_000, validation: 20_000 }, seeds);
  // The window has usually shown the data before.
  await lab.previewData({ data: experiment.data });
  const begun = performance.now();
  const times: string[] = [];
  const done = new Promise<void>((resolve) => {
    const off = lab.events.on("epochMeasured", () => {
      times.push(((performance.now() - begun) / 1000).toFixed(1));
      if (times.length < seeds.length) return;
      off();
      resolve();
    });
  });
  await lab.startExperiment({ experiment });
  await done;
  console.log(`${what}: ${times.join(" and ")} s`);
}
