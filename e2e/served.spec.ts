import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  type BrowserLab,
  type BrowserName,
  launchBrowser,
  obstacleToBrowser,
  openLabInBrowser,
} from "./browser-lab";
import { dropFile } from "./drop-file";
import type { Page } from "@playwright/test";
import { expect, test as base } from "./fixtures";
import { listed, more, rowOf, toHistory } from "./history-list";
import { smallExperiment, start, train } from "./small";

/** What only a page in a browser does: files go up and come down, and a connection is lost and comes back. */
const test = base.extend<{ served: BrowserLab }>({
  served: async ({ home, where }, use, testInfo) => {
    if (where === "window") throw new Error("The window has no address.");
    testInfo.skip(obstacleToBrowser(where) !== null, obstacleToBrowser(where) ?? "");
    const lab = await openLabInBrowser(home, where);
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
  test.setTimeout(240_000);
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
    timeout: 150_000,
  });
  // The page knows from what it caught up with what a page knows that is loaded anew.
  const results = page.getByRole("table", { name: "Results of the variants" });
  await expect(results).not.toContainText(/\d\/5/);
  const caughtUp = await results.innerText();
  await page.reload();
  await expect.poll(() => results.innerText()).toBe(caughtUp);
});

test("a lab that was started anew says so to its old page", async ({ served }) => {
  await served.restart();
  await expect(served.page.getByText("The lab was started anew")).toBeVisible({ timeout: 30_000 });
});

test("the printed address, clicked on another site, opens the lab, and its token stays nowhere in the browser", async ({
  served,
  where,
}) => {
  const other = createServer((_, answer) =>
    answer.setHeader("Content-Type", "text/html").end(`<a href="${served.address()}">the lab</a>`),
  ).listen(0);
  await once(other, "listening");
  const browser = await launchBrowser(where as BrowserName);
  try {
    const page = await browser.newPage();
    const site = `http://localhost:${(other.address() as AddressInfo).port}/`;
    await page.goto(site);
    await page.getByRole("link", { name: "the lab" }).click();
    await expect(page.getByRole("heading", { name: "Dropout Lab" })).toBeVisible();
    expect(page.url()).toBe(new URL("/", served.address()).href);
    const known = await page.evaluate(() => [
      document.referrer,
      document.cookie,
      ...performance.getEntries().map(({ name }) => name),
    ]);
    expect(known.join("\n")).not.toContain(new URL(served.address()).searchParams.get("token")!);
    // No page with the token lies between. In Firefox, Playwright never hears that it is back at another site.
    if (where === "firefox") return;
    await page.goBack();
    expect(page.url()).toBe(site);
  } finally {
    await browser.close();
    other.close();
  }
});

test("two browsers at once: both start runs, see and stop each other's, and see what the other one keeps", async ({
  served,
}) => {
  const one = served.page;
  const other = await served.openAnother();
  for (const page of [one, other]) await toHistory(page);
  await Promise.all([train(one, smallExperiment("alpha")), train(other, smallExperiment("beta"))]);
  for (const page of [one, other]) {
    await expect.poll(async () => (await listed(page)).sort()).toEqual(["alpha", "beta"]);
    await expect(page.getByText("2 experiments · 4 runs")).toBeVisible();
  }

  await more(one, "beta", "Rename");
  await one.getByRole("textbox", { name: "New name of beta" }).fill("gamma");
  await one.keyboard.press("Enter");
  await expect(rowOf(other, "gamma")).toBeVisible();

  // While one looks into its runs, the other one deletes it, and brings it back.
  await one.getByRole("button", { name: "Runs of gamma", exact: true }).click();
  await more(other, "gamma", "Delete");
  await expect(rowOf(other, "gamma")).toBeHidden();
  await expect(rowOf(one, "gamma")).toBeHidden();
  await other.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(rowOf(one, "gamma")).toBeVisible();

  // A run ends once, whoever stops it, also both at the same time.
  const endless = smallExperiment("endless", { training: { batchSize: 16, epochs: 100_000 }, seeds: [1] });
  await start(one, endless);
  const stop = (page: Page) => page.getByRole("button", { name: "Stop", exact: true });
  for (const page of [one, other]) await expect(stop(page)).toBeEnabled();
  // Playwright's own click would wait for a button that the other page's click has already taken away.
  const buttons = await Promise.all([one, other].map((page) => stop(page).elementHandle()));
  await Promise.all(buttons.map((button) => button!.evaluate((element) => (element as HTMLElement).click())));
  for (const page of [one, other])
    await expect(rowOf(page, "endless").getByText("2 stopped")).toBeVisible({ timeout: 30_000 });
});
