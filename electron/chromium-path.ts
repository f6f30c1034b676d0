import { mkdirSync, openSync } from "node:fs";

/**
 * A path to the folder that Chromium finds in every locale. On Linux, Chromium converts names by the locale. If that
 * is C or not installed, Chromium cannot write to a folder whose name is not plain ASCII, and everything that the
 * page remembers would be lost. Then the path goes through a handle that this process holds open until it ends; `man
 * 5 proc`.
 */
export function chromiumPath(folder: string): string {
  if (process.platform !== "linux" || /^[\x20-\x7e]*$/.test(folder)) return folder;
  try {
    mkdirSync(folder, { recursive: true });
    return `/proc/${process.pid}/fd/${openSync(folder, "r")}`;
  } catch {
    // The store lies beside it and reports the failure.
    return folder;
  }
}
