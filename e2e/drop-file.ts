import type { Page } from "@playwright/test";

/** Drops real files onto the window together, as the system's file manager would. */
export function dropFile(page: Page, ...paths: readonly string[]): Promise<void> {
  return dropFileAt(page, { x: 300, y: 400 }, ...paths);
}

/** The same at a place of the page, in pixels. */
export async function dropFileAt(
  page: Page,
  place: { readonly x: number; readonly y: number },
  ...paths: readonly string[]
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...place, data });
  }
}
