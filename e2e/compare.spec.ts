import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import type { EpochSelection } from "../src/analysis/names";
import { type Analysis, analysisSchema, type Estimate } from "../src/analysis/schema";
import { type Result, resultSchema } from "../src/experiment/result";
import type { ExperimentInput } from "../src/experiment/schema";
import { expect, test } from "./fixtures";
import { answerOpenDialog, answerSaveDialog } from "./open-lab";
import { openPage } from "./open-page";
import { smallExperiment, train } from "./small";

const sweep: ExperimentInput = {
  name: "small sweep",
  data: { source: "digits", train: 200, validation: 200 },
  network: {
    layers: [
      { type: "dense", units: 40 },
      { type: "relu" },
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 10 },
    ],
  },
  training: { epochs: 5, optimizer: { type: "adam", learningRate: 0.01 } },
  variants: [
    { name: "no dropout", rate: 0 },
    { name: "p = 0.2", rate: 0.2 },
    { name: "p = 0.5", rate: 0.5 },
  ],
  seeds: [1, 2, 3],
};
const names = sweep.variants!.map(({ name }) => name);

const toCompare = (page: Page) => page.keyboard.press("Control+2");
const results = (page: Page) => page.getByRole("region", { name: "Results", exact: true });

/** The numbers in the cells of a column, from top to bottom: "0.398 ± 0.028" is [0.398, 0.028]. */
async function column(page: Page, name: string): Promise<number[][]> {
  const cells = await results(page).locator(`td.${name}`).allTextContents();
  return cells.map(numbersIn);
}
function numbersIn(text: string): number[] {
  return (text.replace(/−/g, "-").match(/[-+]?\d+(\.\d+)?/g) ?? []).map(Number);
}

/** Mean and half of the interval, as shown: three decimals, or per cent with one. */
function expectEstimates(found: number[][], wanted: Estimate[], scale = 1): void {
  const digits = scale === 1 ? 3 : 1;
  expect(found).toHaveLength(wanted.length);
  wanted.forEach(({ mean, high }, index) => {
    expect(found[index]![0]).toBeCloseTo(scale * mean, digits - 0.01);
    expect(found[index]![1]).toBeCloseTo(scale * (high! - mean), digits - 0.01);
  });
}

const at = (analysis: Analysis, moment: EpochSelection) =>
  analysis.variants.map((variant) => variant[moment]!);

/** The lab's own output: the raw records and their analysis. */
async function exported(page: Page, folder: string): Promise<{ result: Result; analysis: Analysis }> {
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "Result folder with weights" }).click();
  await expect(page.getByText(/^Written to small-sweep-/)).toBeVisible();
  const written = (await readdir(folder)).find((name) => name.startsWith("small-sweep-"))!;
  const read = async (name: string) =>
    JSON.parse(await readFile(join(folder, written, name), "utf8")) as unknown;
  return {
    result: resultSchema.parse(await read("result.json")),
    analysis: analysisSchema.parse(await read("analysis.json")),
  };
}

test("a small sweep is run, compared, sorted, exported; its report says the same in a browser", async ({
  lab: { app, page },
  home,
}) => {
  const document = join(home, "sweep.json");
  await writeFile(document, JSON.stringify(sweep));
  await answerOpenDialog(app, document);
  await page.getByRole("button", { name: "Open an experiment" }).click();
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("small sweep");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("main").getByText("9 of 9 done")).toBeVisible({ timeout: 60_000 });
  await toCompare(page);
  await expect(results(page).getByRole("row")).toHaveCount(4);

  await mkdir(join(home, "results"));
  await answerOpenDialog(app, join(home, "results"));
  const { result, analysis } = await exported(page, join(home, "results"));

  await test.step("the table says what analysis.json says, and that what the runs measured", async () => {
    const last = at(analysis, "last");
    names.forEach((name, index) => {
      const losses = result.runs
        .filter(({ variant }) => variant === name)
        .map(({ epochs }) => epochs.at(-1)!.validation.eval.loss);
      expect(losses).toHaveLength(3);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / 3;
      expect(last[index]!.correct.loss.mean).toBeCloseTo(mean, 12);
    });
    expectEstimates(
      await column(page, "loss"),
      last.map(({ correct }) => correct.loss),
    );
    expectEstimates(
      await column(page, "accuracy"),
      last.map(({ correct }) => correct.accuracy!),
      100,
    );
    expectEstimates(
      await column(page, "forgottenLoss"),
      last.map(({ forgotten }) => forgotten.loss),
    );
    expectEstimates(
      await column(page, "cost"),
      last.map(({ cost }) => cost.accuracy!.difference),
      100,
    );
    const compared = analysis.comparisons.filter(
      ({ moment, measure, mode, family }) =>
        moment === "last" && measure === "loss" && mode === "correct" && family === "baseline",
    );
    const [baseline, ...differences] = await column(page, "difference");
    expect(baseline).toEqual([]);
    expectEstimates(
      differences,
      compared.map(({ difference }) => difference),
    );
    const [, ...effects] = await column(page, "effect");
    expect(effects.map(([effect]) => effect)).toEqual(
      compared.map(({ effect }) => Number(effect!.hedges.toFixed(2))),
    );
  });

  await test.step("every ± and every p says what it is", async () => {
    await expect(results(page)).toContainText("± half of its 95% confidence interval");
    await expect(results(page).getByRole("columnheader", { name: /^p \(Holm\)/ })).toBeVisible();
    await page.keyboard.press("Control+1");
    await expect(
      page.getByText("Last epoch, validation split: mean over seeds ± half of its 95% confidence interval."),
    ).toBeVisible();
    await toCompare(page);
  });

  await test.step("the columns sort both ways", async () => {
    const header = results(page).getByRole("columnheader", { name: "Loss", exact: true });
    const byLoss = at(analysis, "last")
      .map(({ correct }, index) => ({ name: names[index]!, loss: correct.loss.mean }))
      .sort((one, other) => one.loss - other.loss)
      .map(({ name }) => name);
    const shown = async () =>
      (await results(page).getByRole("rowheader").allTextContents()).map((text) => text.trim());
    const button = header.getByRole("button", { name: "Loss" });
    await button.click();
    await expect(header).toHaveAttribute("aria-sort", "ascending");
    await expect.poll(shown).toEqual(byLoss);
    await button.press("Enter");
    await expect(header).toHaveAttribute("aria-sort", "descending");
    await expect.poll(shown).toEqual([...byLoss].reverse());
    await button.press("Enter");
    await expect.poll(shown).toEqual(names);
  });

  await test.step("another moment, other numbers", async () => {
    await page.getByRole("radio", { name: "Best epoch" }).check({ force: true });
    const best = at(analysis, "best").map(({ correct }) => correct.loss);
    await expect.poll(async () => (await column(page, "loss"))[0]![0]).toBeCloseTo(best[0]!.mean, 2.99);
    expectEstimates(await column(page, "loss"), best);
    await page.getByRole("radio", { name: "Last epoch" }).check({ force: true });
  });

  await test.step("only the rate differs; all settings are a switch away", async () => {
    const differing = page.getByRole("region", { name: "Settings that differ" });
    await expect(differing.getByRole("row", { name: /^Drop rate/ })).toHaveText(
      /Drop rate\s*0\s*0\.2\s*0\.5/,
    );
    await expect(differing.getByRole("row", { name: /^Epochs/ })).toHaveCount(0);
    await differing.getByRole("switch", { name: "All settings" }).press("Space");
    const all = page.getByRole("region", { name: "All settings" });
    await expect(all.getByRole("row", { name: /^Epochs/ })).toHaveText(/Epochs\s*5\s*5\s*5/);
    await expect(all.getByRole("row", { name: /^Learning rate/ })).toHaveText(/0\.01/);
  });

  await test.step("the report opens in a browser without network and says the same", async () => {
    const path = join(home, "report.html");
    await answerSaveDialog(app, path);
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "Report (HTML)" }).click();
    await expect(page.getByText("Written to report.html.")).toBeVisible();
    const folder = join(home, "browser");
    await mkdir(folder);
    const browser = await openPage(path, folder);
    try {
      const table = browser.page.getByRole("table", { name: /last epoch/ });
      const head = await table.locator("thead th").allTextContents();
      const losses = head.findIndex((text) => text === "loss");
      for (const [index, name] of names.entries()) {
        const cells = await table.locator("tbody tr").nth(index).locator("th, td").allTextContents();
        expect(cells[0]).toBe(name);
        const { mean, high } = at(analysis, "last")[index]!.correct.loss;
        const [writtenMean, writtenHalf] = numbersIn(cells[losses]!);
        expect(writtenMean).toBeCloseTo(mean, 2.99);
        expect(writtenHalf).toBeCloseTo(high! - mean, 2.99);
        expect(writtenMean).toBe((await column(page, "loss"))[index]![0]);
      }
      // The sentences are the same, too.
      const said = await page.locator(".answer p").allTextContents();
      expect(said.length).toBeGreaterThan(0);
      for (const sentence of said) {
        await expect(browser.page.getByText(sentence.replaceAll("\u00a0", " "))).toBeVisible();
      }
    } finally {
      await browser.app.close();
    }
  });
});

test("groups are hidden, taken out and put back; two seeds are told to be too few for a test", async ({
  lab: { page },
}) => {
  await train(
    page,
    smallExperiment("pair", {
      variants: [
        { name: "no dropout", rate: 0 },
        { name: "p = 0.3", rate: 0.3 },
        { name: "p = 0.6", rate: 0.6 },
      ],
      seeds: [1, 2],
    }),
  );
  await page.reload();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const rows = results(page).locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("no test: fewer than 3 seeds");

  const groups = page.getByRole("list", { name: "Compared variants" });
  const group = groups.getByRole("button", { name: /^p = 0\.6/ });
  await group.press("Space");
  await expect(group).toHaveAttribute("aria-pressed", "false");
  await expect(rows).toHaveCount(3);
  await groups.getByRole("button", { name: "Remove p = 0.6 from the comparison" }).click();
  await expect(rows).toHaveCount(2);
  const hidden = groups.getByRole("button", { name: /^p = 0\.3/ });
  await hidden.press("Space");
  await page.getByRole("button", { name: "Restore all" }).click();
  await expect(rows).toHaveCount(3);
  // A hidden group stays hidden.
  await expect(hidden).toHaveAttribute("aria-pressed", "false");
  await expect(group).toHaveAttribute("aria-pressed", "false");
});

test("a plot of results is saved as it is drawn, as SVG and as PNG, and says which intervals it cuts", async ({
  lab: { app, page },
  home,
}) => {
  const rates = [0, 0.3, 0.6].map((rate) => ({ name: `p = ${rate}`, rate }));
  // With two seeds, an interval of accuracies reaches far.
  await train(page, smallExperiment("pair", { variants: rates, seeds: [1, 2] }));
  await page.reload();
  await toCompare(page);
  const plots = page.getByRole("region", { name: "Result by drop rate" });
  const title = "Validation accuracy";
  const cut = plots
    .getByRole("figure")
    .filter({ hasText: title })
    .getByText(/clipped there/);
  await expect(cut).toHaveText(/^(One interval extends|\d+ intervals extend) beyond (0|100)% and/);
  for (const format of ["SVG", "PNG"]) {
    await answerSaveDialog(app, join(home, `accuracy.${format.toLowerCase()}`));
    await plots.getByRole("button", { name: `Chart menu: ${title}` }).click();
    await page.getByRole("menuitem", { name: `Save as ${format}` }).click();
    await expect(page.getByText(`Saved as accuracy.${format.toLowerCase()}.`)).toBeVisible();
  }
  const svg = await readFile(join(home, "accuracy.svg"), "utf8");
  // A point and two seeds for each rate and mode, and a point of each mode in the legend.
  expect(svg.match(/<circle /g)).toHaveLength(3 * 2 * (1 + 2) + 2);
  for (const text of [
    title,
    "drop rate p",
    "Eval mode (dropout off)",
    "Eval forgotten (dropout on)",
    "Measure at: Last epoch.",
  ]) {
    expect(svg).toContain(text);
  }
  for (const rate of ["0", "0.3", "0.6"]) expect(svg).toContain(`>${rate}</text>`);
  expect(svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")).toContain(await cut.innerText());
  const png = await readFile(join(home, "accuracy.png"));
  // The header chunk of a PNG file holds the width at byte 16.
  expect(png.readUInt32BE(16)).toBe(2 * Number(/ width="(\d+)"/.exec(svg)![1]));
});

test("the views are a key away, kept as they were, and remembered", async ({ openLab }) => {
  const { app, page } = await openLab();
  const current = () => page.getByRole("navigation", { name: "Views" }).locator("[aria-current=page]");
  await page.getByRole("textbox", { name: "Experiment name" }).fill("kept");
  await toCompare(page);
  await expect(current()).toHaveText("Compare");
  await expect(page.getByText("Nothing to compare yet")).toBeVisible();
  await page.getByRole("button", { name: "To the lab" }).click();
  await expect(page.getByRole("textbox", { name: "Experiment name" })).toHaveValue("kept");
  await page.keyboard.press("Control+3");
  await expect(current()).toHaveText("History");
  await toCompare(page);
  await app.close();
  const { page: next } = await openLab();
  await expect(next.getByText("Nothing to compare yet")).toBeVisible();
});

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious in the comparison, ${colorScheme}`, async ({ lab: { page } }) => {
    await page.emulateMedia({ colorScheme });
    await train(page, smallExperiment("pair", { seeds: [1, 2, 3] }));
    await page.reload();
    await toCompare(page);
    await expect(results(page).locator("tbody tr")).toHaveCount(2);
    await page.getByRole("switch", { name: "All settings" }).press("Space");
    const { violations } = (await page.evaluate(
      `${axe}; axe.run(document, { resultTypes: ["violations"] })`,
    )) as AxeResults;
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(" | ")}`),
    ).toEqual([]);
  });
}
