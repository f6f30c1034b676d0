import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "simple-statistics";

/**
 * How much of the time of a sweep with one job it takes with one for each core: `lab sweep textbook` (6 rates, 5
 * seeds, 40 epochs) from the command to the end. The two take turns, and each pair has a share of its own, so that
 * what else the machine does in the meantime touches both.
 *
 *     npm run build && node bench/run.mjs bench/jobs.ts [turns] [epochs]
 */

const turns = Number(process.argv[2] ?? 5);
const epochs = process.argv[3] ?? "40";
const cli = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "cli.cjs");
if (!existsSync(cli)) throw new Error("dist/cli.cjs is missing: run npm run build first.");
const cores = availableParallelism();

async function secondsWith(jobs: number): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "lab-jobs-"));
  try {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      [cli, "sweep", "textbook", "--epochs", epochs, "--jobs", String(jobs)],
      { stdio: "ignore", env: { ...process.env, DROPOUT_LAB_HOME: home } },
    );
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`lab sweep ended with ${code}`);
    return (performance.now() - started) / 1000;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const shares: number[] = [];
for (let turn = 1; turn <= turns; turn++) {
  // What comes second may find warm caches: they change places.
  const order = turn % 2 === 1 ? [1, cores] : [cores, 1];
  const seconds = new Map<number, number>();
  for (const jobs of order) seconds.set(jobs, await secondsWith(jobs));
  const [one, all] = [seconds.get(1)!, seconds.get(cores)!];
  shares.push(all / one);
  console.log(
    `turn ${turn}: 1 job ${one.toFixed(1)} s, ${cores} jobs ${all.toFixed(1)} s: ${(all / one).toFixed(3)}`,
  );
}
console.log(`\nShare of one job's time with ${cores} jobs, median of ${turns}: ${median(shares).toFixed(3)}`);
