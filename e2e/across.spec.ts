import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

const between = (page: Page) => page.getByRole("region", { name: "Between experiments" });

test("experiments with the same data are compared pair by pair; with another data seed, it says why not", async ({
  lab: { page },
}) => {
  const seeds = [1, 2, 3];
  const data = { source: "moons" as const, train: 64, validation: 64 };
  await train(
    page,
    smallExperiment("first", { seeds }),
    smallExperiment("batches", { seeds, training: { batchSize: 32, epochs: 3 } }),
    smallExperiment("moved", { seeds, data: { ...data, seed: 2 } }),
  );
  // As the history does with what is selected there.
  await page.getByRole("button", { name: "History", exact: true }).click();
  for (const name of ["first", "batches", "moved"]) {
    await page.getByRole("checkbox", { name: `Select all runs of ${name}` }).press("Space");
  }
  await page.getByRole("region", { name: "Selected runs" }).getByRole("button", { name: "Compare" }).click();

  const rows = between(page).locator("tbody tr");
  await expect(between(page).getByRole("combobox", { name: "Reference" })).toHaveCount(1);
  const reasons = between(page).getByRole("list", { name: "Not compared with the reference" });
  await expect(reasons).toContainText(/different data seeds: (1 and 2|2 and 1)/);

  // Against a group of "first", those of "batches" can be compared, and those of "moved" cannot.
  await between(page).locator(".el-select").click();
  await page.getByRole("option", { name: "first: no dropout" }).click();
  await expect(rows).toHaveCount(2);
  await expect(between(page).getByRole("rowheader")).toHaveText([/batches: no dropout/, /batches: dropout/]);
  await expect(rows.first().locator(".words")).toHaveText("batch size (32; 16)");
  await expect(rows.nth(1).locator(".words")).toHaveText("drop rate (0.3; 0), batch size (32; 16)");
  await expect(rows.first().locator(".seeds")).toHaveText("3");
  await expect(reasons).toHaveText("all of moved: different data seeds: 2 and 1.");
  await expect(
    between(page)
      .getByText(/^At the last epoch, .*"first"/)
      .first(),
  ).toBeVisible();

  await page.getByRole("radio", { name: "Best epoch" }).check({ force: true });
  await expect(
    between(page)
      .getByText(/^At the epoch of the lowest validation loss, /)
      .first(),
  ).toBeVisible();
});
