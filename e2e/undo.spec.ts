import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import type { Experiment } from "../src/experiment/schema";
import { firstDocument } from "../renderer/state/documents";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerOpenDialog } from "./open-lab";
import { start } from "./small";

/** A table of two features and the given number of classes, with 25 rows each; `rows` are the data's counts. */
async function writeTable(path: string, classes: number): Promise<string> {
  const rows = Array.from(
    { length: 25 * classes },
    (_, row) => `${row % 7},${row % 11},${row % 5},${row % classes}`,
  );
  await writeFile(path, ["a,b,size,kind", ...rows, ""].join("\n"));
  return path;
}

/** The set-up as the window stores it; nothing before the first change. */
async function draftOf(page: Page): Promise<string> {
  const kept = await page.evaluate(() => localStorage.getItem("dropout-lab.draft"));
  return kept ?? JSON.stringify(firstDocument());
}

/** Waits until the data's content is known and has no further consequences; then returns the set-up as text. */
async function settled(page: Page): Promise<string> {
  let before: string | null = null;
  await expect(async () => {
    await expect(page.locator("figure.preview")).toHaveAttribute("aria-busy", "false");
    const now = await draftOf(page);
    const same = now === before;
    before = now;
    expect(same).toBe(true);
  }).toPass({ timeout: 30_000 });
  return before!;
}

interface Here {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly five: string;
  readonly three: string;
  readonly document: string;
}

const dropFive = async ({ page, five }: Here) => dropFile(page, five);
const setSpin = async (page: Page, name: string, value: string) => {
  const field = page.getByRole("spinbutton", { name, exact: true });
  await field.fill(value);
  await field.blur();
};

const setColumn = async (page: Page, name: string, item: string) => {
  await page.getByRole("button", { name: new RegExp(`^${name}: `) }).click();
  // The menu of another column may still be closing.
  const menu = page.getByRole("menu", { name: new RegExp(`^${name}: `) });
  await menu.getByRole("menuitem", { name: item }).click();
};

/** A person's actions, each one step of undo. */
const paths: Record<string, readonly ((here: Here) => Promise<void>)[]> = {
  "a table is dropped": [dropFive],
  "a table is chosen": [
    async ({ page }) => choose(page, "Data source", "Table (CSV, Excel, Parquet, JSON)"),
    async ({ app, page, five }) => {
      await answerOpenDialog(app, five);
      await page.getByRole("button", { name: "Choose…" }).click();
    },
  ],
  "one table after another": [dropFive, async ({ page, three }) => dropFile(page, three), dropFive],
  "another target, another task": [
    dropFive,
    async ({ page }) => choose(page, "Target column", "size"),
    async ({ page }) => choose(page, "Task", "Regression"),
  ],
  "a CSV of an earlier version, no header": [
    async ({ page, document }) => dropFile(page, document),
    async ({ page }) => page.getByRole("switch", { name: "First row is a header" }).click({ force: true }),
    async ({ page }) => page.getByRole("switch", { name: "First row is a header" }).click({ force: true }),
  ],
  "a column is left out and taken back": [
    async ({ page, three }) => dropFile(page, three),
    async ({ page }) => setColumn(page, "a", "Leave out"),
    async ({ page }) => setColumn(page, "a", "Use as feature"),
    async ({ page }) => setColumn(page, "b", "Read as category"),
  ],
  "a document is opened, then a table dropped": [
    async ({ page, document }) => dropFile(page, document),
    async ({ page, three }) => dropFile(page, three),
  ],
  "a preset after a table, and a table after that": [
    dropFive,
    async ({ page }) => choose(page, "Preset", "XOR"),
    async ({ page, three }) => dropFile(page, three),
  ],
  "generated data of other classes": [
    async ({ page }) => choose(page, "Data source", "Gaussian clusters"),
    async ({ page }) => setSpin(page, "Classes", "7"),
    dropFive,
  ],
  "the kind of a dropout layer": [
    async ({ page }) => choose(page, "Kind of dropout of layer 3", "Gaussian dropout"),
    async ({ page }) => choose(page, "Kind of dropout of layer 3", "Alpha dropout"),
    async ({ page }) => setSpin(page, "Epochs", "9"),
  ],
  "other fields after a table": [dropFive, async ({ page }) => setSpin(page, "Epochs", "7")],
};

for (const [name, steps] of Object.entries(paths)) {
  test(`each thing done is one step back and one forth, whatever follows from the data: ${name}`, async ({
    lab: { app, page },
    home,
  }) => {
    const here = {
      app,
      page,
      five: await writeTable(join(home, "five.csv"), 5),
      three: await writeTable(join(home, "three.csv"), 3),
      document: join(home, "five.dropout.json"),
    };
    const data = { source: "csv", path: "five.csv", target: "kind", train: 100, validation: 25 } as const;
    const layers = [{ type: "dense", units: 5 }] as const;
    await writeFile(here.document, JSON.stringify({ name: "opened", data, network: { layers } }));
    const states = [await settled(page)];
    for (const step of steps) {
      await step(here);
      await expect.poll(() => draftOf(page)).not.toBe(states.at(-1));
      states.push(await settled(page));
    }
    await expect(page.locator(".setup .heading .el-tag--danger")).toHaveCount(0);
    const undo = page.getByRole("button", { name: "Undo", exact: true });
    const redo = page.getByRole("button", { name: "Redo", exact: true });
    for (const state of states.slice(0, -1).reverse()) {
      await undo.click();
      await expect.poll(() => settled(page)).toBe(state);
    }
    await expect(undo).toBeDisabled();
    for (const state of states.slice(1)) {
      await redo.click();
      await expect.poll(() => settled(page)).toBe(state);
    }
    await expect(redo).toBeDisabled();
  });
}

test("five classes are dropped on the textbook, undone and redone faster than the file is read", async ({
  lab: { page },
  home,
}) => {
  const fresh = await settled(page);
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  const redo = page.getByRole("button", { name: "Redo", exact: true });
  await dropFile(page, await writeTable(join(home, "five.csv"), 5));
  await expect.poll(() => draftOf(page)).not.toBe(fresh);
  await undo.click();
  await expect.poll(() => settled(page)).toBe(fresh);
  await redo.click();
  // Now the set-up follows the table.
  await expect(page.locator(".setup .end").last()).toContainText("5 classes");
  await settled(page);
  await expect(page.locator(".setup .heading .el-tag--danger")).toHaveCount(0);
  // The table and all that followed from it are one step.
  await undo.click();
  await expect.poll(() => settled(page)).toBe(fresh);
  await expect(undo).toBeDisabled();
});

test("what the loaded file holds stays known, by whatever way its experiment is opened again", async ({
  lab: { page },
  home,
}) => {
  await dropFile(page, await writeTable(join(home, "five.csv"), 5));
  await settled(page);
  const total = page.locator(".setup .end .total");
  const parameters = await total.innerText();
  await expect(page.locator(".setup .end").first()).toContainText("3 features");
  const draft = JSON.parse(await draftOf(page)) as Experiment;
  await start(page, { ...draft, training: { ...draft.training, epochs: 1 }, seeds: [1] });
  await page.keyboard.press("Control+3");
  for (const way of ["Open", "Duplicate as a new experiment"]) {
    if (way === "Open")
      await page
        .getByRole("button", { name: /^Open .* in the lab$/ })
        .first()
        .click();
    else {
      await page.keyboard.press("Control+3");
      await page
        .getByRole("button", { name: /^More for/ })
        .first()
        .click();
      await page.getByRole("menuitem", { name: way }).click();
    }
    await settled(page);
    await expect(page.locator(".setup .end").first()).toContainText("3 features");
    await expect(page.locator(".setup .end").last()).toContainText("5 classes");
    await expect(total).toHaveText(parameters);
  }
  // Afterwards the network still follows other data.
  await dropFile(page, await writeTable(join(home, "three.csv"), 3));
  await settled(page);
  await expect(page.locator(".setup .end").last()).toContainText("3 classes");
  await expect(page.locator(".setup .heading .el-tag--danger")).toHaveCount(0);
});
