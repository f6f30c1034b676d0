import type { Page } from "@playwright/test";

/** Chooses an option of a select by its accessible names. */
export async function choose(page: Page, combobox: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: combobox, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}
