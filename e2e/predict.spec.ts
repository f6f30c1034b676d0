import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExperimentInput } from "../src/experiment/schema";
import { serious } from "./axe";
import { choose } from "./choose";
import { dropFile, dropFileAt } from "./drop-file";
import { expect, test } from "./fixtures";
import { answerOpenDialog, answerSaveDialog } from "./open-lab";
import { smallExperiment, train } from "./small";

test("new rows are chosen or dropped, predicted one by one, and saved", async ({
  lab: { page, app },
  home,
}) => {
  const rows = Array.from({ length: 120 }, (_, row) =>
    [
      (row % 7) + (row % 2) * 5,
      ["sand", "loam", "clay"][row % 3],
      row % 5 ? "yes" : "no",
      row % 2 ? "sour" : "sweet",
    ].join(),
  );
  const path = join(home, "harvest.csv");
  await writeFile(path, ["size,soil,watered,kind", ...rows].join("\n"));
  await choose(page, "Preset", "Moons");
  await dropFile(page, path);
  await expect(page.getByRole("combobox", { name: "Target column" })).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem("dropout-lab.draft") ?? ""))
    .toContain('"soil"');
  const data = await page.evaluate(
    () => (JSON.parse(localStorage.getItem("dropout-lab.draft")!) as { data: object }).data,
  );
  const settings = { ...data, train: 80, validation: 40, test: 0 } as unknown as ExperimentInput["data"];
  await train(page, smallExperiment("harvest", { data: settings }));
  await page.getByRole("button", { name: "Inside", exact: true }).click();
  await page.getByRole("tab", { name: "Try it" }).click();

  const fresh = join(home, "new.csv");
  await writeFile(fresh, "soil;watered;size\nclay;yes;3,5\nmoss;no;2\nsand;no;9,25\n");
  await answerOpenDialog(app, fresh);
  const card = page.getByRole("region", { name: "New rows", exact: true });
  await card.getByRole("button", { name: "Choose a table…" }).click();
  await expect(card.getByRole("status")).toContainText("2 of 3 rows predicted");
  const table = card.getByRole("table", { name: "Predictions of the new rows" });
  await expect(table.getByRole("row").nth(1)).toContainText(/sour|sweet/);
  await expect(table.getByRole("row").nth(2)).toContainText("Column soil has no value moss");
  await card.getByText("With the mean of 30 passes").click();
  await expect(table.getByRole("columnheader", { name: "Mean of 30 passes" })).toBeVisible();
  expect(await serious(page)).toEqual([]);

  const saved = join(home, "predictions.csv");
  await answerSaveDialog(app, saved);
  await card.getByRole("button", { name: "Save as CSV…" }).click();
  await expect.poll(() => readFile(saved, "utf8").catch(() => "")).toMatch(/\n3,/);
  const lines = (await readFile(saved, "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    "row,prediction,probability,p(sour),p(sweet),mean(sour),mean(sweet),sd(sour),sd(sweet),problem",
  );
  await page.screenshot({
    path: process.env["SHOTS"] ? `${process.env["SHOTS"]}/predict.png` : join(home, "x.png"),
  });

  // The draft's own data stay: what is dropped here is predicted.
  const before = await page.evaluate(() => localStorage.getItem("dropout-lab.draft"));
  const other = join(home, "other.csv");
  await writeFile(other, "size,soil,watered\n1,loam,no\n");
  await card.scrollIntoViewIfNeeded();
  const { x, y } = (await card.boundingBox())!;
  await dropFileAt(page, { x: x + 20, y: y + 12 }, other);
  await expect(card.getByRole("status")).toContainText("1 of 1 rows predicted");
  expect(await page.evaluate(() => localStorage.getItem("dropout-lab.draft"))).toBe(before);

  // Where people look for it: in the history, in the results, and by a file on a variant.
  const isAskedFor = async () => {
    await expect(page.getByRole("tab", { name: "Try it" })).toHaveAttribute("aria-selected", "true");
    await expect(card.getByRole("button", { name: "Choose a table…" })).toBeFocused();
  };
  await page.getByRole("tab", { name: "What units learn" }).click();
  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: "More for harvest" }).click();
  await page.getByRole("menuitem", { name: "Best run: predict new rows…" }).click();
  await isAskedFor();

  await page.getByRole("button", { name: "History", exact: true }).click();
  await page.getByRole("button", { name: "Open harvest in the lab" }).click();
  const results = page.getByRole("region", { name: "Results" });
  await results.getByRole("button", { name: "Export" }).click();
  await page.screenshot({
    path: process.env["SHOTS"] ? `${process.env["SHOTS"]}/results.png` : join(home, "y.png"),
  });
  await page.getByRole("menuitem", { name: "Best run: predict new rows…" }).click();
  await isAskedFor();

  await page.getByRole("button", { name: "Lab", exact: true }).click();
  const variant = results.getByRole("table").first().getByRole("row").last();
  const name = (await variant.getByRole("rowheader").innerText()).trim();
  await variant.scrollIntoViewIfNeeded();
  const row = (await variant.boundingBox())!;
  await dropFileAt(page, { x: row.x + 20, y: row.y + 8 }, fresh);
  await isAskedFor();
  await expect(card.getByRole("status")).toContainText("2 of 3 rows predicted");
  await expect(page.locator(".choice").filter({ visible: true })).toContainText(`${name}, seed 1`);
  await page.screenshot({
    path: process.env["SHOTS"] ? `${process.env["SHOTS"]}/asked.png` : join(home, "z.png"),
  });
});
