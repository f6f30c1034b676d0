import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Page } from "@playwright/test";

/** Drops real files onto the window together, as the system's file manager would. */
export function dropFile(page: Page, ...paths: readonly string[]): Promise<void> {
  return dropFileAt(page, { x: 300, y: 400 }, ...paths);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The same at a place of the page, in pixels. */
export async function dropFileAt(page: Page, place: Place, ...paths: readonly string[]): Promise<void> {
  if (page.context().browser()?.browserType().name() === "firefox") return dropInFirefox(page, place, paths);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...place, data });
  }
}

/** WebDriver BiDi drops no files: the page gets the events that Firefox would send it. */
async function dropInFirefox(page: Page, place: Place, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), content: await readFile(path, "base64") })),
  );
  await page.evaluate(
    ({ x, y, files: dropped }) => {
      const dataTransfer = new DataTransfer();
      for (const { name, content } of dropped) {
        const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      for (const type of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(type, {
          dataTransfer,
          clientX: x,
          clientY: y,
          bubbles: true,
          cancelable: true,
        });
        document.elementFromPoint(x, y)!.dispatchEvent(event);
      }
    },
    { ...place, files },
  );
}
