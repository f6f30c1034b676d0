import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { presets } from "../src/experiment/presets";
import { type ExperimentInput, experimentSchema } from "../src/experiment/schema";
import type { TriedInput } from "../src/contract/contract";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";
import { expectSound } from "./sound";

const { document: textbook } = presets.textbook;
const digits = experimentSchema.parse({
  ...textbook,
  name: "digits",
  data: { ...textbook.data, train: 200, validation: 200 },
  training: { ...textbook.training, epochs: 4 },
  variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
  seeds: [1],
});

async function openTry(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByText("All numbers").click();
}

/** What the verb says of the run with dropout in eval mode. */
async function asked(page: Page, input: TriedInput): Promise<number[]> {
  return page.evaluate(async (tried) => {
    const listed = await window.lab.listExperiments({ limit: 1 });
    if (!listed.ok) throw new Error(listed.failure.code);
    const runId = listed.value[0]!.runs.find(({ rate }) => rate !== 0)!.id;
    const answer = await window.lab.inspectPrediction({ runId, passes: 30, input: tried });
    if (!answer.ok) throw new Error(answer.failure.code);
    return answer.value.eval;
  }, input);
}

/** The eval probabilities of the variant "dropout" in the table, in full precision. */
async function shown(page: Page): Promise<number[]> {
  const rows = page
    .getByRole("table", { name: "Predictions of all variants" })
    .getByRole("row", { name: /^dropout/ });
  return rows.evaluateAll((all) =>
    all.map((row) => Number(row.querySelector<HTMLElement>("td:nth-of-type(2)")!.dataset["value"])),
  );
}

async function expectShown(page: Page, input: () => Promise<TriedInput>, digitsKept: number): Promise<void> {
  // A question of the test must not take the place of the page's.
  await expect(page.locator(".try")).toHaveAttribute("aria-busy", "false");
  await expect(async () => {
    const wanted = await asked(page, await input());
    const seen = await shown(page);
    expect(seen).toHaveLength(wanted.length);
    wanted.forEach((value, output) => expect(seen[output]).toBeCloseTo(value, digitsKept));
  }).toPass();
}

/** What the canvas holds, from 0 to 1. */
const drawn = (page: Page) =>
  page.getByRole("application").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: canvas.width * canvas.height }, (_, pixel) => data[4 * pixel]! / 255);
  });

test("a digit is drawn with the mouse and with the keyboard, and every variant answers", async ({
  lab: { page },
}) => {
  await train(page, digits);
  await openTry(page);
  const pad = page.getByRole("application", { name: "Drawing pad, 20 × 15 pixels" });
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByText("An input of your own", { exact: true })).toBeVisible();
  await expectShown(page, async () => ({ from: "picture", pixels: Array<number>(300).fill(0) }), 6);

  const box = (await pad.boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.25, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.75, 0.2), { steps: 5 });
  await page.mouse.move(...at(0.4, 0.85), { steps: 8 });
  await page.mouse.up();
  const seven = await drawn(page);
  expect(seven.filter((ink) => ink > 0.8).length).toBeGreaterThan(15);
  expect(seven[0]).toBe(0);
  // The canvas has 256 greys.
  await expectShown(page, async () => ({ from: "picture", pixels: await drawn(page) }), 1);

  await pad.focus();
  await page.keyboard.press("Delete");
  expect(Math.max(...(await drawn(page)))).toBe(0);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  const dot = await drawn(page);
  expect(dot[9 * 15 + 7]).toBe(1);
  for (let step = 0; step < 5; step++) await page.keyboard.press("Shift+ArrowDown");
  const line = await drawn(page);
  for (let row = 9; row <= 14; row++) expect(line[row * 15 + 7]).toBe(1);
  await expect(page.getByText("Row 15, column 8: 100% ink")).toBeAttached();
  await expectShown(page, async () => ({ from: "picture", pixels: line }), 1);
});

test("a number of the confusion matrix leads to its samples, and one of them is tried", async ({
  lab: { page },
}) => {
  await train(page, digits);
  await openTry(page);
  const matrix = page.getByRole("table", { name: "Confusion matrix" });
  const cells = matrix.getByRole("button");
  const counts = await cells.allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(200);
  const names = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")!));
  const wrong = names.findIndex((name) => {
    const [, target, predicted] = /true (.*), predicted (.*)$/.exec(name)!;
    return target !== predicted;
  });
  const [, count, target, predicted] = /^(\d+): true (.*), predicted (.*)$/.exec(names[wrong]!)!;
  await cells.nth(wrong).click();
  const list = page.getByRole("region", { name: "Validation samples, the wrong ones first" });
  await expect(list.getByText(`1 to ${count} of ${count}`)).toBeVisible();
  const samples = list.getByRole("listitem");
  await expect(samples).toHaveCount(Number(count));
  await expect(samples.first()).toContainText(`${target} → ${predicted}`);
  const number = (await samples
    .last()
    .getByText(/^Sample /)
    .textContent())!.replace("Sample ", "");
  await samples.last().getByRole("button").click();
  await expect(page.getByText(`Validation sample ${number} of 200`)).toBeVisible();
  await expect(page.getByText(`True: ${target}`)).toBeVisible();
  await expectShown(page, async () => ({ from: "sample", row: Number(number) - 1 }), 6);
  await list.getByRole("button", { name: "Show all" }).click();
  await expect(list.getByText("1 to 20 of 200")).toBeVisible();
  await list.getByRole("button", { name: "Samples after these" }).click();
  await expect(list.getByText("21 to 40 of 200")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a table's columns are set in their own units, and axe finds nothing serious in the ${colorScheme} theme`, async ({
    lab,
    home,
  }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const rows = Array.from({ length: 120 }, (_, row) => {
      const size = row % 12 === 5 ? "" : (row % 7) + (row % 2) * 5;
      return [
        size,
        ["sand", "loam", "clay"][row % 3],
        row % 5 ? "yes" : "no",
        row % 2 ? "sour" : "sweet",
      ].join();
    });
    const path = join(home, "harvest.csv");
    await writeFile(path, ["size,soil,watered,kind", ...rows].join("\n"));
    await choose(page, "Preset", "Moons");
    await dropFile(page, path);
    await choose(page, "Cells without a value", "Fill in mean or most frequent");
    const data = await page.evaluate(
      () => (JSON.parse(localStorage.getItem("dropout-lab.draft")!) as { data: object }).data,
    );
    const settings = { ...data, train: 80, validation: 40, test: 0 } as unknown as ExperimentInput["data"];
    await train(page, smallExperiment("harvest", { data: settings }));
    await openTry(page);

    await page.getByRole("button", { name: "Means of the training split" }).click();
    await choose(page, "soil", "clay");
    await page.getByRole("spinbutton", { name: "size" }).fill("3.5");
    const watered = page.getByRole("switch", { name: "watered: yes" });
    await expect(watered).toBeChecked();
    await watered.press("Space");
    await expectShown(page, async () => ({ from: "columns", values: [3.5, "clay", false] }), 6);
    const slider = page.getByRole("slider", { name: "size" });
    await slider.focus();
    await page.keyboard.press("End");
    await expect(page.getByRole("spinbutton", { name: "size" })).toHaveValue("11");
    await expectShown(page, async () => ({ from: "columns", values: [11, "clay", false] }), 6);
    await page.getByRole("checkbox", { name: "size: no value" }).check({ force: true });
    await expectShown(page, async () => ({ from: "columns", values: [null, "clay", false] }), 6);

    // Nothing moves until it is asked for.
    await page.getByRole("button", { name: "Show pass after pass" }).click();
    await expect(page.getByText(/Eval forgotten, pass \d+ of 30/)).toBeVisible();
    await page.getByRole("button", { name: "Show the mean" }).click();

    await expectSound(lab);
  });
}
