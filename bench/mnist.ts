import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { mean, sampleStandardDeviation } from "simple-statistics";
import { presets } from "../src/experiment/presets";
import { resultSchema } from "../src/experiment/result";
import { columns, firstMeasured, measuredIn } from "./first-measured";
import { labCommand } from "./lab-command";

/**
 * `lab sweep` of the preset mnist on one split (1,000 training and 2,000 validation images, p = 0 to 0.5, 5 seeds), compared
 * with PyTorch's results from before there was a lab. These are means of 3 seeds, which vary too: they should lie
 * within mean ± t · sd · √(1/5 + 1/3), the 95% prediction interval for a mean of 3 further seeds. Training losses are
 * left out: they are rounded to 0.001 and hardly larger than that.
 *
 *     npm run build && node bench/run.mjs bench/mnist.ts --folder <with the t10k files>
 *     node bench/run.mjs bench/mnist.ts --result <a folder that it was written to with --out>
 */

const { values: options } = parseArgs({
  options: {
    folder: { type: "string", default: "../shared/data/mnist-t10k" },
    result: { type: "string" },
  },
});
const seedsThen = 3;
/** Student's t for 95% and the 4 degrees of freedom of 5 seeds. */
const t = 2.7764;
const compared = Object.entries(columns).slice(0, 4);

const scratch = mkdtempSync(join(tmpdir(), "lab-mnist-"));
try {
  const folder = options.result ?? sweep();
  const { runs } = resultSchema.parse(JSON.parse(readFileSync(join(folder, "result.json"), "utf8")));
  const out: string[] = [];
  console.log(`| p | ${compared.map(([name]) => name).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(compared.length)}`);
  for (const rate of [...new Set(runs.map((run) => run.rate!))]) {
    const measured = runs.filter((run) => run.rate === rate).map(({ epochs }) => measuredIn(epochs.at(-1)!));
    const before = (firstMeasured.mnist as Record<string, number[]>)[rate];
    const cells = compared.map(([name, column], index) => {
      const values = measured.map(column);
      const deviation = sampleStandardDeviation(values);
      const half = t * deviation * Math.sqrt(1 / values.length + 1 / seedsThen);
      const then = before?.[index];
      const agrees = then === undefined || Math.abs(then - mean(values)) <= half;
      if (!agrees) out.push(`p = ${rate}, ${name}`);
      return `${mean(values).toFixed(3)} ± ${half.toFixed(3)}${then === undefined ? "" : ` (${then}${agrees ? "" : " !"})`}`;
    });
    console.log(`| ${[rate, ...cells].join(" | ")} |`);
  }
  console.log(out.length === 0 ? "\nAll agree." : `\nOutside of its interval: ${out.join("; ")}`);
  process.exitCode = out.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function sweep(): string {
  const folder = join(scratch, "out");
  const files = ["images-idx3", "labels-idx1"].map((part) =>
    resolve(options.folder, `t10k-${part}-ubyte.gz`),
  );
  const { document } = presets.mnist;
  const [images, labels] = files as [string, string];
  const data = { ...document.data, validation: 2000, images, labels };
  const onOneSplit = join(scratch, "mnist.json");
  writeFileSync(onOneSplit, JSON.stringify({ ...document, data, evaluation: { resample: "none" } }));
  const [program, ...parameters] = labCommand("sweep", onOneSplit, "--out", folder);
  const { status } = spawnSync(program, parameters, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DROPOUT_LAB_HOME: scratch },
  });
  if (status !== 0) throw new Error(`lab sweep ended with ${status}`);
  return folder;
}
