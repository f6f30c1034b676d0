import { availableParallelism } from "node:os";
import { median } from "simple-statistics";
import { labCommand, secondsInNewHome } from "./lab-command";

/**
 * The time of a sweep with one job per core, as a share of its time with one job: `lab sweep textbook` (6 rates, 5
 * seeds, 40 epochs) from the command to the end. The two take turns, and each pair gives a share, so that other load
 * on the machine affects both.
 *
 *     npm run build && node bench/run.mjs bench/jobs.ts [turns] [epochs]
 */

const turns = Number(process.argv[2] ?? 5);
const epochs = process.argv[3] ?? "40";
const cores = availableParallelism();

function secondsWith(jobs: number): Promise<number> {
  return secondsInNewHome(labCommand("sweep", "textbook", "--epochs", epochs, "--jobs", String(jobs)));
}

const shares: number[] = [];
for (let turn = 1; turn <= turns; turn++) {
  // The second one may find warm caches, so they swap places.
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
