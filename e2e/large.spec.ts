import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { dropFile } from "./drop-file";
import { expect, test } from "./fixtures";

const headRows = 200_000;

/** About 40 MB; the last row is one of a fourth class, and has a gap. */
async function writeLarge(home: string): Promise<string> {
  const path = join(home, "large.csv");
  const file = await open(path, "w");
  const names = Array.from({ length: 20 }, (_, column) => `f${column}`);
  await file.write(`${names.join()},kind\n`);
  const block = Array.from({ length: 1000 }, (_, row) => {
    const cells = names.map((_name, column) => (((row * 7919 + column * 104729) % 100_003) / 1e5).toFixed(6));
    return `${cells.join()},${["red", "green", "blue"][row % 3]}\n`;
  }).join("");
  for (let rows = 0; rows < headRows; rows += 1000) await file.write(block);
  await file.write(`,${names.slice(1).join()},grey\n`.replaceAll(/f\d+/g, "0.5"));
  await file.close();
  return path;
}

interface Seen {
  /** What the panel said of a part of the file. */
  readonly early: string;
  readonly isMenuOpen: boolean;
  /** What it said of the whole file. */
  readonly about: string;
  readonly heads: string;
  readonly failure: string;
}

declare global {
  interface Window {
    seen: Seen[];
    cancelAtOnce: boolean;
  }
}

/** Notes every state of the data's preview, however short it is; Cancel is clicked as soon as it is there, if wished. */
async function watchPreview(page: Page, cancelAtOnce = false): Promise<void> {
  await page.evaluate((wished) => {
    window.seen = [];
    window.cancelAtOnce = wished;
    const look = (): void => {
      const panel = document.querySelector("figure.preview");
      const textOf = (selector: string) => panel?.querySelector(selector)?.textContent ?? "";
      const now = {
        early: textOf(".early"),
        isMenuOpen: panel?.querySelector(".what:not(:disabled)") !== null,
        about: textOf("figcaption"),
        heads: [...(panel?.querySelectorAll("th") ?? [])].map((head) => head.innerText.trim()).join(" | "),
        failure: textOf(".failure"),
      };
      if (JSON.stringify(now) !== JSON.stringify(window.seen.at(-1))) window.seen.push(now);
      const cancel = panel?.querySelector<HTMLButtonElement>(".reading button");
      if (window.cancelAtOnce && now.early !== "" && cancel) {
        window.cancelAtOnce = false;
        cancel.click();
      }
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  }, cancelAtOnce);
}

async function dropLarge(page: Page, home: string, cancelAtOnce = false): Promise<void> {
  await choose(page, "Preset", "Moons");
  const path = await writeLarge(home);
  await watchPreview(page, cancelAtOnce);
  await dropFile(page, path);
}

const seenBy = (page: Page) => page.evaluate(() => window.seen);
const draftText = (page: Page) => page.evaluate(() => localStorage.getItem("dropout-lab.draft") ?? "");

test("a large table shows its first rows as provisional, takes nothing of them into the document, and then the whole", async ({
  lab: { page },
  home,
}) => {
  await dropLarge(page, home);
  const about = page.locator("figure.preview figcaption");
  await expect(about).toHaveText(/^200,000 samples · 20 features · 4 classes · 1 row left out/, {
    timeout: 120_000,
  });
  const seen = await seenBy(page);
  const early = seen.filter(({ early: told }) => told !== "");
  expect(early[0]!.early).toMatch(/^Provisional, from the first [\d,]+ rows; reading the rest: \d+%$/);
  expect(early[0]!.heads).toMatch(/^f0\s+number.*kind\s+target/s);
  for (const { isMenuOpen, about: told, failure } of early) {
    // Before the whole is known nothing is told of it, nothing can be changed, and nothing is wrong.
    expect({ isMenuOpen, told, failure }).toEqual({ isMenuOpen: false, told: "", failure: "" });
  }
  expect(seen.at(-1)).toMatchObject({ early: "", isMenuOpen: true, failure: "" });
  expect(JSON.parse(await draftText(page))).toMatchObject({
    data: { source: "table", target: "kind", train: 140_000, validation: 30_000, test: 30_000 },
  });
});

test("the reading of a large table is cancelled at its early look, Run says why it waits, and it is read again", async ({
  lab: { page },
  home,
}) => {
  await dropLarge(page, home, true);
  const panel = page.locator("figure.preview");
  await expect(panel.getByRole("alert")).toHaveText(/^You stopped the reading of the data/, {
    timeout: 60_000,
  });
  await expect(panel.locator("table")).toHaveCount(0);
  // Nothing of the early look has become part of the set-up.
  expect(await draftText(page)).not.toContain('"columns"');
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.locator(".el-message")).toHaveText(/^You stopped the reading of the data/);

  await watchPreview(page);
  await panel.getByRole("button", { name: "Read again" }).click();
  await expect(panel.locator("figcaption")).toHaveText(/^200,000 samples/, { timeout: 120_000 });
  expect((await seenBy(page)).some(({ early }) => early !== "")).toBe(true);
});

test("Run waits for the whole of a large table, and says so", async ({ lab: { page }, home }) => {
  await choose(page, "Preset", "Moons");
  const path = await writeLarge(home);
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("figure.preview .early")) return;
      observer.disconnect();
      document.querySelector<HTMLButtonElement>(".controls .el-button--primary")!.click();
    }).observe(document.body, { subtree: true, childList: true });
  });
  await dropFile(page, path);
  await expect(page.locator(".el-message")).toHaveText(/^The data is still being read \(\d+%\)/, {
    timeout: 60_000,
  });
  await expect(page.getByLabel("Results of the variants")).toHaveCount(0);
});

test("a file with fewer rows than the set-up had before is never told to have too few", async ({
  lab: { page },
  home,
}) => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, row) => `${row % 7},${row % 11},${"xyz"[row % 3]}`);
  for (const [name, count] of [
    ["small", 90],
    ["smaller", 30],
  ] as const) {
    const path = join(home, `${name}.csv`);
    await writeFile(path, ["a,b,kind", ...rows(count), ""].join("\n"));
    await watchPreview(page);
    await dropFile(page, path);
    await expect(page.locator("figure.preview figcaption")).toHaveText(new RegExp(`^${count} samples`));
    await expect(page.locator("figure.preview")).toHaveAttribute("aria-busy", "false");
    expect((await seenBy(page)).filter(({ failure }) => failure !== "")).toEqual([]);
  }
});

test("what is said of a file's notation changes what is shown", async ({ lab: { page }, home }) => {
  const path = join(home, "notation.csv");
  // Decimal commas or thousands; semicolons; ö and ü in Latin-1, which are other letters elsewhere.
  const lines = Array.from(
    { length: 60 },
    (_, row) => `1,${250 + row};${row % 2 ? "süß" : "öde"};${row % 3}`,
  );
  await writeFile(path, ["size;taste;kind", ...lines, ""].join("\r\n"), "latin1");
  await dropFile(page, path);
  const table = page.getByRole("table", { name: "First rows of the file" });
  const summary = page.locator("details.notation summary");
  await expect(summary).toContainText("semicolons");
  await summary.click();
  await expect(table.locator("tbody tr").nth(1)).toContainText("süß");

  await choose(page, "Encoding", "windows-1251");
  await expect(table.locator("tbody tr").nth(1)).toContainText("sьЯ");
  await expect(summary).toContainText("windows-1251");
  await choose(page, "Encoding", "windows-1252");
  await expect(table.locator("tbody tr").nth(1)).toContainText("süß");

  await choose(page, "First line", "is a row");
  await expect(table.locator("tbody tr").first()).toContainText("taste");
  await choose(page, "First line", "As found");
  await expect(table.locator("tbody tr").first()).not.toContainText("taste");

  for (const mark of [/comma/, /point/]) {
    await choose(page, "Decimal mark", mark);
    await expect(summary).toContainText(mark);
  }
  await choose(page, "Columns divided by", "commas");
  await expect(table.locator("tbody tr").first().locator("td").first()).toHaveText("1");
  await choose(page, "Columns divided by", "As found");
  await expect(table.locator("tbody tr").first().locator("td").first()).toHaveText("1,250");

  // In records no line names the columns, so nothing is said of one.
  const records = join(home, "records.jsonl");
  await writeFile(
    records,
    Array.from({ length: 60 }, (_, row) => `{"size": ${row}.5, "kind": ${row % 3}}\n`).join(""),
  );
  await dropFile(page, records);
  await expect(summary).toHaveText("How the file is read: JSON");
});
