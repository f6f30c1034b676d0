import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type BrowserName, openLabInBrowser } from "../e2e/browser-lab";
import { answerOpenDialog, openLabWindow } from "../e2e/open-lab";
import { processesBelow } from "../e2e/processes";
import type { ExperimentInput } from "../src/experiment/schema";

/**
 * Does the page stay smooth while it trains? 8 variants stream 500 epochs each (`few`), or 10 variants with 5 seeds 200 epochs each (`many`),
 * into the real window or into a browser in front of `lab serve`; every frame is measured from one animation callback to the next. As a
 * control the same trainers run while the same browser shows a page of text that hears nothing: what its frames lose, the machine
 * takes. The processor time is that of the processes for pages, from the click on Run to the end of the last run.
 *
 *     xvfb-run -a node bench/run.mjs bench/frames.ts [window] [chromium] [firefox] [few] [many]
 */
const ticksPerSecond = 100;
/** Three frames of a screen: whoever moves something sees it stop. */
const longMs = 50;
const chosen = process.argv.slice(2);
const of = <Name extends string>(names: readonly Name[]) => {
  const some = names.filter((name) => chosen.includes(name));
  return some.length > 0 ? some : names;
};
const places = of(["window", "chromium", "firefox"] as const);
const parts = of(["few", "many"] as const);
const experiments = { few: experiment(8, 1, 500), many: experiment(10, 5, 200) };

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

console.log("| | s | frames | median | 99 % | longest | over 50 ms | tasks over 50 ms | processor s |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const part of parts) {
  for (const place of places) {
    for (const shows of ["streaming", "control"] as const) {
      const figures = await measure(place, experiments[part], shows === "streaming");
      console.log(`| ${[`${part}, ${place}, ${shows}`, ...figures].join(" | ")} |`);
    }
  }
}

/** @returns the columns of the table */
async function measure(
  place: "window" | BrowserName,
  experiment: ExperimentInput,
  streams: boolean,
): Promise<string[]> {
  const home = await mkdtemp(join(tmpdir(), "dropout-lab-frames-"));
  try {
    const file = join(home, "frames.dropout.json");
    await writeFile(file, JSON.stringify(experiment));
    const { page, leave, close } = await openWith(place, home, file);
    const before = await ticksOfPages();
    const started = Date.now();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    if (!streams) {
      await page.getByRole("region", { name: "Progress" }).getByRole("listitem").first().waitFor();
      await leave(await page.evaluate(() => document.styleSheets[0]!.href!));
    }
    const { frames, longTasks, epochs } = await page.evaluate(watchFrames);
    const seconds = (Date.now() - started) / 1000;
    const after = await ticksOfPages();
    await close();
    if (epochs.some((done) => done < experiment.training!.epochs!))
      throw new Error(`epochs: ${epochs.join(", ")}`);
    const sorted = frames.sort((a, b) => a - b);
    const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(0);
    const long = sorted.filter((length) => length > longMs).length;
    const ticks = [...after].reduce((sum, [pid, spent]) => sum + spent - (before.get(pid) ?? 0), 0);
    return [
      seconds.toFixed(0),
      String(sorted.length),
      quantile(0.5),
      quantile(0.99),
      quantile(1),
      String(long),
      place === "firefox" ? "not told" : String(longTasks),
      (ticks / ticksPerSecond).toFixed(1),
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Runs in the page, until the last run has ended. The lengths of its frames are in milliseconds. */
async function watchFrames(): Promise<{ frames: number[]; longTasks: number; epochs: number[] }> {
  const frames: number[] = [];
  let longTasks = 0;
  new PerformanceObserver((list) => (longTasks += list.getEntries().length)).observe({ type: "longtask" });
  const runs = async () => {
    const list = await window.lab.listExperiments({});
    return list.ok ? list.value[0]!.runs : [];
  };
  const isOver = async () => (await runs()).every(({ status }) => !["queued", "running"].includes(status));
  let over = false;
  const frame = (last: number) =>
    requestAnimationFrame((now) => {
      frames.push(now - last);
      if (!over) frame(now);
    });
  frame(performance.now());
  while (!(await isOver())) await new Promise((resume) => setTimeout(resume, 1000));
  over = true;
  return { frames, longTasks, epochs: (await runs()).map(({ epochsDone }) => epochsDone) };
}

/** What Chromium's or Firefox's processes for pages have spent, by their ids. */
async function ticksOfPages(): Promise<Map<number, number>> {
  const pages = (await processesBelow(process.pid)).filter(({ command }) =>
    /--type=renderer|-isForBrowser/.test(command),
  );
  return new Map(
    await Promise.all(
      pages.map(async ({ pid }): Promise<[number, number]> => {
        const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]!.split(" ");
        return [pid, Number(fields[11]) + Number(fields[12])];
      }),
    ),
  );
}

interface OpenedPage {
  readonly page: Page;
  /** Shows this address in the page's place. */
  leave(address: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens the lab and, in it, this document. */
async function openWith(place: "window" | BrowserName, home: string, file: string): Promise<OpenedPage> {
  if (place === "window") {
    const { app, page } = await openLabWindow({ home });
    await answerOpenDialog(app, file);
    await page.getByRole("button", { name: "Open an experiment" }).click();
    // A page cannot leave the window by itself.
    const leave = (address: string) =>
      app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]!.loadURL(to), address);
    return { page, leave, close: () => app.close() };
  }
  const { page, close } = await openLabInBrowser(home, place);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open an experiment" }).click();
  await (await chooser).setFiles(file);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("input")].some(({ value }) => value === "frames"),
  );
  return { page, leave: (address) => page.goto(address), close };
}
