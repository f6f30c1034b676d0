import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { choose } from "./choose";
import { openLabWindow } from "./open-lab";

/**
 * Makes the pictures of docs/screenshots from the real window, after real training:
 *
 *     xvfb-run -a -s "-screen 0 1600x1000x24" node bench/run.mjs e2e/screenshots.ts
 */
const folder = "docs/screenshots";
const home = await mkdtemp(join(tmpdir(), "dropout-lab-screenshots-"));

const picture = async (page: Page, name: string) => {
  // What slides or fades comes to rest.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

const finished = async (page: Page) => {
  const isOver = () =>
    page.evaluate(async () => {
      const list = await window.lab.listExperiments({});
      return list.ok && list.value[0]!.runs.every(({ status }) => status === "done");
    });
  while (!(await isOver())) await page.waitForTimeout(1000);
};

try {
  await mkdir(folder, { recursive: true });
  const { app, page } = await openLabWindow({ home });
  await page.emulateMedia({ colorScheme: "light" });
  await choose(page, "Preset", "Textbook");
  await picture(page, "start-light");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText(/[1-9] of \d+ done/).waitFor({ timeout: 300_000 });
  await picture(page, "training-light");
  await finished(page);
  await picture(page, "textbook-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("switch", { name: "Eval forgotten" }).press("Space");
  await picture(page, "forgotten-dark");
  await page.getByRole("switch", { name: "Eval forgotten" }).press("Space");
  await choose(page, "Language", "한국어");
  await page.emulateMedia({ colorScheme: "light" });
  await picture(page, "korean-light");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1024, 700));
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "korean-small-dark");
  await app.close();
} finally {
  await rm(home, { recursive: true, force: true });
}
