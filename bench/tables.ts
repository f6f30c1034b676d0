import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { kindOfSource } from "../src/data/kinds";
import { experimentSchema } from "../src/experiment/schema";
import type { Lab } from "../src/lab/lab";
import { openLab, writeTable } from "./large-table";
import { pythonWithTables } from "./python";
import { type Cost, medianCost, watchChildren } from "./watch";

/**
 * Seconds, seconds of processor time and the most resident memory of all processes together (Linux) for the first look at a table, for its preview, and from
 * its file to the end of the first epoch, by the lab, pandas and polars in turns. Their Python does the same work: it tells of every cell what the lab's preview
 * tells (bench/table_preview.py), and trains and measures the same network by PyTorch (bench/table_epoch.py). Beside that stands what they take to do nothing but read.
 *
 *     npm run build && node bench/run.mjs bench/tables.ts [CASE ...] [--megabytes 1000] [--mnist FOLDER] [--turns 3] [--work preview]
 *
 * CASE: rows (200,000 × 21), large (1.5 million × 51), mnist-csv, mnist-parquet, mnist-npz, mnist-idx; all of them unless some are named.
 * WORK: look, preview, load, read; all of them unless some are named, with a comma between them.
 */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    megabytes: { type: "string", default: "1000" },
    /** With the images and labels of MNIST's test set as IDX; its 10,000 images are repeated to make 60,000. */
    mnist: { type: "string", default: resolve("..", "shared", "data", "mnist-t10k") },
    turns: { type: "string", default: "3" },
    work: { type: "string", default: "look,preview,load,read" },
  },
});
const home = mkdtempSync(join(tmpdir(), "lab-tables-"));
const python = pythonWithTables();

interface Case {
  readonly name: string;
  /** The lab's `data` without counts. */
  readonly data: object;
  readonly file: string;
  /** Those that are compared; the last one is what the lab's ratio is to. */
  readonly libraries: readonly string[];
  /** The target's column, or the file of the labels. */
  readonly target: string;
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  /** As the lab proposes it. */
  readonly scaling: "standardise" | "by255";
}

async function measured(act: () => Promise<unknown>): Promise<Cost> {
  const end = watchChildren();
  const begun = performance.now();
  await act();
  return { seconds: (performance.now() - begun) / 1000, ...end() };
}

function splitOf({ rows, features }: Case): { train: number; validation: number } {
  const used = Math.min(rows, Math.floor(kindOfSource("table").mostValues / features));
  const validation = Math.floor(0.15 * used);
  return { train: used - validation, validation };
}

/** What the window shows first: of a large table its beginning, of others the preview itself. */
async function lookInLab(lab: Lab, each: Case): Promise<void> {
  const early = new Promise<void>((resolve) => lab.events.on("previewEarly", () => resolve()));
  const whole = lab.previewData({ data: askedOf(each), number: 1 });
  // The rest ends with the lab.
  whole.catch(() => undefined);
  await Promise.race([early, whole]);
}

function askedOf(each: Case): Parameters<Lab["previewData"]>[0]["data"] {
  return experimentSchema.parse({
    data: { ...each.data, train: 1, validation: 1 },
    network: { layers: [{ type: "dense", units: 1 }] },
  }).data;
}

async function previewInLab(lab: Lab, each: Case): Promise<void> {
  const { failure } = await lab.previewData({ data: askedOf(each) });
  if (failure) throw new Error(JSON.stringify(failure));
}

async function trainInLab(lab: Lab, each: Case): Promise<void> {
  const experiment = experimentSchema.parse({
    name: "table",
    data: { ...each.data, ...splitOf(each) },
    network: {
      layers: [
        { type: "dense", units: 16 },
        { type: "relu" },
        { type: "dropout", rate: 0.3 },
        { type: "dense", units: each.classes },
      ],
    },
    training: { batchSize: 1024, epochs: 1 },
    variants: [{ name: "dropout" }],
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

/** A lab of its own, in which nothing is prepared. */
async function inNewLab(each: Case, work: (lab: Lab, each: Case) => Promise<void>): Promise<void> {
  const lab = openLab(mkdtempSync(join(home, "lab-")));
  try {
    await work(lab, each);
  } finally {
    lab.close();
  }
}

async function inPython(...parameters: string[]): Promise<void> {
  const child = spawn(python, parameters, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${parameters.join(" ")} ended with ${code}`);
}

/** What the lab does. Others do as much, but for the first look, or nothing but read. */
const works = { look: lookInLab, preview: previewInLab, load: trainInLab };
type Work = keyof typeof works | "read";

/** One row of the result: by the lab, then by each library. */
async function compare(each: Case, work: Work): Promise<string> {
  const { train, validation } = splitOf(each);
  const names = [...(work === "read" ? [] : ["lab"]), ...(work === "look" ? [] : each.libraries)];
  const costs = new Map<string, Cost[]>(names.map((name) => [name, []]));
  for (let turn = 0; turn < Number(options.turns); turn++) {
    for (const name of names) {
      const rest = [each.file, each.target, String(train), String(validation), each.scaling];
      const act = () =>
        name === "lab"
          ? inNewLab(each, works[work as keyof typeof works])
          : inPython(join("bench", "tables.py"), name, work, ...rest);
      costs.get(name)!.push(await measured(act));
    }
  }
  const medians = names.map((name) => ({ name, ...medianCost(costs.get(name)!) }));
  const told = medians.map(({ name, seconds, processor, megabytes }) => {
    return `${name} ${seconds.toFixed(2)} s (${processor.toFixed(2)} s), ${megabytes} MB`;
  });
  const [lab, other] = [medians[0]!, medians.at(-1)!];
  const ratio = `${(lab.seconds / other.seconds).toFixed(2)} (${(lab.processor / other.processor).toFixed(2)})`;
  const isCompared = work === "preview" || work === "load";
  return `| ${each.name}: ${work} | ${told.join(" | ")} |${isCompared ? ` ${ratio} of ${other.name} |` : ""}`;
}

const frames = ["pandas", "polars"];

async function ofTable(name: string, bytes: number, rows: number, features: number): Promise<Case> {
  const path = join(home, "table.csv");
  const written = await writeTable(path, bytes, rows, features);
  return {
    name: `${name}, ${written.toLocaleString("en")} × ${features + 1}`,
    data: { source: "table", path, target: "kind", task: "classification" },
    ...{ file: path, libraries: frames, target: "kind", rows: written, features, classes: 3 },
    scaling: "standardise",
  };
}

/** MNIST in all formats. */
async function ofMnist(format: string): Promise<Case> {
  const file = (name: string): string => join(home, name);
  if (!existsSync(file("mnist.npz"))) {
    const given = (kind: string): string => {
      const name = readdirSync(options.mnist).find((each) => each.includes(kind));
      if (name === undefined) throw new Error(`There are no ${kind} in ${options.mnist}: --mnist FOLDER`);
      return join(options.mnist, name);
    };
    await inPython(join("bench", "mnist_files.py"), given("images-idx3"), given("labels-idx1"), home);
  }
  const common = {
    ...{ name: `MNIST as ${format}`, rows: 60_000, features: 784, classes: 10 },
    scaling: "by255" as const,
  };
  const [images, labels] = [file("images-idx3-ubyte.gz"), file("labels-idx1-ubyte.gz")];
  switch (format) {
    case "IDX": {
      const data = { source: "idx", images, labels };
      return { ...common, data, file: images, target: labels, libraries: ["numpy"] };
    }
    case "npz": {
      const data = { source: "npz", arrays: file("mnist.npz"), inputs: "x", targets: "y" };
      return { ...common, data, file: data.arrays, target: "y", libraries: ["numpy"] };
    }
    default: {
      const path = file(`mnist.${format.toLowerCase()}`);
      const data = { source: "table", path, target: "label", task: "classification" };
      return { ...common, data, file: path, target: "label", libraries: frames };
    }
  }
}

const cases: Readonly<Record<string, () => Promise<Case>>> = {
  rows: () => ofTable("rows", Infinity, 200_000, 20),
  large: () => ofTable(`${options.megabytes} MB`, Number(options.megabytes) * 1e6, 1_600_000, 50),
  "mnist-csv": () => ofMnist("CSV"),
  "mnist-parquet": () => ofMnist("Parquet"),
  "mnist-npz": () => ofMnist("npz"),
  "mnist-idx": () => ofMnist("IDX"),
};

try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(cases)) {
    const make = cases[name];
    if (!make) throw new Error(`${name} is none of ${Object.keys(cases).join(", ")}.`);
    const each = await make();
    for (const work of ["look", "preview", "load", "read"] as const) {
      if (options.work.split(",").includes(work)) console.log(await compare(each, work));
    }
  }
} finally {
  rmSync(home, { recursive: true });
}
