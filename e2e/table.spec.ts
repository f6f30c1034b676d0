import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";

/** Semicolons, decimal commas, words and gaps; the first column counts the rows. */
async function writeHarvest(home: string): Promise<string> {
  const rows = Array.from({ length: 120 }, (_, row) => {
    const size = row % 12 === 5 ? "" : `${(row % 7) + (row % 2) * 5},${row % 10}`;
    return `${row + 1};${size};${["Sand", "Lehm", "Ton"][row % 3]};${row % 2 === 0 ? "süß" : "sauer"}`;
  });
  const path = join(home, "ernte.csv");
  await writeFile(path, ["Nr;Größe;Boden;Sorte", ...rows].join("\r\n"), "latin1");
  return path;
}

const dataOf = (page: Page) =>
  page.evaluate(() => (JSON.parse(localStorage.getItem("dropout-lab.draft")!) as { data: object }).data);

test("a European table says what its columns are, a role is changed in its head, and it trains", async ({
  lab: { page },
  home,
}) => {
  await choose(page, "Preset", "Moons");
  await dropFile(page, await writeHarvest(home));
  const menu = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}: `) });
  await expect(menu("Nr")).toHaveAttribute("title", "counts the rows");
  await expect(menu("Größe")).toHaveText(/number/);
  await expect(menu("Boden")).toHaveAttribute("title", "category: 3 values");
  await expect(menu("Sorte")).toHaveText(/target/);
  await expect(page.getByText("10 rows left out for gaps")).toBeVisible();
  await expect(page.getByText("110 samples · 4 features · 2 classes")).toBeVisible();
  const classRows = page.getByRole("list", { name: "Rows of each class" }).getByRole("listitem");
  await expect(classRows).toHaveText([/sauer.*60 · 50\.0%/, /süß.*60 · 50\.0%/]);

  // By the keyboard.
  await menu("Boden").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Leave out" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Leave out" }).click();
  await expect(menu("Boden")).toHaveText(/left out/);
  await expect(menu("Boden")).toHaveAttribute("title", "chosen by you");
  await menu("Nr").click();
  await page.getByRole("menuitem", { name: "Use as feature" }).click();
  await expect(menu("Nr")).toHaveText(/number/);
  await choose(page, "Cells without a value", "Fill in mean or most frequent");
  await expect(page.getByText("rows left out for gaps")).toBeHidden();
  expect(await dataOf(page)).toMatchObject({
    ...{ source: "table", target: "Sorte", task: "classification", gaps: "fill", scaling: "standardise" },
    columns: [
      { name: "Nr", kind: "number", role: "feature" },
      { name: "Größe", kind: "number", role: "feature" },
      { name: "Boden", kind: "category", role: "left out" },
      { name: "Sorte", kind: "category", role: "target" },
    ],
  });
  await menu("Boden").click();
  await page.getByRole("menuitem", { name: "Make it the target" }).click();
  await expect(menu("Boden")).toHaveText(/target/);
  await expect(menu("Sorte")).toHaveText(/category/);
  await expect(page.getByText(/· 3 classes/)).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByLabel("Results of the variants").getByText(/%/).first()).toBeVisible({
    timeout: 60_000,
  });
});

test("a table of pictures is shown as pictures, none of its columns hidden", async ({
  lab: { page },
  home,
}) => {
  const pixels = (row: number) => Array.from({ length: 64 }, (_, column) => (row * 37 + column * 11) % 256);
  const names = Array.from({ length: 64 }, (_, column) => `pixel${column}`);
  const rows = Array.from({ length: 60 }, (_, row) => [row % 2, ...pixels(row)].join());
  const path = join(home, "digits.csv");
  await writeFile(path, [["label", ...names].join(), ...rows].join("\n"));
  await dropFile(page, path);
  await expect(page.getByText("60 samples · 64 features · 2 classes", { exact: true })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Scaling of numbers" })).toBeVisible();
  expect(await dataOf(page)).toMatchObject({ source: "table", target: "label", scaling: "by255" });
});
