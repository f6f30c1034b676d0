import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import type { EpochRecord } from "../src/experiment/result";
import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { atRest } from "./rest";
import { smallExperiment, train } from "./small";

/** The store's content as the window sees it. */
async function stored(page: Page) {
  return page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    const details = [];
    for (const { id } of list.value) {
      const detail = await window.lab.getExperiment({ experimentId: id });
      if (!detail.ok) throw new Error(detail.failure.code);
      details.push(detail.value);
    }
    return details;
  });
}

const epochsMeasured = async (page: Page) => {
  const [newest] = await stored(page);
  return newest ? newest.runs.map(({ records }) => records.length) : [];
};

/** Mean validation loss in eval mode and with eval forgotten, as the table of results shows it. */
async function lossesInTable(page: Page, variant: string): Promise<number[]> {
  const row = page
    .getByLabel("Results of the variants")
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: variant, exact: true }) });
  const cells = await row.getByRole("cell").allTextContents();
  return cells.filter((text) => /^\d\.\d/.test(text.trim())).map((text) => Number.parseFloat(text));
}

/** The values of a variant at the place that the loss chart reads, by the kind of curve. */
async function lossesRead(area: Locator, variant: string): Promise<Record<string, number>> {
  const readout = area.getByRole("status");
  const [, ...kinds] = await readout.getByRole("columnheader").allInnerTexts();
  const row = readout
    .getByRole("row")
    .filter({ has: area.page().getByRole("rowheader", { name: variant, exact: true }) });
  const values = await row.getByRole("cell").allInnerTexts();
  return Object.fromEntries(kinds.map((kind, index) => [kind.trim(), Number.parseFloat(values[index]!)]));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The textbook experiment, longer than any test. */
async function chooseLongTextbook(page: Page): Promise<void> {
  await choose(page, "Preset", "Textbook");
  const epochs = page.getByRole("spinbutton", { name: "Epochs" });
  await epochs.fill("100000");
  await epochs.press("Enter");
}

test("set p, add a layer, run natively, watch both modes grow, stop, close, reopen, find the run", async ({
  openLab,
}) => {
  const { app, page } = await openLab();
  await chooseLongTextbook(page);

  const rate = page.getByRole("spinbutton", { name: "Drop rate", exact: true });
  await rate.fill("0.4");
  await rate.press("Enter");
  await page.getByRole("button", { name: "Add layer" }).click();
  await page.getByRole("menuitem", { name: /Dropout/ }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();

  // Both modes of the dropout variant have grown and differ: on the same weights, eval forgotten is worse.
  await expect
    .poll(async () => Math.max(0, ...(await epochsMeasured(page))), { timeout: 90_000 })
    .toBeGreaterThan(3);
  const [running] = await stored(page);
  expect(running!.environment).toMatchObject({ backend: "tensorflow" });
  const rates = running!.experiment.network.layers.flatMap((layer) =>
    layer.type === "dropout" ? [layer.rate] : [],
  );
  expect(rates).toContain(0.4);

  // The window shows it: both kinds of curve grow, and the prominent switch changes the chart and the numbers.
  await expect(page.getByRole("checkbox", { name: "Eval mode (dropout off)" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Eval forgotten (dropout on)" })).toBeChecked();
  await expect
    .poll(async () => {
      const [correct, forgotten] = await lossesInTable(page, "dropout");
      return forgotten! > correct!;
    })
    .toBe(true);
  // The values at the first epoch no longer change once both runs have measured it.
  const firstEpoch = async (part: (record: EpochRecord) => number) => {
    const runs = (await stored(page))[0]!.runs.filter(({ variant }) => variant === "dropout");
    return meanOf(runs.flatMap(({ records }) => (records[0] ? [part(records[0])] : [])));
  };
  const area = page.getByRole("group", { name: /^Loss: read values/ });
  await area.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(area.getByRole("status").getByRole("columnheader").first()).toHaveText("Epoch 1");
  const kinds = {
    "Eval mode (dropout off)": await firstEpoch(({ validation }) => validation.eval.loss),
    "Eval forgotten (dropout on)": await firstEpoch(({ validation }) => validation.train.loss),
  };
  for (const [kind, loss] of Object.entries(kinds)) {
    await expect.poll(async () => (await lossesRead(area, "dropout"))[kind]).toBeCloseTo(loss, 2.99);
    const shown = page.getByRole("checkbox", { name: kind });
    await shown.press("Space");
    await expect(shown).not.toBeChecked();
    const others = Object.keys(kinds).filter((other) => other !== kind);
    await expect.poll(async () => Object.keys(await lossesRead(area, "dropout"))).toEqual(others);
    await shown.press("Space");
    await expect(shown).toBeChecked();
  }
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect
    .poll(async () => (await stored(page))[0]!.runs.every(({ status }) => status !== "running"))
    .toBe(true);
  const [stopped] = await stored(page);
  const lastAccuracy = (mode: "eval" | "train") => {
    const runs = stopped!.runs.filter(({ variant }) => variant === "dropout");
    return meanOf(
      runs.flatMap(({ records }) => records.slice(-1).map((last) => last.validation[mode].accuracy!)),
    );
  };
  const headline = page
    .getByRole("group", { name: "Variants in the charts" })
    .getByRole("button", { name: /^dropout/ })
    .locator(".number");
  const shownAccuracy = async () => Number.parseFloat((await headline.textContent())!) / 100;
  await expect.poll(shownAccuracy).toBeCloseTo(lastAccuracy("eval"), 2.99);
  const forgotten = page.getByRole("switch", { name: "Eval forgotten" });
  await expect(forgotten).not.toBeChecked();
  await forgotten.focus();
  await page.keyboard.press("Space");
  await expect(forgotten).toBeChecked();
  await expect.poll(shownAccuracy).toBeCloseTo(lastAccuracy("train"), 2.99);
  await app.close();

  const reopened = await openLab();
  const [found] = await stored(reopened.page);
  expect(found!.id).toBe(stopped!.id);
  expect(found!.runs).toEqual(stopped!.runs);
  // The window shows it again by itself, and lists it.
  await expect(reopened.page.getByLabel("Results of the variants")).toBeVisible();
  await reopened.page.getByRole("button", { name: "History", exact: true }).click();
  await expect(
    reopened.page.getByRole("region", { name: "History", exact: true }).getByText(/\d+ stopped/),
  ).toBeVisible();
});

test("a window closed in mid-run leaves its run interrupted, with every epoch that was told", async ({
  openLab,
}) => {
  const { app, page } = await openLab();
  await chooseLongTextbook(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect
    .poll(async () => Math.max(0, ...(await epochsMeasured(page))), { timeout: 60_000 })
    .toBeGreaterThan(1);
  const before = await epochsMeasured(page);
  await app.close();

  const { page: after } = await openLab();
  const [found] = await stored(after);
  expect(found!.runs.map(({ status }) => status)).toContain("interrupted");
  found!.runs.forEach(({ records }, index) => expect(records.length).toBeGreaterThanOrEqual(before[index]!));
});

test("Pause holds every run where it is while others train, Resume lets them go on", async ({
  lab: { page },
}) => {
  await chooseLongTextbook(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect
    .poll(async () => Math.max(0, ...(await epochsMeasured(page))), { timeout: 60_000 })
    .toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const textbook = async () =>
    (await stored(page)).find(({ experiment }) => experiment.name === "textbook")!.runs;
  await expect.poll(async () => (await textbook()).map(({ status }) => status)).not.toContain("running");
  const epochs = async () => (await textbook()).map(({ records }) => records.length);
  // Other runs train from beginning to end meanwhile: while the first do, a trainer on a busy machine gets to its pause.
  const meanwhile = (name: string) =>
    train(page, smallExperiment(name, { training: { batchSize: 16, epochs: 50 }, seeds: [1, 2, 3] }));
  await meanwhile("meanwhile");
  const held = await atRest(epochs);
  await meanwhile("once more");
  expect(await epochs()).toEqual(held);
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  await expect.poll(async () => sum(await epochs()), { timeout: 30_000 }).toBeGreaterThan(sum(held) + 2);
});

test("the window speaks Korean once asked to, also the next time it opens", async ({ openLab }) => {
  const { app, page } = await openLab();
  await choose(page, "Language", "한국어");
  await expect(page.getByRole("button", { name: "실행", exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("ko");
  await app.close();
  const { page: next } = await openLab();
  await expect(next.getByRole("button", { name: "실행", exact: true })).toBeVisible();
});

test("a run whose trainer is killed is begun again, and fails the second time; the window, the other runs and a new run go on", async ({
  openLab,
}) => {
  test.skip(process.platform !== "linux", "finds the trainer processes through ps as Linux prints them");
  const { app, page } = await openLab();
  await chooseLongTextbook(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect
    .poll(async () => Math.max(0, ...(await epochsMeasured(page))), { timeout: 60_000 })
    .toBeGreaterThan(0);

  const first = await trainersOf(app.process().pid!);
  process.kill(first[0]!, "SIGKILL");
  // Electron does not always report that a signal ended it.
  await expect(page.getByText(/^Restarted: The training process (was killed|exited)/).first()).toBeVisible();
  const begunAgain = async () =>
    (await trainersOf(app.process().pid!)).filter((trainer) => !first.includes(trainer));
  await expect.poll(async () => (await begunAgain()).length, { timeout: 30_000 }).toBe(1);
  expect((await stored(page))[0]!.runs.map(({ attempt }) => attempt)).toContain(2);

  process.kill((await begunAgain())[0]!, "SIGKILL");
  const statuses = async () => (await stored(page))[0]!.runs.map(({ status }) => status);
  await expect.poll(statuses, { timeout: 30_000 }).toContain("failed");
  await expect(page.getByText(/training process (was killed|exited|crashed)/).first()).toBeVisible();

  const failedRun = (await stored(page))[0]!.runs.find(({ status }) => status === "failed")!;
  const othersEpochs = async () =>
    (await stored(page))[0]!.runs
      .filter(({ id }) => id !== failedRun.id)
      .reduce((sum, { epochsDone }) => sum + epochsDone, 0);
  const until = await othersEpochs();
  await expect.poll(othersEpochs, { timeout: 60_000 }).toBeGreaterThan(until);

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect
    .poll(async () => (await statuses()).some((status) => status === "running" || status === "queued"))
    .toBe(false);
  await choose(page, "Preset", "XOR");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect
    .poll(async () => Math.max(0, ...(await epochsMeasured(page))), { timeout: 60_000 })
    .toBeGreaterThan(0);
});

/** Process ids of the utility processes that train. */
async function trainersOf(main: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,ppid=,pcpu=,args="]);
  const rows = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+([\d.]+)\s+(.*)$/.exec(line));
  const below = new Set([main]);
  for (let level = 0; level < 3; level++)
    for (const row of rows) if (row && below.has(+row[2]!)) below.add(+row[1]!);
  return rows
    .filter((row) => row !== null && below.has(+row[1]!) && row[4]!.includes("node.mojom.NodeService"))
    .sort((a, b) => +b![3]! - +a![3]!)
    .map((row) => +row![1]!);
}
