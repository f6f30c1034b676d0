import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "simple-statistics";
import { experimentSchema } from "../src/experiment/schema";
import { openLab } from "./large-table";

/**
 * What two trainers take beside each other that train on the same 60,000 images of 784 pixels, prepared before: private memory of each
 * in its second epoch, what both share, and the seconds from a run's start in a new process to its end without its epochs.
 * In turns: with inputs in the file's own memory, and with TensorFlow's own kernels, for which each trainer reads a copy.
 *
 *     npm run build && node bench/run.mjs bench/shared-data.ts [turns]
 */

const turns = Number(process.argv[2] ?? 3);
const [train, validation, pixels] = [60_000, 10_000, 28];

/** The words of an IDX file: kind uint8 with so many axes, and their sizes. */
function idxHeader(...sizes: number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length);
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return header;
}

function writeImages(folder: string): { images: string; labels: string } {
  const rows = train + validation;
  const [images, labels] = [join(folder, "images-idx3-ubyte"), join(folder, "labels-idx1-ubyte")];
  const values = Uint8Array.from({ length: rows * pixels ** 2 }, (_, index) => (index * 2654435761) >>> 24);
  writeFileSync(images, Buffer.concat([idxHeader(rows, pixels, pixels), values]));
  writeFileSync(
    labels,
    Buffer.concat([idxHeader(rows), Uint8Array.from({ length: rows }, (_, row) => row % 10)]),
  );
  return { images, labels };
}

/** Megabytes that only this process has, and its part of what it shares with others. */
interface Memory {
  readonly own: number;
  readonly withShares: number;
}

/** Of the trainers that this process has started. */
function memoryOfTrainers(): Memory[] {
  return (
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((id) => {
        try {
          const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1];
          if (Number(parent) !== process.pid) return [];
          if (!readFileSync(`/proc/${id}/cmdline`, "utf8").includes("trainer.cjs")) return [];
          const all = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
          const megabytes = (name: string) =>
            Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(all)![1]) / 1000;
          const own = megabytes("Private_Clean") + megabytes("Private_Dirty");
          return [{ own, withShares: megabytes("Pss") }];
        } catch {
          // It has ended.
          return [];
        }
      })
      // Another one looked at the data, or waits for a run.
      .sort((one, other) => other.withShares - one.withShares)
      .slice(0, 2)
  );
}

const folder = mkdtempSync(join(tmpdir(), "lab-bench-"));
const files = writeImages(folder);
const experiment = experimentSchema.parse({
  name: "images",
  data: { source: "idx", ...files, train, validation },
  network: {
    layers: [
      { type: "flatten" },
      { type: "dense", units: 32 },
      { type: "relu" },
      { type: "dropout", rate: 0.3 },
      { type: "dense", units: 10 },
    ],
  },
  training: { batchSize: 128, epochs: 4 },
  variants: [{ name: "dropout" }],
  seeds: [1, 2],
});

/** Both runs in new processes. */
async function trained(): Promise<{ memory: Memory[]; seconds: number[]; epochs: number[] }> {
  const lab = openLab(folder, 2);
  try {
    let memory: Memory[] = [];
    const { id, runs } = await lab.startExperiment({ experiment });
    const running = new Set(runs.map(({ id: run }) => run));
    const inSecond = new Set<string>();
    await new Promise<void>((resolve, reject) => {
      lab.events.on("epochMeasured", ({ runId, record }) => {
        if (record.epoch === 2) inSecond.add(runId);
        if (inSecond.size === 2 && memory.length === 0) memory = memoryOfTrainers();
      });
      lab.events.on("runChanged", (run) => {
        if (run.ended === null) return;
        if (run.status !== "done") reject(new Error(`A run ended as ${run.status}`));
        running.delete(run.id);
        if (running.size === 0) resolve();
      });
    });
    const ended = (await lab.getExperiment({ experimentId: id })).runs;
    const epochsOf = ({ records }: (typeof ended)[number]) =>
      records.reduce((sum, record) => sum + record.trainingSeconds + record.evaluationSeconds, 0);
    return {
      memory,
      seconds: ended.map((run) => (Date.parse(run.ended!) - Date.parse(run.started!)) / 1000 - epochsOf(run)),
      epochs: ended.map((run) => epochsOf(run) / run.records.length),
    };
  } finally {
    lab.close();
  }
}

try {
  // Prepares the data, and lets the system read what it will.
  await trained();
  const found = { "in the file's memory": [], copied: [] } as Record<
    string,
    Awaited<ReturnType<typeof trained>>[]
  >;
  for (let turn = 1; turn <= turns; turn++) {
    delete process.env["DROPOUT_LAB_KERNELS"];
    found["in the file's memory"]!.push(await trained());
    process.env["DROPOUT_LAB_KERNELS"] = "tensorflow";
    found["copied"]!.push(await trained());
    console.error(`turn ${turn} of ${turns}`);
  }
  for (const [name, all] of Object.entries(found)) {
    const middle = (values: number[], digits: number) => median(values).toFixed(digits);
    const memory = all.flatMap((each) => each.memory);
    console.log(
      [
        `Inputs ${name}: ${middle(
          memory.map(({ own }) => own),
          0,
        )} MB private in each trainer`,
        `${middle(
          memory.map(({ withShares }) => withShares),
          0,
        )} MB with its part of what is shared`,
        `${middle(
          all.flatMap(({ seconds }) => seconds),
          2,
        )} s beside the epochs`,
        `${middle(
          all.flatMap(({ epochs }) => epochs),
          2,
        )} s an epoch`,
      ].join(", "),
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
