import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { expect, test } from "./fixtures";

const variantsShown = (page: Page) =>
  page
    .getByRole("list", { name: "Variants to compare" })
    .getByRole("textbox", { name: /^Name of variant/ })
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

async function addTags(page: Page, list: string, text: string): Promise<void> {
  const input = page.getByRole("dialog").getByLabel(list);
  await input.fill(text);
  await input.press("Enter");
}

async function fill(page: Page, name: string, value: string): Promise<void> {
  const input = page.getByRole("spinbutton", { name, exact: true });
  await input.fill(value);
  await input.press("Enter");
}

test("a sweep fills the variants, says how many runs that makes, and is undone in one step", async ({
  lab: { page },
}) => {
  await choose(page, "Preset", "XOR");
  const before = await variantsShown(page);
  await page.getByRole("button", { name: "Sweep…" }).click();
  const dialog = page.getByRole("dialog", { name: "Sweep" });
  await expect(dialog).toContainText("6 variants × 5 seeds = 30 runs");
  await fill(page, "in steps of", "0.25");
  await addTags(page, "Training samples (optional)", "50, 200");
  await addTags(page, "Width of the hidden layers", "0.5");
  await fill(page, "Seeds 1 to", "2");
  await expect(dialog).toContainText("6 variants × 2 seeds = 12 runs");
  await fill(page, "to", "0.5");
  await addTags(page, "Width of the hidden layers", "9999");
  await expect(dialog.getByRole("button", { name: "Make these variants" })).toBeDisabled();
  await expect(dialog).toContainText("A width of 9999 makes a layer of more than 65536 units");
  await dialog.getByLabel("Width of the hidden layers").press("Backspace");
  await dialog.getByRole("button", { name: "Make these variants" }).click();
  await expect(dialog).toBeHidden();
  expect(await variantsShown(page)).toEqual([
    "no dropout, 50 rows, width × 0.5",
    "p = 0.25, 50 rows, width × 0.5",
    "p = 0.5, 50 rows, width × 0.5",
    "no dropout, 200 rows, width × 0.5",
    "p = 0.25, 200 rows, width × 0.5",
    "p = 0.5, 200 rows, width × 0.5",
  ]);
  // A variant's size and width can be changed; a size beyond the data is a problem shown beside it.
  await expect(page.getByRole("spinbutton", { name: "Width of variant 2" })).toHaveValue("0.5");
  await fill(page, "Training samples of variant 1", "201");
  await expect(page.getByText("201 training samples are more than the data's 200")).toBeVisible();
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await undo.click();
  await expect(page.getByRole("spinbutton", { name: "Training samples of variant 1" })).toHaveValue("50");
  await undo.click();
  await expect.poll(() => variantsShown(page)).toEqual(before);
});

test("what was stopped is resumed, keeps what it measured, and comes to its end", async ({
  lab: { page },
}) => {
  await choose(page, "Preset", "XOR");
  await fill(page, "Epochs", "400");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const runs = () =>
    page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      if (!list.ok) throw new Error(list.failure.code);
      return list.value[0]?.runs ?? [];
    });
  await expect
    .poll(async () => Math.max(0, ...(await runs()).map(({ epochsDone }) => epochsDone)), { timeout: 60_000 })
    .toBeGreaterThan(2);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  const resume = page.getByRole("button", { name: /^Resume \d+ runs?$/ });
  await expect(resume).toBeVisible();
  await expect
    .poll(async () => (await runs()).every(({ ended }) => ended !== null), { timeout: 30_000 })
    .toBe(true);
  const stopped = await runs();
  const missing = stopped.filter(({ status }) => status !== "done").length;
  expect(missing).toBeGreaterThan(0);
  await expect(resume).toHaveText(missing === 1 ? "Resume 1 run" : `Resume ${missing} runs`);
  await resume.click();
  await expect(resume).toBeHidden();
  await expect
    .poll(async () => (await runs()).map(({ status }) => status), { timeout: 120_000 })
    .toEqual(stopped.map(() => "done"));
  expect((await runs()).map(({ id, attempt }) => [id, attempt])).toEqual(
    stopped.map(({ id, status }) => [id, status === "done" ? 1 : 2]),
  );
});
