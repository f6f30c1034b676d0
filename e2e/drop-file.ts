import type { Page } from "@playwright/test";

/** Drops real files onto the window together, as the system's file manager would. */
export async function dropFile(page: Page, ...paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 400, data });
  }
}
