import { mkdirSync, openSync } from "node:fs";

/**
 * The folder under a name that Chromium finds whatever the locale is. On Linux it converts names by it, and where that is C,
 * or is not installed, a folder with other letters than ASCII takes nothing: what the page remembers would be lost. There the
 * folder goes by its handle, which this process holds open until it ends; `man 5 proc`.
 */
export function chromiumPath(folder: string): string {
  if (process.platform !== "linux" || /^[\x20-\x7e]*$/.test(folder)) return folder;
  try {
    mkdirSync(folder, { recursive: true });
    return `/proc/${process.pid}/fd/${openSync(folder, "r")}`;
  } catch {
    // The store lies beside it, and its failure is told in words.
    return folder;
  }
}
