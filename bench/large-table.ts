import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Experiment, type ExperimentInput, experimentSchema } from "../src/experiment/schema";
import { nodeLauncher } from "../src/execution/workers";
import { Lab } from "../src/lab/lab";

/** For benchmarks of large tables: the table, a small network for it, and a lab with real trainers. */

export const features = 20;

/** Writes a CSV of at least so many bytes, or with so many rows. @returns the number of its rows */
export async function writeTable(
  path: string,
  bytes: number,
  rows = Infinity,
  columns = features,
): Promise<number> {
  // Of more columns each number has more digits, as what a program has computed.
  const digits = columns > features ? 10 : 6;
  const file = createWriteStream(path);
  let written = 0;
  let row = 0;
  let text = `${Array.from({ length: columns }, (_, column) => `f${column}`).join(",")},kind\n`;
  for (; row < rows && written + text.length < bytes; row++) {
    for (let column = 0; column < columns; column++) {
      text += `${(((row * 7919 + column * 104729) % 1000003) / 1000003).toFixed(digits)},`;
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
  // Else the first that reads it waits while the system still writes it to the disk.
  const whole = await open(path);
  await whole.sync();
  await whole.close();
  return row;
}

/** One epoch of a small network on such a table. */
export function oneEpochOf(
  path: string,
  { train, validation }: Pick<ExperimentInput["data"], "train" | "validation">,
  seeds: readonly number[] = [1],
): Experiment {
  return experimentSchema.parse({
    name: "large",
    data: { source: "csv", path, target: "kind", train, validation },
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
    seeds,
  });
}

/** A lab in this folder, after `npm run build`. */
export function openLab(folder: string, jobs?: number): Lab {
  return new Lab({
    launch: nodeLauncher(resolve("dist", "trainer.cjs")),
    version: "bench",
    database: join(folder, "lab.sqlite"),
    ...(jobs !== undefined && { jobs }),
  });
}
