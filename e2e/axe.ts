import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { still } from "./still";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Axe's findings in the page once it is still, from "serious" on: what fades in has its colours only then. None in Firefox, whose tab ends with
 * axe under WebDriver BiDi; the same tests look at the same page in the window and in Chromium.
 */
export async function serious(page: Page): Promise<string[]> {
  if (page.context().browser()?.browserType().name() === "firefox") return [];
  await still(page);
  const { violations } = (await page.evaluate(
    // Through the debugger, which is not bound by the content security policy.
    `${axe}; axe.run(document, { resultTypes: ["violations"] })`,
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 600)).join(" | ")}`);
}
