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
  const classRows = page.getByRole("table", { name: "Rows of each class" }).locator("tbody tr");
  await expect(classRows).toHaveText([/^süß.*54\.5%$/, /^sauer.*45\.5%$/, /^always “süß”/]);

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
  await expect(page.getByText("60 samples · 64 features · 2 classes")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Scaling of numbers" })).toBeVisible();
  expect(await dataOf(page)).toMatchObject({ source: "table", target: "label", scaling: "by255" });

  // The size is a guess; the other side follows, and what the columns cannot be is told beside the field.
  const side = (name: string) => page.getByRole("spinbutton", { name });
  await expect(side("Height in pixels")).toHaveValue("8");
  await side("Height in pixels").fill("4");
  await side("Height in pixels").blur();
  await expect(side("Width in pixels")).toHaveValue("16");
  await expect.poll(() => dataOf(page)).toMatchObject({ height: 4, width: 16, channels: 1 });
  await side("Width in pixels").fill("5");
  await side("Width in pixels").blur();
  await expect(page.getByText("Images of 4 × 5 values are no rows of 64 features")).toBeVisible();
  await side("Width in pixels").fill("8");
  await side("Width in pixels").blur();
  await expect(side("Height in pixels")).toHaveValue("8");
  await expect(page.getByText("are no rows of")).toBeHidden();
});

const countsOf = async (page: Page) => {
  const { train, validation, test, division } = (await dataOf(page)) as Record<string, number>;
  return { train, validation, test, division };
};
const usual = (train: number, validation: number, testRows: number, division = "stratified") => ({
  ...{ train, validation, test: testRows, division },
});

async function writeWards(home: string, name: string, rows: number): Promise<string> {
  const lines = Array.from(
    { length: rows },
    (_, row) => `w${row % 23},${row / 7},${row % 4 ? "well" : "ill"}`,
  );
  const path = join(home, name);
  await writeFile(path, ["ward,size,outcome", ...lines].join("\n"));
  return path;
}

test("all rows of a new file are divided 70/15/15 and stratified; what a person asks for stays, and undo brings it back", async ({
  lab: { page },
  home,
}) => {
  await choose(page, "Preset", "Moons");
  const before = await countsOf(page);
  await dropFile(page, await writeWards(home, "first.csv", 400));
  await expect.poll(() => countsOf(page)).toEqual(usual(280, 60, 60));
  await expect(page.getByText("70 / 15 / 15% of 400")).toBeVisible();
  await dropFile(page, await writeWards(home, "second.csv", 1000));
  await expect.poll(() => countsOf(page)).toEqual(usual(700, 150, 150));
  await page.getByRole("button", { name: "Undo", exact: false }).first().click();
  await expect.poll(() => countsOf(page)).toEqual(usual(280, 60, 60));
  await page.getByRole("button", { name: "Redo", exact: false }).first().click();
  await expect.poll(() => countsOf(page)).toEqual(usual(700, 150, 150));

  const training = page.getByRole("spinbutton", { name: "Training samples" });
  await training.fill("100");
  await training.press("Enter");
  await expect(page.getByText("600 in no split", { exact: false })).toBeVisible();
  await dropFile(page, await writeWards(home, "third.csv", 2000));
  await expect(page.getByText("2,000 samples", { exact: false })).toBeVisible();
  expect(await countsOf(page)).toEqual(usual(100, 150, 150));
  await page.getByRole("button", { name: "Use all: 70 / 15 / 15" }).click();
  await expect.poll(() => countsOf(page)).toEqual(usual(1400, 300, 300));
  for (let step = 0; step < 5; step++) {
    await page.getByRole("button", { name: "Undo", exact: false }).first().click();
  }
  await expect.poll(() => countsOf(page)).toEqual(before);
});

test("groups and the file's order are chosen beside the counts, and what they come to is told", async ({
  lab: { page },
  home,
}) => {
  await choose(page, "Preset", "Moons");
  await dropFile(page, await writeWards(home, "wards.csv", 400));
  await expect.poll(() => countsOf(page)).toEqual(usual(280, 60, 60));
  const rows = page.getByRole("table", { name: "Rows of each class" }).locator("tbody tr");
  await expect(rows).toHaveText([
    /^well\s*210\s*45\s*45\s*75\.0%$/,
    /^ill\s*70\s*15\s*15\s*25\.0%$/,
    /^always “well”\s*75\.0%\s*75\.0%\s*75\.0%$/,
  ]);
  await choose(page, "Group column", "ward");
  await expect(page.getByText("Groups win over classes", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: /^ward: / })).toHaveText(/left out/);
  const { train, validation, test: tested } = (await countsOf(page)) as Record<string, number>;
  expect(train! + validation! + tested!).toBe(400);
  await choose(page, "Group column", "None");
  await expect(page.getByText("Groups win over classes", { exact: false })).toBeHidden();
  await choose(page, "Division", "File order");
  await expect.poll(() => countsOf(page)).toEqual(usual(280, 60, 60, "inOrder"));
  const training = page.getByRole("spinbutton", { name: "Training samples" });
  await training.fill("500");
  await training.press("Enter");
  // Nothing is changed behind a person's back: it is too many, and the lab says so.
  await expect(page.getByText("too few for 500 training", { exact: false })).toBeVisible();
  expect(await countsOf(page)).toMatchObject({ train: 500 });
  await page.getByRole("button", { name: "Use all: 70 / 15 / 15" }).click();
  await expect.poll(() => countsOf(page)).toEqual(usual(280, 60, 60, "inOrder"));
});

test("of many columns, a few and those that hold what is typed can be the group", async ({
  lab: { page },
  home,
}) => {
  const columns = Array.from({ length: 400 }, (_, place) => `gene${place + 1}`);
  const rows = Array.from({ length: 60 }, (_, row) => {
    const values = columns.map((_, place) => ((row * 7 + place * 3) % 11) / 4);
    return [...values, ["well", "ill"][row % 2]].join(",");
  });
  const path = join(home, "genes.csv");
  await writeFile(path, [[...columns, "state"].join(","), ...rows].join("\n"));
  await dropFile(page, path);
  const group = page.getByRole("combobox", { name: "Group column", exact: true });
  await group.click();
  const list = page.locator(`[id="${await group.getAttribute("aria-controls")}"]`);
  await expect(list.getByRole("option")).toHaveCount(100);
  await expect(page.getByText("301 more: type a part of the name.").filter({ visible: true })).toHaveCount(1);
  await group.fill("ene399");
  await expect(list.getByRole("option")).toHaveText(["None", "gene399"]);
  await list.getByRole("option", { name: "gene399" }).click();
  await expect.poll(() => dataOf(page)).toMatchObject({ group: "gene399" });
  // What is chosen stays listed.
  await group.click();
  await expect(list.getByRole("option", { name: "gene399" })).toBeVisible();
  await expect(list.getByRole("option")).toHaveCount(101);
});

test("patients with several rows each are the group, with the reason; the person can say that they are none", async ({
  lab: { page },
  home,
}) => {
  const rows = Array.from({ length: 300 }, (_, row) => {
    return `${4100 + Math.floor(row / 5)},${row % 31},${row % 3 ? "well" : "ill"}`;
  });
  const path = join(home, "visits.csv");
  await writeFile(path, ["patient_id,size,outcome", ...rows].join("\n"));
  await dropFile(page, path);
  const menu = page.getByRole("button", { name: /^patient_id: / });
  await expect(menu).toHaveAttribute("title", "says whose rows these are: 60 values in 300 rows");
  await expect.poll(() => dataOf(page)).toMatchObject({ group: "patient_id", train: 210, validation: 45 });
  await expect(page.getByText("Groups win over classes", { exact: false })).toBeVisible();
  await choose(page, "Group column", "None");
  await expect(page.getByText("Groups win over classes", { exact: false })).toBeHidden();
  expect(await dataOf(page)).not.toHaveProperty("group");
});
