import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { kindOfSource } from "../src/data/kinds";
import { experimentSchema } from "../src/experiment/schema";
import type { Lab } from "../src/lab/lab";
import { openLab, writeTable } from "./large-table";
import { pythonWithTables } from "./python";

/**
 * Seconds and the most resident memory of all processes together (Linux) for the first look at a table, for its preview, and from its file to the
 * end of the first epoch, by the lab, pandas and polars in turns: a CSV of 200,000 × 20, one of 1 GB, and MNIST as CSV, IDX,
 * npz and Parquet if its folder is given. Their epoch is a network of the same size in NumPy (bench/tables.py).
 *
 *     npm run build && node bench/run.mjs bench/tables.ts [--megabytes 1000] [--mnist FOLDER] [--turns 3]
 */

const { values: options } = parseArgs({
  options: {
    megabytes: { type: "string", default: "1000" },
    /** With mnist.csv, mnist.npz, mnist.parquet, images-idx3-ubyte.gz and labels-idx1-ubyte.gz, all of 60,000 images. */
    mnist: { type: "string" },
    turns: { type: "string", default: "3" },
  },
});
const turns = Number(options.turns);
const home = mkdtempSync(join(tmpdir(), "lab-tables-"));
const python = pythonWithTables();

interface Case {
  readonly name: string;
  /** The lab's `data` without counts. */
  readonly data: object;
  /** For Python; absent where it has no reader. */
  readonly file?: string;
  readonly libraries: readonly string[];
  readonly target: string;
  readonly rows: number;
  readonly features: number;
}

/** The most memory that the processes below this one take together, in MB. */
function watchMemory(): () => number {
  let most = 0;
  const look = (): void => {
    let sum = 0;
    for (const pid of childrenOf(process.pid)) {
      try {
        const status = readFileSync(`/proc/${pid}/status`, "utf8");
        sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
      } catch {
        // The process has just ended.
      }
    }
    most = Math.max(most, sum);
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    return Math.round(most);
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => {
      const own = readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean);
      return own.flatMap((child) => [Number(child), ...childrenOf(Number(child))]);
    });
  } catch {
    return [];
  }
}

async function measured(act: () => Promise<unknown>): Promise<string> {
  const end = watchMemory();
  const begun = performance.now();
  await act();
  return `${((performance.now() - begun) / 1000).toFixed(2)} s, ${end()} MB`;
}

function splitOf({ rows, features }: Case): { train: number; validation: number } {
  const used = Math.min(rows, Math.floor(kindOfSource("table").mostValues / features));
  const validation = Math.floor(0.15 * used);
  return { train: used - validation, validation };
}

async function trainInLab(lab: Lab, each: Case): Promise<void> {
  const experiment = experimentSchema.parse({
    name: "table",
    data: { ...each.data, ...splitOf(each) },
    network: {
      layers: [{ type: "dense", units: 16 }, { type: "relu" }, { type: "dense", units: classesOf(each) }],
    },
    training: { batchSize: 1024, epochs: 1 },
    variants: [{ name: "plain" }],
    seeds: [1],
  });
  const ended = new Promise<string>((resolve) => {
    lab.events.on("runChanged", ({ ended: end, status, failure }) => {
      if (end !== null) resolve(`${status} ${failure ? JSON.stringify(failure) : ""}`);
    });
  });
  await lab.startExperiment({ experiment });
  const how = await ended;
  if (!how.startsWith("done")) throw new Error(how);
}

const classesOf = ({ name }: Case): number => (name.startsWith("MNIST") ? 10 : 3);

async function byPython(library: string, work: "preview" | "load", each: Case): Promise<void> {
  const { train, validation } = splitOf(each);
  const parameters = [library, work, each.file!, each.target, String(train), String(validation)];
  const child = spawn(python, [join("bench", "tables.py"), ...parameters], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${parameters.join(" ")} ended with ${code}`);
}

async function measure(each: Case): Promise<void> {
  console.log(`\n${each.name}: ${each.rows} rows of ${each.features} features`);
  for (let turn = 0; turn < turns; turn++) {
    // A lab of its own: nothing is prepared.
    const lab = openLab(mkdtempSync(join(home, "lab-")));
    const data = { ...each.data, train: 1, validation: 1 };
    const { data: parsed } = experimentSchema.parse({
      data,
      network: { layers: [{ type: "dense", units: 1 }] },
    });
    const first = openLab(mkdtempSync(join(home, "lab-")));
    console.log(`  lab: first look ${await measured(() => firstLook(first, parsed))}`);
    first.close();
    console.log(`  lab: preview ${await measured(() => previewOf(lab, parsed))}`);
    lab.close();
    const next = openLab(mkdtempSync(join(home, "lab-")));
    console.log(`  lab: load and train one epoch ${await measured(() => trainInLab(next, each))}`);
    next.close();
    for (const library of each.libraries) {
      if (library !== "numpy") {
        console.log(`  ${library}: preview ${await measured(() => byPython(library, "preview", each))}`);
      }
      console.log(
        `  ${library}: load and train one epoch ${await measured(() => byPython(library, "load", each))}`,
      );
    }
  }
}

/** What the window shows first: of a large table its beginning, of others the preview itself. */
async function firstLook(lab: Lab, data: Parameters<Lab["previewData"]>[0]["data"]): Promise<void> {
  const early = new Promise<void>((resolve) => lab.events.on("previewEarly", () => resolve()));
  const whole = lab.previewData({ data, number: 1 });
  // The rest ends with the lab.
  whole.catch(() => undefined);
  await Promise.race([early, whole]);
}

async function previewOf(lab: Lab, data: Parameters<Lab["previewData"]>[0]["data"]): Promise<void> {
  const { failure } = await lab.previewData({ data });
  if (failure) throw new Error(JSON.stringify(failure));
}

const frames = ["pandas", "polars"];

async function ofTable(name: string, bytes: number, rows?: number): Promise<Case> {
  const path = join(home, `${name.replaceAll(/\W/g, "-")}.csv`);
  const written = await writeTable(path, bytes, rows);
  const megabytes = (statSync(path).size / 1e6).toFixed(0);
  const data = { source: "table", path, target: "kind", task: "classification" };
  return {
    name: `${name}, ${megabytes} MB`,
    data,
    file: path,
    libraries: frames,
    target: "kind",
    rows: written,
    features: 20,
  };
}

function ofMnist(folder: string): Case[] {
  const common = { target: "label", rows: 60_000, features: 784 };
  const file = (name: string): string => join(folder, name);
  const table = (name: string) => ({
    data: { source: "table", path: file(name), target: "label", task: "classification" },
    file: file(name),
    libraries: frames,
  });
  return [
    { ...common, name: "MNIST as CSV", ...table("mnist.csv") },
    { ...common, name: "MNIST as Parquet", ...table("mnist.parquet") },
    {
      ...common,
      name: "MNIST as npz",
      data: { source: "npz", path: file("mnist.npz"), inputs: "x", targets: "y" },
      file: file("mnist.npz"),
      libraries: ["numpy"],
    },
    {
      ...common,
      name: "MNIST as IDX",
      data: { source: "idx", images: file("images-idx3-ubyte.gz"), labels: file("labels-idx1-ubyte.gz") },
      libraries: [],
    },
  ];
}

try {
  await measure(await ofTable("200,000 × 20", Infinity, 200_000));
  await measure(await ofTable("large", Number(options.megabytes) * 1e6));
  for (const each of options.mnist ? ofMnist(options.mnist) : []) await measure(each);
} finally {
  rmSync(home, { recursive: true });
}
