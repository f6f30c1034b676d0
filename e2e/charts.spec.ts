import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import type { OpenLab } from "./open-lab";

/** Two variants with three seeds, 60 epochs each, of 200 rows in batches. */
async function train({ page }: OpenLab): Promise<Locator> {
  await choose(page, "Preset", "XOR");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("main").getByText("6 of 6 done")).toBeVisible({ timeout: 60_000 });
  const area = page.getByRole("group", { name: /^Loss: read values/ });
  await expect(area).toBeVisible();
  return area;
}

/** The point at a share of the area's width, at a height without a readout. */
async function at(area: Locator, share: number): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await area.boundingBox())!;
  return { x: x + 52 + share * (width - 62), y: y + 0.7 * height };
}

const readout = (area: Locator) => area.getByRole("status");

/** The number in the readout's heading. */
async function placeRead(area: Locator): Promise<number> {
  const heading = await readout(area).getByRole("columnheader").first().textContent();
  return Number.parseFloat(heading!.replace(/[^\d.]/g, ""));
}

/** Whether the chart's picture has pixels of a variant's own colour. */
async function isDrawn(area: Locator, toggle: Locator): Promise<boolean> {
  const colour = await toggle.evaluate((button) => button.style.getPropertyValue("--colour"));
  const rgb = [1, 3, 5].map((index) => Number.parseInt(colour.slice(index, index + 2), 16));
  return area.locator("canvas").evaluate((element, [red, green, blue]) => {
    const { width, height } = element as HTMLCanvasElement;
    const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255)
        return true;
    return false;
  }, rgb);
}

/** The experiment's runs, as the store has them. */
const storedRuns = (page: Page) =>
  page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const detail = await window.lab.getExperiment({ experimentId: list.value[0]!.id });
    if (!detail.ok) throw new Error(detail.failure.code);
    return detail.value;
  });

async function openSettings(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Chart", exact: true }).click();
  await expect(page.getByRole("radiogroup", { name: "X axis" })).toBeVisible();
}

/** Until messages are gone they lie over the chart, and a pointer on them reads nothing. */
async function closeSettings(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("radiogroup", { name: "X axis" })).toBeHidden();
}

const pick = (page: Page, group: string, choice: string) =>
  page.getByRole("radiogroup", { name: group }).getByText(choice, { exact: true }).click();

test("a click pins the readout, Escape lets it go; the arrow keys and Enter do the same", async ({ lab }) => {
  const { page } = lab;
  const area = await train(lab);
  const middle = await at(area, 0.5);
  await page.mouse.move(middle.x, middle.y);
  await expect(readout(area)).toContainText(/^Epoch (29|30|31|32)/);
  await page.mouse.click(middle.x, middle.y);
  const pinned = await placeRead(area);
  const elsewhere = await at(area, 0.1);
  await page.mouse.move(elsewhere.x, elsewhere.y);
  await page.mouse.move(2, 2);
  await expect(readout(area).getByRole("button", { name: "Unpin these values" })).toBeVisible();
  expect(await placeRead(area)).toBe(pinned);
  await page.keyboard.press("Escape");
  await expect(readout(area)).toHaveCount(0);

  await area.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(readout(area)).toContainText("Epoch 59");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Chart", exact: true }).focus();
  await expect(readout(area)).toContainText("Epoch 59");
  await page.keyboard.press("Escape");
  await expect(readout(area)).toHaveCount(0);
});

test("the legend hides a variant by a click, shows it alone by a double click, and Alt+click shows all again", async ({
  lab,
}) => {
  const { page } = lab;
  const area = await train(lab);
  const legend = page.getByRole("group", { name: "Variants in the charts" }).getByRole("button");
  const pressed = () => legend.evaluateAll((all) => all.map((one) => one.getAttribute("aria-pressed")));
  const drawn = async () => [await isDrawn(area, legend.first()), await isDrawn(area, legend.last())];
  await expect.poll(drawn).toEqual([true, true]);
  await legend.first().click();
  expect(await pressed()).toEqual(["false", "true"]);
  await expect.poll(drawn).toEqual([false, true]);
  await legend.first().dblclick();
  expect(await pressed()).toEqual(["true", "false"]);
  await expect.poll(drawn).toEqual([true, false]);
  const middle = await at(area, 0.5);
  await page.mouse.move(middle.x, middle.y);
  // The heading, and one row.
  await expect(readout(area).getByRole("row")).toHaveCount(2);
  await legend.first().click({ modifiers: ["Alt"] });
  expect(await pressed()).toEqual(["true", "true"]);
});

test("the horizontal axis counts epochs, steps or seconds, and can be logarithmic", async ({ lab }) => {
  const { page } = lab;
  const area = await train(lab);
  const hover = async (share: number) => {
    const index = await at(area, share);
    await page.mouse.move(index.x, index.y);
  };
  await hover(0.995);
  await expect(readout(area)).toContainText("Epoch 60");
  const { data, training } = (await storedRuns(page)).experiment;
  const steps = training.epochs * Math.ceil(data.train / training.batchSize);
  await openSettings(page);
  await pick(page, "X axis", "Step");
  await closeSettings(page);
  await hover(0.995);
  await expect.poll(() => placeRead(area)).toBe(steps);
  await expect(readout(area)).toContainText("Epoch 60");

  await openSettings(page);
  await pick(page, "X axis", "Time");
  await closeSettings(page);
  await hover(0.5);
  await expect(readout(area)).toContainText(/[\d.]+ s/);

  await openSettings(page);
  await pick(page, "X axis", "Epoch");
  await page.getByRole("switch", { name: "Logarithmic X axis" }).press("Space");
  await closeSettings(page);
  await hover(0.5);
  // Half way from 1 to 60 is their geometric mean, 7.7.
  await expect.poll(() => placeRead(area)).toBe(8);
});

test("bands are of one's choice, single seeds can stand alone, and outliers are left out only with a word", async ({
  lab,
}) => {
  const { page } = lab;
  const area = await train(lab);
  const last = (await storedRuns(page)).runs
    .filter(({ variant }) => variant === "dropout")
    .map(({ records }) => records.at(-1)!.validation.eval.loss);
  const mean = last.reduce((sum, value) => sum + value, 0) / last.length;
  const sd = Math.sqrt(last.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (last.length - 1));
  // Student's t for 95 % and two degrees of freedom.
  const half = (4.302653 * sd) / Math.sqrt(3);
  const bands: Record<string, number[]> = {
    None: [mean],
    "± SD": [mean, mean - sd, mean + sd],
    "95% CI": [mean, Math.max(0, mean - half), mean + half],
    "Min–max": [mean, Math.min(...last), Math.max(...last)],
  };
  for (const [band, values] of Object.entries(bands)) {
    await openSettings(page);
    await pick(page, "Band around the mean", band);
    await closeSettings(page);
    await area.focus();
    await page.keyboard.press("ArrowLeft");
    const cell = readout(area)
      .getByRole("row")
      .filter({ hasText: /^dropout/ })
      .getByRole("cell")
      .first();
    const read = async () =>
      (await cell.innerText())
        .split(/[\s–]+/)
        .filter(Boolean)
        .map(Number);
    const rounded = values.map((value) => expect.closeTo(value, 2.99));
    await expect.poll(read, { message: band }).toEqual(rounded);
    await page.keyboard.press("Escape");
  }
  await openSettings(page);
  await pick(page, "Seeds", "Seeds");
  await expect(page.getByRole("radio", { name: "95% CI" })).toBeDisabled();
  await page.getByRole("switch", { name: /^Ignore outliers/ }).press("Space");
  await closeSettings(page);
  const middle = await at(area, 0.5);
  await page.mouse.move(middle.x, middle.y);
  // The heading, and a row for each run.
  await expect(readout(area).getByRole("row")).toHaveCount(7);
  await expect(page.getByText(/^\d+ outliers lie outside this axis/).first()).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).first().click();
  await expect(page.getByText(/outliers lie outside/)).toHaveCount(0);
});

test("a drag zooms both charts, and the button that then appears takes it back", async ({ lab }) => {
  const { page } = lab;
  const area = await train(lab);
  const reset = page.getByRole("button", { name: "Reset zoom" });
  await expect(reset).toHaveCount(0);
  const [from, to] = [await at(area, 0.3), await at(area, 0.6)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await expect(reset).toHaveCount(2);
  const left = await at(area, 0.01);
  await page.mouse.move(left.x, left.y);
  await expect.poll(() => placeRead(area)).toBeGreaterThan(15);
  await reset.first().click();
  await expect(reset).toHaveCount(0);
});

test("a chart is saved as it is drawn, as SVG and as PNG", async ({ lab, home }) => {
  const { app, page } = lab;
  await train(lab);
  for (const format of ["SVG", "PNG"]) {
    const file = join(home, `loss.${format.toLowerCase()}`);
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByRole("button", { name: "Chart menu: Loss" }).click();
    await page.getByRole("menuitem", { name: `Save as ${format}` }).click();
    await expect(page.getByText(`Saved as loss.${format.toLowerCase()}.`)).toBeVisible();
  }
  const svg = await readFile(join(home, "loss.svg"), "utf8");
  expect(svg).toContain("no dropout, Eval mode (dropout off)");
  const png = await readFile(join(home, "loss.png"));
  const width = Number(/ width="(\d+)"/.exec(svg)![1]);
  // The header chunk of a PNG file holds the width at byte 16.
  expect(png.readUInt32BE(16)).toBe(2 * width);
});
