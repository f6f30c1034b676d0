import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "simple-statistics";
import { labCommand, secondsOf } from "./lab-command";
import { oneEpochOf, writeTable } from "./large-table";

/**
 * Seconds for 30 runs of one epoch on one CSV file, from the command to the end, with a trainer for each core: where no
 * prepared data can be kept, so that every trainer reads the file; where the first trainer prepares it for all; and where
 * an earlier command has prepared it. The three take turns.
 *
 *     npm run build && node bench/run.mjs bench/prepared.ts [turns] [megabytes]
 */

const turns = Number(process.argv[2] ?? 3);
const megabytes = Number(process.argv[3] ?? 20);
const seeds = Array.from({ length: 30 }, (_, index) => index + 1);

const folder = mkdtempSync(join(tmpdir(), "lab-prepared-"));
const seconds = {
  "without prepared data": [] as number[],
  "prepared by the first trainer": [] as number[],
  "prepared before": [] as number[],
};

function secondsIn(home: string, document: string): Promise<number> {
  const env = { ...process.env, DROPOUT_LAB_HOME: home };
  return secondsOf([labCommand("run", document)], { env, cwd: folder });
}

try {
  const table = join(folder, "table.csv");
  const rows = await writeTable(table, megabytes * 1e6);
  const validation = Math.min(2000, Math.floor(rows / 4));
  const document = join(folder, "experiment.json");
  writeFileSync(document, JSON.stringify(oneEpochOf(table, { train: validation, validation }, seeds)));
  for (let turn = 1; turn <= turns; turn++) {
    const home = mkdtempSync(join(folder, "home-"));
    seconds["prepared by the first trainer"].push(await secondsIn(home, document));
    seconds["prepared before"].push(await secondsIn(home, document));
    const without = mkdtempSync(join(folder, "home-"));
    // Where the folder cannot be made, nothing is kept.
    writeFileSync(join(without, "prepared"), "");
    seconds["without prepared data"].push(await secondsIn(without, document));
    console.error(`turn ${turn} of ${turns}`);
  }
  console.log(
    `Seconds for ${seeds.length} runs on ${rows} rows of a CSV of ${megabytes} MB (median and all):\n`,
  );
  for (const [name, values] of Object.entries(seconds)) {
    console.log(
      `${name}: ${median(values).toFixed(1)} (${values.map((each) => each.toFixed(1)).join(", ")})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
