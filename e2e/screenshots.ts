import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { presets } from "../src/experiment/presets";
import { experimentSchema } from "../src/experiment/schema";
import { seedsUpTo, sweepOf, usualRates } from "../src/experiment/sweep";
import { choose } from "./choose";
import { openLabWindow } from "./open-lab";
import { showNetwork } from "./picture-inside";
import { train } from "./small";

/**
 * Makes the pictures of docs/screenshots from the real window, after real training:
 *
 *     xvfb-run -a -s "-screen 0 1600x1000x24" node bench/run.mjs e2e/screenshots.ts
 */
const folder = "docs/screenshots";
const home = await mkdtemp(join(tmpdir(), "dropout-lab-screenshots-"));

const picture = async (page: Page, name: string) => {
  // Waits until sliding and fading have ended.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

const finished = async (page: Page) => {
  const isOver = () =>
    page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      return list.ok && list.value[0]!.runs.every(({ status }) => status === "done");
    });
  while (!(await isOver())) await page.waitForTimeout(1000);
};

/** Some experiments beside the textbook's, like a person's own. */
async function fillHistory(page: Page): Promise<void> {
  const variants = [0, 0.1, 0.3].map((rate) => ({ name: rate === 0 ? "no dropout" : `p = ${rate}`, rate }));
  const { document: moons } = presets.moons;
  const documents = [
    { ...presets.xor.document, name: "xor, first look" },
    { ...presets.circles.document, name: "circles" },
    { ...moons, name: "moons, three rates", variants },
  ];
  await train(page, ...documents.map((document) => experimentSchema.parse(document)));
  await page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const [newest, , first, textbook] = list.value.map(({ id }) => id);
    const note =
      "The loss is lower with dropout, the accuracy hardly moves.\nNext: more seeds, and 300 images only.";
    await window.lab.annotateExperiment({ experimentId: textbook!, pinned: true, tags: ["thesis"], note });
    await window.lab.annotateExperiment({ experimentId: newest!, tags: ["thesis", "small data"] });
    await window.lab.annotateExperiment({ experimentId: first!, tags: ["lecture"], note: "For week 3." });
  });
}

/** A sweep over rates and one over sizes, as Compare shows them. */
async function pictureComparison(app: ElectronApplication, page: Page): Promise<void> {
  const { document } = presets.textbook;
  const small = {
    ...document,
    data: { source: "digits" as const, train: 400, validation: 1000 },
    training: { epochs: 30 },
  };
  const sizes = { rates: [0, 0.3], sizes: [100, 200, 400], seeds: [1, 2, 3] };
  const experiment = experimentSchema.parse(small);
  await train(
    page,
    { ...sweepOf(experiment, sizes), name: "sizes" },
    { ...sweepOf(experiment, { rates: usualRates, seeds: seedsUpTo(5) }), name: "rates" },
  );
  await page.reload();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1440, 900));
  await page.emulateMedia({ colorScheme: "light" });
  await page.keyboard.press("Control+2");
  await picture(page, "compare-light");
  await page.getByRole("region", { name: "Curves" }).scrollIntoViewIfNeeded();
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "compare-curves-dark");
  await choose(page, "Language", "한국어");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1024, 700));
  await page.getByRole("heading", { name: "비교", exact: true }).scrollIntoViewIfNeeded();
  await picture(page, "compare-korean-small-dark");
}

try {
  await mkdir(folder, { recursive: true });
  const { app, page } = await openLabWindow({ home });
  await page.emulateMedia({ colorScheme: "light" });
  await showNetwork(page);
  await picture(page, "inside-light");
  await page.keyboard.press("Control+1");
  await choose(page, "Preset", "Textbook");
  await picture(page, "start-light");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page
    .getByRole("main")
    .getByText(/[1-9] of \d+ done/)
    .waitFor({ timeout: 300_000 });
  await picture(page, "training-light");
  await finished(page);
  await picture(page, "textbook-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("switch", { name: "Show eval forgotten" }).press("Space");
  await picture(page, "forgotten-dark");
  await page.getByRole("switch", { name: "Show eval forgotten" }).press("Space");
  await choose(page, "Language", "한국어");
  await page.emulateMedia({ colorScheme: "light" });
  await picture(page, "korean-light");
  await choose(page, "언어", "English");
  await fillHistory(page);
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: "Runs of moons, three rates" }).click();
  await page.getByRole("checkbox", { name: "Select all runs of moons, three rates" }).press("Space");
  await page.getByRole("checkbox", { name: "Select all runs of circles" }).press("Space");
  await picture(page, "history-light");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("spinbutton", { name: "Last accuracy, %, from" }).fill("80");
  await page.getByRole("spinbutton", { name: "Last accuracy, %, from" }).press("Enter");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "history-filter-dark");
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("button", { name: "Clear selection" }).click();
  await page.getByRole("button", { name: "Runs of moons, three rates" }).click();
  await choose(page, "Language", "한국어");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1024, 700));
  await picture(page, "history-korean-small-dark");
  await page.getByRole("button", { name: "실험실", exact: true }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "korean-small-dark");
  await choose(page, "언어", "English");
  await pictureComparison(app, page);
  await app.close();
} finally {
  await rm(home, { recursive: true, force: true });
}
