import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The folder of the window's memory, in the lab's own. If nothing can be written there, it is a temporary one: without
 * any, Chromium would end the program before a box could say what is wrong.
 */
export function windowFolder(labFolder: string): string {
  const folder = join(labFolder, "window");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    const temporary = mkdtempSync(join(tmpdir(), "dropout-lab-window-"));
    process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));
    return temporary;
  }
}
