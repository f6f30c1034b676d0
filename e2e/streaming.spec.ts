import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { expect, test } from "./fixtures";

const runs = (page: Page) =>
  page.evaluate(async () => {
    const list = await window.lab.listExperiments({});
    if (!list.ok) throw new Error(list.failure.code);
    return list.value[0]?.runs ?? [];
  });

/** The charts' pictures. */
const pictures = (page: Page) =>
  page
    .locator(".chart canvas")
    .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));

test("records that come together are drawn once, and the end shows what a new drawing shows", async ({
  lab: { page },
}) => {
  await choose(page, "Preset", "XOR");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("button", { name: "Resume", exact: true })).toBeVisible();
  await expect(page.locator(".chart canvas")).toHaveCount(2);
  await expect(page.getByRole("group", { name: "Variants in the charts" }).getByRole("button")).toHaveCount(
    2,
  );

  // No timer and no frame of the page comes until the test lets them.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.evaluate(() => {
    Object.assign(window, { draws: 0 });
    const clear = CanvasRenderingContext2D.prototype.clearRect;
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      (window as unknown as { draws: number }).draws++;
      clear.apply(this, area);
    };
    return window.lab.resumeRuns({ all: true });
  });
  await expect
    .poll(async () => (await runs(page)).every(({ status }) => status === "done"), { timeout: 60_000 })
    .toBe(true);
  const draws = () => page.evaluate(() => (window as unknown as { draws: number }).draws);
  expect(await draws()).toBe(0);
  await page.clock.runFor(1000);
  // The records; then the marks of the chosen epochs, which follow from the analysis: of what came, and at the end.
  expect(await draws()).toBeGreaterThanOrEqual(2);
  expect(await draws()).toBeLessThanOrEqual(2 * 3);

  await page.clock.resume();
  await expect(page.getByRole("main").getByText("6 of 6 done")).toBeVisible();
  const shown = await pictures(page);
  const variant = page.getByRole("group", { name: "Variants in the charts" }).getByRole("button").first();
  await variant.click();
  await expect.poll(() => pictures(page)).not.toEqual(shown);
  await variant.click();
  await page.mouse.move(2, 2);
  await expect.poll(() => pictures(page)).toEqual(shown);
});
