import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { resultSchema } from "../src/experiment/result";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";
import { listed, more, rowOf, toHistory } from "./history-list";
import { answerOpenDialog } from "./open-lab";
import { smallExperiment, start, train } from "./small";

const alpha = smallExperiment("alpha");
const beta = smallExperiment("beta", {
  data: { source: "xor", train: 64, validation: 64 },
  variants: [{ name: "half", rate: 0.5 }],
  seeds: [1, 2],
});

test("search and filters narrow the list, chips take them off again, the newest stands first", async ({
  lab: { page },
}) => {
  await train(page, alpha, beta);
  await toHistory(page);
  await expect(page.getByText("2 experiments · 4 runs")).toBeVisible();
  expect(await listed(page)).toEqual(["beta", "alpha"]);

  await page.getByRole("textbox", { name: "Search the history" }).fill("alp");
  await expect.poll(() => listed(page)).toEqual(["alpha"]);
  // The variant's name is searched, too, and only the runs that match are counted.
  await page.getByRole("textbox", { name: "Search the history" }).fill("no dropout");
  await expect(page.getByText("1 experiment · 1 run", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect.poll(() => listed(page)).toEqual(["beta", "alpha"]);

  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("spinbutton", { name: "Drop rate, from" }).fill("0.4");
  await page.getByRole("spinbutton", { name: "Drop rate, from" }).press("Enter");
  await expect.poll(() => listed(page)).toEqual(["beta"]);
  const chips = page.getByRole("list", { name: "Active filters" });
  await expect(chips.getByText("Drop rate: ≥ 0.4")).toBeVisible();
  await chips.getByRole("button").click();
  await expect.poll(() => listed(page)).toEqual(["beta", "alpha"]);

  await page.getByRole("combobox", { name: "Data", exact: true }).click();
  await page.getByRole("option", { name: "Two moons" }).click();
  await page.keyboard.press("Escape");
  await expect.poll(() => listed(page)).toEqual(["alpha"]);
  await page.getByRole("spinbutton", { name: "Last loss, to" }).fill("0");
  await page.getByRole("spinbutton", { name: "Last loss, to" }).press("Enter");
  await expect(page.getByText("No experiment matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).first().click();
  await choose(page, "Order", "Oldest first");
  await expect.poll(() => listed(page)).toEqual(["alpha", "beta"]);
});

test("tag, note, pin and a new name are kept, found again and still there after a restart", async ({
  openLab,
}) => {
  const { app, page } = await openLab();
  await train(page, alpha, beta);
  await toHistory(page);

  await page.getByRole("button", { name: "Add a tag to alpha" }).click();
  await page.keyboard.type("thesis");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Tags of alpha" }).getByText("thesis")).toBeVisible();
  // Another experiment's tag is suggested.
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add a tag to beta" }).click();
  await page.getByRole("option", { name: "thesis" }).click();
  await expect(page.getByRole("list", { name: "Tags of beta" }).getByText("thesis")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("list", { name: "Tags of beta" }).getByRole("button").click();
  await expect(page.getByRole("list", { name: "Tags of beta" })).toBeHidden();

  await more(page, "alpha", "Add a note");
  await page.getByRole("textbox", { name: "Note on alpha" }).fill("first line\nsecond line");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("second line")).toBeVisible();

  await more(page, "alpha", "Rename");
  await page.getByRole("textbox", { name: "New name of alpha" }).fill("alpha, renamed");
  await page.keyboard.press("Enter");
  await expect(rowOf(page, "alpha, renamed")).toBeVisible();
  await page.getByRole("button", { name: "Pin alpha, renamed" }).click();
  await expect.poll(() => listed(page)).toEqual(["alpha, renamed", "beta"]);
  await app.close();

  const { page: next } = await openLab();
  await toHistory(next);
  await expect.poll(() => listed(next)).toEqual(["alpha, renamed", "beta"]);
  const row = rowOf(next, "alpha, renamed");
  await expect(row.getByText("thesis")).toBeVisible();
  await expect(row.getByText("first line")).toBeVisible();
  await next.getByRole("textbox", { name: "Search the history" }).fill("second thesis");
  await expect.poll(() => listed(next)).toEqual(["alpha, renamed"]);
  await next.getByRole("textbox", { name: "Search the history" }).fill("");
  await next.getByRole("button", { name: "Pinned only" }).click();
  await expect(next.getByText("1 experiment ·", { exact: false })).toBeVisible();
});

test("an experiment opens in the lab, and a duplicate of it becomes the setup", async ({ lab: { page } }) => {
  await train(page, alpha, beta);
  await toHistory(page);
  await page.getByRole("button", { name: "Open alpha in the lab" }).click();
  const name = page.getByRole("textbox", { name: "Experiment name" });
  await expect(name).toHaveValue("alpha");
  await expect(page.getByLabel("Results of the variants").getByText("no dropout")).toBeVisible();

  await toHistory(page);
  await more(page, "beta", "Duplicate as a new experiment");
  await expect(name).toHaveValue("beta copy");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await toHistory(page);
  await expect.poll(() => listed(page)).toEqual(["beta copy", "beta", "alpha"]);
  // The list follows its runs by itself.
  await expect(rowOf(page, "beta copy").getByText("2 done")).toBeVisible({ timeout: 60_000 });
});

test("what is deleted comes back by Undo, several at once too; what still trains is not deleted", async ({
  lab: { page },
}) => {
  await train(page, alpha, beta);
  await toHistory(page);
  await more(page, "alpha", "Delete");
  await expect.poll(() => listed(page)).toEqual(["beta"]);
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(() => listed(page)).toEqual(["beta", "alpha"]);

  await page.getByRole("checkbox", { name: "Select all runs on this page" }).press("Space");
  await expect(page.getByText("4 runs of 2 experiments selected")).toBeVisible();
  await page.getByRole("button", { name: "Delete 2 experiments" }).click();
  await expect(page.getByText("Nothing has been trained yet.", { exact: false })).toBeVisible();
  await expect(page.getByText("Deleted 2 experiments.")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect.poll(() => listed(page)).toEqual(["beta", "alpha"]);

  await start(page, smallExperiment("endless", { training: { batchSize: 16, epochs: 100_000 } }));
  await expect.poll(() => listed(page)).toEqual(["endless", "beta", "alpha"]);
  await more(page, "endless", "Delete");
  await expect(page.getByText(/"endless" have not ended/)).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(rowOf(page, "endless").getByText("2 stopped")).toBeVisible();
  await more(page, "endless", "Delete");
  await expect.poll(() => listed(page)).toEqual(["beta", "alpha"]);
});

test("runs of two experiments are picked and overlaid in Compare", async ({ lab: { page } }) => {
  await train(page, alpha, beta);
  await toHistory(page);
  await page.getByRole("button", { name: "Runs of alpha", exact: true }).click();
  await page.getByRole("checkbox", { name: "Select dropout, seed 1" }).press("Space");
  await page.getByRole("checkbox", { name: "Select all runs of beta" }).press("Space");
  await expect(page.getByText("3 runs of 2 experiments selected")).toBeVisible();
  await page.getByRole("region", { name: "Selected runs" }).getByRole("button", { name: "Compare" }).click();
  const compare = page.getByRole("region", { name: "Compare", exact: true });
  await expect(compare.getByText("half").first()).toBeVisible();
  await expect(compare.getByText("dropout").first()).toBeVisible();
  // The history is as it was left.
  await toHistory(page);
  await expect(page.getByRole("checkbox", { name: "Select dropout, seed 1" })).toBeChecked();
});

test("what a terminal trains appears in the open window by itself", async ({ lab: { page }, home }) => {
  await train(page, alpha);
  await toHistory(page);
  await page.getByRole("button", { name: "Runs of alpha", exact: true }).click();
  await page.getByRole("checkbox", { name: "Select all runs of alpha" }).press("Space");
  await writeFile(join(home, "terminal.json"), JSON.stringify(smallExperiment("from a terminal")));
  await promisify(execFile)(process.execPath, [resolve("dist/cli.cjs"), "run", join(home, "terminal.json")], {
    env: { ...process.env, DROPOUT_LAB_HOME: home },
  });
  await expect.poll(() => listed(page), { timeout: 15_000 }).toEqual(["from a terminal", "alpha"]);
  await expect(rowOf(page, "from a terminal").getByText("2 done")).toBeVisible();
  // This keeps the selection and the expanded rows.
  await expect(page.getByRole("checkbox", { name: "Select all runs of alpha" })).toBeChecked();
  await expect(page.getByRole("table", { name: "Runs of alpha" })).toBeVisible();
});

test("a result is exported with its weights, and taken in again by a drop", async ({
  lab: { app, page },
  home,
  openLab,
}) => {
  await train(page, alpha);
  await toHistory(page);
  await answerOpenDialog(app, home);
  await more(page, "alpha", /Export result/);
  await expect(page.getByText(/^Written to alpha-/)).toBeVisible();
  const folder = (await readdir(home)).find((name) => name.startsWith("alpha-"))!;
  const file = join(home, folder, "result.json");
  const result = resultSchema.parse(JSON.parse(await readFile(file, "utf8")));
  expect(result.environment).toMatchObject({ backend: "tensorflow", engine: "graph" });
  expect(result.runs.map(({ status, epochs }) => [status, epochs.length])).toEqual([
    ["done", 3],
    ["done", 3],
  ]);
  for (const { weights } of result.runs) expect(existsSync(join(home, folder, weights!))).toBe(true);
  await app.close();

  const { page: other } = await openLab({ env: { DROPOUT_LAB_HOME: join(home, "other") } });
  await dropFile(other, file);
  await expect(other.getByRole("region", { name: "History", exact: true })).toBeVisible();
  await expect(rowOf(other, "alpha").getByText("imported")).toBeVisible();
  await expect(rowOf(other, "alpha").getByText("2 done")).toBeVisible();
});

test("picked runs are written as one table", async ({ lab: { app, page }, home }) => {
  await train(page, alpha, beta);
  await toHistory(page);
  await page.getByRole("checkbox", { name: "Select all runs on this page" }).press("Space");
  const target = join(home, "runs.csv");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  await page.getByRole("region", { name: "Selected runs" }).getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "Table (CSV)" }).click();
  await expect(page.getByText("Written to runs.csv.")).toBeVisible();
  const rows = (await readFile(target, "utf8")).trim().split("\n");
  for (const name of ["alpha", "beta", "half"]) expect(rows.some((row) => row.includes(name))).toBe(true);
});

test("the best model of the picked runs is written for other programs", async ({
  lab: { app, page },
  home,
}) => {
  await train(page, beta);
  await toHistory(page);
  await page.getByRole("checkbox", { name: "Select all runs on this page" }).press("Space");
  const target = join(home, "xor.onnx");
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  const exporting = page
    .getByRole("region", { name: "Selected runs" })
    .getByRole("button", { name: "Export" });
  await exporting.click();
  await page.getByRole("menuitem", { name: "Model of the best run: ONNX" }).click();
  await expect(page.getByText("Written to xor-passes.onnx, xor.onnx.")).toBeVisible();
  expect((await readFile(target)).includes("Dropout Lab")).toBe(true);

  await answerOpenDialog(app, home);
  await exporting.click();
  await page.getByRole("menuitem", { name: "Model of the best run: TensorFlow.js" }).click();
  await expect(page.getByText(/^Written to beta-half-seed-\d-tfjs\.$/)).toBeVisible();
  const folder = (await readdir(home)).find((name) => name.endsWith("-tfjs"))!;
  const model = JSON.parse(await readFile(join(home, folder, "model.json"), "utf8")) as { format: string };
  expect(model.format).toBe("graph-model");
});

test("a stopped experiment is resumed from the history", async ({ lab: { page } }) => {
  await start(page, smallExperiment("long", { training: { batchSize: 16, epochs: 100_000 } }));
  await toHistory(page);
  await expect(rowOf(page, "long").getByText(/\d training/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(rowOf(page, "long").getByText("2 stopped")).toBeVisible();
  await more(page, "long", "Resume 2 missing runs");
  await expect(rowOf(page, "long").getByText(/\d training/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(rowOf(page, "long").getByText("2 stopped")).toBeVisible();
});
