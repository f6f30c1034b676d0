import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kindOfSource } from "../src/data/kinds";
import { features, oneEpochOf, openLab, writeTable } from "./large-table";

/**
 * Seconds and the most resident memory of each process while large CSV files are previewed, loaded and trained on for
 * one epoch (after `npm run build`; Linux): 200,000 rows, and 1 GB of which the lab uses as many rows as it allows.
 *
 *     node bench/run.mjs bench/large-csv.ts [megabytes instead of 1 GB]
 */

const largest = process.argv[2] === undefined ? 2 ** 30 : Number(process.argv[2]) * 1e6;
const home = mkdtempSync(join(tmpdir(), "lab-large-csv-"));
/** The most memory of any process started from here, in MB; measured often. */
function watchMemory(): () => number {
  let most = 0;
  const look = () => {
    for (const pid of readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
      .split(" ")
      .filter(Boolean)) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000);
      } catch {
        // The process has just ended.
      }
    }
  };
  const timer = setInterval(look, 50);
  return () => {
    look();
    clearInterval(timer);
    return Math.round(most);
  };
}

async function measured<T>(what: string, act: () => Promise<T>): Promise<T> {
  const end = watchMemory();
  const begun = performance.now();
  const result = await act();
  console.log(
    `  ${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s, at most ${end()} MB in a process`,
  );
  return result;
}

async function measure(path: string, rows: number, used: number): Promise<void> {
  const megabytes = (statSync(path).size / 1e6).toFixed(0);
  console.log(`${rows} rows of ${features} features, ${megabytes} MB, of which ${used} rows are used`);
  const lab = openLab(home);
  const validation = Math.floor(used / 4);
  const experiment = oneEpochOf(path, { train: used - validation, validation });
  const preview = await measured("preview", () => lab.previewData({ data: experiment.data }));
  if (preview.failure) throw new Error(JSON.stringify(preview.failure));
  await measured("load and train one epoch", async () => {
    const ended = new Promise<string>((resolve) => {
      lab.events.on("runChanged", ({ ended, status, failure }) => {
        if (ended !== null) resolve(`${status} ${failure ? JSON.stringify(failure) : ""}`);
      });
    });
    await lab.startExperiment({ experiment });
    console.log(`  the run is ${await ended}`);
  });
  lab.close();
}

try {
  const path = join(home, "table.csv");
  const fewRows = await writeTable(path, Infinity, 200_000);
  await measure(path, fewRows, fewRows);
  const rows = await writeTable(path, largest);
  await measure(path, rows, 20_000);
  await measure(path, rows, Math.min(rows, Math.floor(kindOfSource("csv").mostValues / features)));
} finally {
  rmSync(home, { recursive: true });
}
