import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BrowserLab, obstacleToBrowser, openLabInBrowser } from "./browser-lab";
import { dropFile } from "./drop-file";
import { expect, test as base } from "./fixtures";

/** What only a page in a browser does: files go up and come down, and a connection is lost and comes back. */
const test = base.extend<{ served: BrowserLab }>({
  served: async ({ home }, use, testInfo) => {
    testInfo.skip(obstacleToBrowser !== null, obstacleToBrowser ?? "");
    const lab = await openLabInBrowser(home);
    await use(lab);
    await lab.close();
  },
});

test("a table is sent by the browser's dialog, trained on, and its report comes down", async ({
  served: { page },
  home,
}) => {
  const table = join(home, "표.csv");
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row % 7},${(row * 5) % 11},${row % 2 ? "yes" : "no"}`,
  );
  await writeFile(table, `a,b,answer\n${rows.join("\n")}\n`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open" }).click();
  await (await chooser).setFiles([]);

  // Dropped files go the same way as chosen ones.
  await dropFile(page, table);
  await expect(page.getByText("표.csv").first()).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "answer" })).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/ of 10 done/).first()).toBeVisible({ timeout: 60_000 });

  await page.getByRole("button", { name: "More commands" }).click();
  const down = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Report (HTML)…" }).click();
  const report = await down;
  expect(report.suggestedFilename()).toMatch(/\.html$/);
  expect(await readFile(await report.path(), "utf8")).toContain("Dropout Lab");
});

test("a page that lost its connection comes back by itself, with every epoch; the run went on meanwhile", async ({
  served,
}) => {
  const { page, cut, mend } = served;
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText(/[1-9]\d* of 10 done/).first()).toBeVisible({ timeout: 60_000 });
  cut();
  await expect(page.getByText("The connection to the lab is lost", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).first().click();
  await expect(page.getByText(/comes back by itself/).last()).toBeVisible();
  await page.waitForTimeout(3000);
  mend();
  await expect(page.getByText("The connection to the lab is lost", { exact: true })).toBeHidden({
    timeout: 30_000,
  });
  await expect(page.getByText("10 of 10 done").or(page.getByText("all 10 done")).first()).toBeVisible({
    timeout: 90_000,
  });
  // The page knows from what it caught up with what a page knows that is loaded anew.
  const results = page.getByRole("table", { name: "Results of the variants" });
  await expect(results).not.toContainText(/\d\/5/);
  const caughtUp = await results.innerText();
  await page.reload();
  await expect.poll(() => results.innerText()).toBe(caughtUp);
});

test("a lab that was started anew says so to its old page", async ({ home }) => {
  test.skip(obstacleToBrowser !== null, obstacleToBrowser ?? "");
  const first = await openLabInBrowser(home);
  try {
    await first.restart();
    await expect(first.page.getByText("The lab was started anew")).toBeVisible({ timeout: 30_000 });
  } finally {
    await first.close();
  }
});

test("the same address opens in two browsers at once; both see a run", async ({ served }) => {
  const other = await served.page.context().newPage();
  await other.goto(served.page.url());
  await served.page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(other.getByText(/ of 10 done/).first()).toBeVisible({ timeout: 60_000 });
});
