import type { ElectronApplication, Page } from "@playwright/test";
import type { RunStatus } from "../src/experiment/result";
import { expect, test } from "./fixtures";
import { smallExperiment, start } from "./small";

const endless = (name: string, seeds = [1, 2]) =>
  smallExperiment(name, { training: { batchSize: 16, epochs: 100_000 }, seeds });

/** The number of runs by status in the newest experiments. */
async function statuses(page: Page): Promise<Partial<Record<RunStatus, number>>> {
  return page.evaluate(async () => {
    const answer = await window.lab.listExperiments({});
    if (!answer.ok) throw new Error(answer.failure.code);
    const counts: Partial<Record<RunStatus, number>> = {};
    for (const { status } of answer.value.flatMap(({ runs }) => runs))
      counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  });
}

/** Whether the system was asked to stay awake: numbers of such requests count up from 0. */
const isKeptAwake = (app: ElectronApplication) =>
  app.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 50 }, (_, id) => id).some((id) => powerSaveBlocker.isStarted(id)),
  );

/** The summary of all unfinished runs in the window's head. */
const progressOf = (page: Page) => page.getByRole("button", { name: "Go to the progress of the runs" });

test("the machine is kept awake while something trains, and not while all is held, stopped or done", async ({
  lab: { app, page },
}) => {
  const awake = () => expect.poll(() => isKeptAwake(app), { timeout: 30_000 });
  await awake().toBe(false);
  await start(page, endless("long"));
  await awake().toBe(true);
  const controls = page.getByRole("group", { name: "Training", exact: true });
  await controls.getByRole("button", { name: "Pause" }).click();
  await awake().toBe(false);
  // By its name: the button that pauses becomes the one that resumes a moment after the runs are held.
  await controls.getByRole("button", { name: "Resume" }).click();
  await awake().toBe(true);
  await controls.getByRole("button", { name: "Stop" }).click();
  await awake().toBe(false);
  await start(page, smallExperiment("short"));
  await expect.poll(async () => (await statuses(page)).done ?? 0, { timeout: 60_000 }).toBe(2);
  await awake().toBe(false);
});

test("Pause, Resume and Stop take a queue of 12,000 runs, and the window stays awake", async ({
  lab: { page },
}) => {
  test.setTimeout(180_000);
  const variants = Array.from({ length: 100 }, (_, index) => ({ name: `${index}` }));
  const seeds = Array.from({ length: 120 }, (_, seed) => seed);
  const many = smallExperiment("many", { training: { batchSize: 16, epochs: 100_000 }, variants, seeds });
  const experimentId = await start(page, many);
  // The window shows the newest experiment when it opens.
  await page.reload();
  await expect(progressOf(page)).toHaveText(/of 12,000 done/, { timeout: 60_000 });
  await page.evaluate(() => {
    // A page that is held up shows it in the longest time between two frames.
    const measured = window as unknown as { longest: number };
    measured.longest = 0;
    let before = performance.now();
    const look = (now: number) => {
      measured.longest = Math.max(measured.longest, now - before);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.evaluate(async (id) => {
    const answer = await window.lab.getExperiment({ experimentId: id });
    if (!answer.ok) throw new Error(answer.failure.code);
    const paused = await window.lab.pauseRuns({ runIds: answer.value.runs.map((run) => run.id) });
    if (!paused.ok) throw new Error(paused.failure.code);
  }, experimentId);
  expect(await statuses(page)).toEqual({ paused: 12_000 });
  await expect(page.getByText("12,000 paused")).toBeVisible();
  // A row for each would hold the page up for half a minute.
  const rows = page.getByRole("list", { name: "Runs", exact: true }).getByRole("listitem");
  await expect(rows).toHaveCount(51);
  await expect(rows.last()).toHaveText("and 11,950 more");
  const controls = page.getByRole("group", { name: "Training", exact: true });
  await controls.getByRole("button", { name: "Resume" }).click();
  await expect.poll(async () => (await statuses(page)).paused).toBeUndefined();
  await controls.getByRole("button", { name: "Stop" }).click();
  await expect.poll(async () => (await statuses(page)).cancelled, { timeout: 60_000 }).toBe(12_000);
  await expect(page.getByText("12,000 stopped")).toBeVisible();
  const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest);
  console.info(`The page was held up for ${longest.toFixed(0)} ms at most.`);
});

test("all experiments that a closed window left unfinished are listed, and go on one by one or together", async ({
  openLab,
}) => {
  test.setTimeout(120_000);
  const first = await openLab();
  for (const name of ["one", "two", "three"]) await start(first.page, endless(name));
  await expect.poll(async () => (await statuses(first.page)).running ?? 0).toBeGreaterThan(0);
  await first.app.close();

  const { page } = await openLab();
  const notice = page.getByRole("region", { name: "4 runs were interrupted." });
  await expect(notice.getByRole("listitem")).toContainText(["two", "one"]);
  await expect(notice).toContainText("three");
  await expect(notice.getByRole("button", { name: "Continue three" })).toBeVisible();
  await notice.getByRole("button", { name: "Continue two" }).click();
  await expect(notice.getByRole("listitem")).toHaveCount(1);
  expect((await statuses(page)).interrupted).toBe(8);
  await notice.getByRole("button", { name: "Continue all 2" }).click();
  await expect(notice).toBeHidden();
  expect((await statuses(page)).interrupted).toBeUndefined();
  await expect(progressOf(page)).toHaveText("0 of 12 done");
});
