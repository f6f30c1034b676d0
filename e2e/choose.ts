import type { Page } from "@playwright/test";

/** Chooses an option of a select by its accessible names. */
export async function choose(page: Page, combobox: string, option: string | RegExp): Promise<void> {
  const select = page.getByRole("combobox", { name: combobox, exact: true });
  await select.click();
  // The list of a select that was used just before may still be fading out.
  const list = page.locator(`[id="${await select.getAttribute("aria-controls")}"]`);
  await list.getByRole("option", { name: option }).click();
}
