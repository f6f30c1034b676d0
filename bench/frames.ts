import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type BrowserName, openLabInBrowser } from "../e2e/browser-lab";
import { answerOpenDialog, openLabWindow } from "../e2e/open-lab";
import { processesBelow } from "../e2e/processes";
import type { ExperimentInput } from "../src/experiment/schema";

/**
 * Does the page stay smooth while it trains? 8 variants stream 500 epochs each into the real window, or into a browser in front of
 * `lab serve`, then 10 variants with 5 seeds 200 epochs each; every frame is measured from one animation callback to the next. The processor
 * time of the page's own process tells what it costs, however busy the machine is.
 *
 *     xvfb-run -a node bench/run.mjs bench/frames.ts [window|chromium|firefox]
 */
const ticksPerSecond = 100;
const where = (process.argv[2] ?? "window") as "window" | BrowserName;

function experiment(variants: number, seeds: number, epochs: number): ExperimentInput {
  return {
    name: "frames",
    data: { source: "xor", train: 200, validation: 200 },
    network: {
      layers: [
        { type: "dense", units: 16 },
        { type: "leakyRelu" },
        { type: "dropout", rate: 0.2 },
        { type: "dense", units: 2 },
      ],
    },
    training: { batchSize: 50, epochs },
    variants: Array.from({ length: variants }, (_, index) => ({
      name: `p = ${index / 10}`,
      rate: index / 10,
    })),
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
  };
}

await measure(experiment(8, 1, 500));
await measure(experiment(10, 5, 200));

async function measure(streamed: ExperimentInput): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "dropout-lab-frames-"));
  try {
    const file = join(home, "frames.dropout.json");
    await writeFile(file, JSON.stringify(streamed));
    const { page, close } = await openWith(home, file);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const started = Date.now();
    const measured = await page.evaluate(async () => {
      const begun = performance.now();
      const frames: { at: number; length: number }[] = [];
      const longTasks: number[] = [];
      new PerformanceObserver((list) =>
        list.getEntries().forEach(({ duration }) => longTasks.push(duration)),
      ).observe({
        // Firefox does not tell them.
        type: "longtask",
      });
      const ended = async () => {
        const list = await window.lab.listExperiments({});
        return list.ok && list.value[0]!.runs.every(({ status }) => !["queued", "running"].includes(status));
      };
      let over = false;
      const frame = (last: number) =>
        requestAnimationFrame((now) => {
          frames.push({ at: now - begun, length: now - last });
          if (!over) frame(now);
        });
      frame(performance.now());
      while (!(await ended())) await new Promise((resume) => setTimeout(resume, 2000));
      over = true;
      return { frames, longTasks };
    });
    const epochs = await page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      return list.ok ? list.value[0]!.runs.map(({ epochsDone }) => epochsDone) : [];
    });
    const cpu = await cpuOfPage();
    await close();
    const sorted = measured.frames.map(({ length }) => length).sort((a, b) => a - b);
    const long = measured.frames.filter(({ length }) => length > 50);
    const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
    console.log(`epochs streamed: ${epochs.join(", ")} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    console.log(
      `frames: ${sorted.length}; median ${quantile(0.5)} ms, 99 % ${quantile(0.99)} ms, longest ${quantile(1)} ms`,
    );
    const told = long.map(({ at, length }) => `${length.toFixed(0)} ms at ${(at / 1000).toFixed(1)} s`);
    console.log(`frames over 50 ms: ${long.length} ${told.slice(0, 20).join(", ")}`);
    console.log(`processor time of the page's process: ${cpu.toFixed(1)} s`);
    console.log(
      `tasks over 50 ms on the page's thread: ${measured.longTasks.length}, longest ${Math.max(0, ...measured.longTasks).toFixed(0)} ms`,
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** In seconds, of Chromium's or Firefox's process for pages since its start. */
async function cpuOfPage(): Promise<number> {
  const pages = (await processesBelow(process.pid)).filter(({ command }) =>
    /--type=renderer|-isForBrowser/.test(command),
  );
  const ticks = await Promise.all(
    pages.map(async ({ pid }) => {
      const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]!.split(" ");
      return Number(fields[11]) + Number(fields[12]);
    }),
  );
  // Firefox has more of them, which do nothing.
  return Math.max(0, ...ticks) / ticksPerSecond;
}

/** Opens the lab and, in it, this document. */
async function openWith(home: string, file: string): Promise<{ page: Page; close: () => Promise<void> }> {
  if (where === "window") {
    const { app, page } = await openLabWindow({ home });
    await answerOpenDialog(app, file);
    await page.getByRole("button", { name: "Open an experiment" }).click();
    return { page, close: () => app.close() };
  }
  const { page, close } = await openLabInBrowser(home, where);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open an experiment" }).click();
  await (await chooser).setFiles(file);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("input")].some(({ value }) => value === "frames"),
  );
  return { page, close };
}
