import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import type { ExperimentDetail } from "../src/contract/contract";
import { presets } from "../src/experiment/presets";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { atRest } from "./rest";

/** The page is loaded again while runs train: F5, or a page that Chromium had to start anew. */

async function reload(app: ElectronApplication, page: Page): Promise<void> {
  const loaded = page.waitForEvent("load");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.reload());
  await loaded;
}

/** Opens the textbook experiment with one seed and so many epochs, and starts it. */
async function startTextbook(page: Page, folder: string, epochs: number): Promise<void> {
  const { document } = presets.textbook;
  const file = join(folder, "textbook.dropout.json");
  const changes = { seeds: [1], training: { ...document.training, epochs } };
  await writeFile(file, JSON.stringify({ ...document, ...changes }));
  await dropFile(page, file);
  await expect(page.getByRole("spinbutton", { name: "Epochs" })).toHaveValue(String(epochs));
  await page.getByRole("button", { name: "Run", exact: true }).click();
}

/** The only experiment as the store has it. */
async function stored(page: Page): Promise<ExperimentDetail> {
  return page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const detail = await window.lab.getExperiment({ experimentId: list.value[0]!.id });
    if (!detail.ok) throw new Error(detail.failure.code);
    return detail.value;
  });
}
const inStore = async (page: Page) => (await stored(page)).runs.map(({ records }) => records.length);

/** The rows of runs, by variant: "12 / 40" and what stands behind it. */
const rowsOf = (page: Page) => page.getByRole("list", { name: "Runs" }).getByRole("listitem");
const epochsIn = async (page: Page) =>
  (await rowsOf(page).locator(".epoch").allTextContents()).map((text) => Number.parseInt(text.trim(), 10));
const area = (page: Page) => page.getByRole("group", { name: /^Loss: read values/ });
const readout = (page: Page) => area(page).getByRole("status");

/** The epoch at which the loss chart reads. */
async function epochRead(page: Page): Promise<number> {
  const head = await readout(page).getByRole("columnheader").first().innerText();
  return Number(/\d+/.exec(head)![0]);
}

/** Expects the values that the chart reads, in both modes, to be those of the store. */
async function expectStored(page: Page, { runs }: ExperimentDetail, epoch: number): Promise<void> {
  expect(await epochRead(page)).toBe(epoch);
  for (const { variant, records } of runs) {
    const { validation } = records[epoch - 1]!;
    const row = readout(page)
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: variant, exact: true }) });
    const shown = (await row.getByRole("cell").allInnerTexts()).map(Number.parseFloat);
    const expected = [validation.eval.loss, validation.train.loss];
    expect(shown, `${variant}, epoch ${epoch}`).toHaveLength(expected.length);
    shown.forEach((value, kind) =>
      expect(value, `${variant}, epoch ${epoch}`).toBeCloseTo(expected[kind]!, 2.99),
    );
  }
}

test("a page that is loaded again right after Run shows every epoch to the end", async ({
  lab: { app, page },
  home,
}) => {
  await startTextbook(page, home, 40);
  await expect.poll(async () => (await stored(page)).runs.length, { timeout: 30_000 }).toBe(2);
  await reload(app, page);
  await expect(page.getByRole("list", { name: "Done" }).getByRole("listitem")).toHaveCount(2, {
    timeout: 90_000,
  });
  const experiment = await stored(page);
  expect(experiment.runs.map(({ records }) => records.length)).toEqual([40, 40]);
  await area(page).focus();
  for (let epoch = 1; epoch <= 40; epoch++) {
    await page.keyboard.press("ArrowRight");
    await expectStored(page, experiment, epoch);
  }
});

test("a page that is loaded again while runs train, or are held, goes on from where they are", async ({
  lab: { app, page },
  home,
}) => {
  // Longer than any test.
  await startTextbook(page, home, 100_000);
  const bothBeyond = (counts: readonly number[]) =>
    expect
      .poll(async () => (await epochsIn(page)).filter((count, index) => count > counts[index]!).length, {
        timeout: 90_000,
      })
      .toBe(2);
  await bothBeyond([2, 2]);
  const before = await inStore(page);
  await reload(app, page);
  // First what the lab has measured meanwhile, then what it goes on to measure.
  await expect(rowsOf(page)).toHaveCount(2);
  for (const [index, count] of (await epochsIn(page)).entries()) {
    expect(count).toBeGreaterThanOrEqual(before[index]!);
  }
  const between = await inStore(page);
  await bothBeyond(between);

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(rowsOf(page).locator(".detail")).toHaveText(["paused", "paused"]);
  const held = await atRest(() => inStore(page));
  await expect.poll(() => epochsIn(page)).toEqual(held);
  const progress = page.getByRole("region", { name: "Progress" });
  const results = page.getByLabel("Results of the variants");
  // The table follows the curves at some distance, also after the last epoch.
  const shown = async (variant: string) =>
    (
      await results
        .getByRole("row")
        .filter({ has: page.getByRole("rowheader", { name: variant, exact: true }) })
        .getByRole("cell")
        .allInnerTexts()
    )
      .slice(1, 5)
      .map((text) => Number.parseFloat(text));
  for (const { variant, records } of (await stored(page)).runs) {
    const { validation } = records.at(-1)!;
    const modes = [validation.eval, validation.train];
    const measured = modes.flatMap(({ loss, accuracy }) => [
      Number(loss.toFixed(3)),
      Number((100 * accuracy!).toFixed(1)),
    ]);
    await expect.poll(() => shown(variant), { timeout: 60_000 }).toEqual(measured);
  }
  const numbers = [await progress.innerText(), await results.innerText()];
  await reload(app, page);
  await expect
    .poll(async () => [await progress.innerText(), await results.innerText()], { timeout: 60_000 })
    .toEqual(numbers);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await bothBeyond(held);

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(rowsOf(page).locator(".detail")).toHaveText(["stopped", "stopped"]);
  const experiment = await stored(page);
  const last = experiment.runs.map(({ records }) => records.length);
  await expect.poll(() => epochsIn(page)).toEqual(last);
  // The first epoch, all around the reloads, and the last one that both runs have.
  const shortest = Math.min(...last);
  const near = (epoch: number) =>
    [...before, ...between, ...held].some((each) => Math.abs(each - epoch) <= 2);
  await area(page).focus();
  for (let epoch = 1; epoch <= shortest; epoch++) {
    await page.keyboard.press("ArrowRight");
    if (epoch === 1 || epoch === shortest || near(epoch)) await expectStored(page, experiment, epoch);
  }
});
