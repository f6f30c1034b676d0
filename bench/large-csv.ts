import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { experimentSchema } from "../src/experiment/schema";
import { kindOfSource } from "../src/data/kinds";
import { Lab } from "../src/lab/lab";
import { nodeLauncher } from "../src/execution/trainers";

/**
 * Seconds and the most resident memory of each process while large CSV files are previewed, loaded and trained on for
 * one epoch (after `npm run build`; Linux): 200,000 rows, and 1 GB of which the lab uses as many rows as it allows.
 *
 *     node bench/run.mjs bench/large-csv.ts
 */

const home = mkdtempSync(join(tmpdir(), "lab-large-csv-"));
const features = 20;

async function writeTable(bytes: number, rows = Infinity): Promise<{ path: string; rows: number }> {
  const path = join(home, "table.csv");
  const file = createWriteStream(path);
  let written = 0;
  let row = 0;
  let text = `${Array.from({ length: features }, (_, column) => `f${column}`).join(",")},kind\n`;
  for (; row < rows && written + text.length < bytes; row++) {
    for (let column = 0; column < features; column++) {
      text += `${(((row * 7919 + column * 104729) % 1000003) / 1000003).toFixed(6)},`;
    }
    text += `${row % 3}\n`;
    if (text.length > 2 ** 20) {
      written += text.length;
      if (!file.write(text)) await once(file, "drain");
      text = "";
    }
  }
  file.end(text);
  await once(file, "finish");
  return { path, rows: row };
}

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
  const lab = new Lab({
    launch: nodeLauncher(resolve("dist", "trainer.cjs")),
    version: "bench",
    database: join(home, "lab.sqlite"),
  });
  const validation = Math.floor(used / 4);
  const experiment = experimentSchema.parse({
    name: "large",
    data: { source: "csv", path, target: "kind", train: used - validation, validation },
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
    seeds: [1],
  });
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
  const small = await writeTable(Infinity, 200_000);
  await measure(small.path, small.rows, small.rows);
  const large = await writeTable(2 ** 30);
  await measure(large.path, large.rows, 20_000);
  await measure(
    large.path,
    large.rows,
    Math.min(large.rows, Math.floor(kindOfSource("csv").mostValues / features)),
  );
} finally {
  rmSync(home, { recursive: true });
}
