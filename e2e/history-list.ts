import type { Locator, Page } from "@playwright/test";

export const toHistory = (page: Page) => page.getByRole("button", { name: "History", exact: true }).click();

/** The row of an experiment. */
export function rowOf(page: Page, name: string): Locator {
  const opener = page.getByRole("button", { name: `Runs of ${name}`, exact: true });
  return page.getByRole("row").filter({ has: opener });
}

/** Names of the experiments, in the list's order. */
export const listed = (page: Page) =>
  page
    .getByRole("button", { name: /^Runs of / })
    .evaluateAll((openers) =>
      openers.map((opener) => opener.getAttribute("aria-label")!.replace("Runs of ", "")),
    );

/** Takes one of the further actions on an experiment. */
export async function more(page: Page, name: string, action: string | RegExp): Promise<void> {
  const label = { name: `More for ${name}`, exact: true };
  await page.getByRole("button", label).click();
  // The menu of another experiment may still be closing.
  await page.getByRole("menu", label).getByRole("menuitem", { name: action }).click();
}
