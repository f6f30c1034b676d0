import { choose } from "./choose";
import { expect, test } from "./fixtures";
import { smallExperiment, train } from "./small";

test("once runs are done, the results have their measures by split, and the confusion matrix sums the seeds", async ({
  lab: { page },
}) => {
  const data = { source: "moons", train: 64, validation: 48, test: 40 } as const;
  await train(page, smallExperiment("ended", { data, seeds: [1, 2, 3] }));
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: /^Open/ }).first().click();

  const ends = page.getByRole("table", { name: "At the end" });
  await expect(ends.getByRole("row")).toHaveCount(5);
  await expect(ends.getByRole("row").nth(1)).toContainText(/no dropout\s*test\s*\d+\.\d%/);
  await expect(ends.getByRole("row").nth(4)).toContainText(/dropout\s*validation/);
  await expect(ends.getByRole("columnheader", { name: "Balanced accuracy" })).toBeVisible();

  const matrix = page.getByRole("table", { name: "Confusion matrix" });
  const counts = await matrix.locator("tbody td").allTextContents();
  expect(counts).toHaveLength(4);
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(3 * 40);
  await expect(page.getByText("Samples of the test split, sum over 3 seeds.")).toBeVisible();

  await choose(page, "Language", "한국어");
  await expect(page.getByRole("table", { name: "혼동 행렬" })).toBeVisible();
  await expect(page.getByText("균형 정확도")).toBeVisible();
  await choose(page, "언어", "English");
});
