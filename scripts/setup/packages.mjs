import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "./error.mjs";
import { withLock } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { projectFolder } from "./places.mjs";

/** @import { Teller } from "./tell.mjs" */

/**
 * Installs the npm packages, unless node_modules matches the lock file exactly.
 * @param {Teller} tell
 */
export async function installPackages(tell) {
  if (isInstalled()) return;
  await withLock(tell, async () => {
    if (isInstalled()) return;
    const count = Object.keys(readLock("package-lock.json")).length;
    tell.step(`Installing ${count} npm packages (npm ci, 250 MB to download unless cached)`);
    const code = await npm(["ci", "--loglevel=error"], projectFolder);
    if (code !== 0) throw new SetUpError("npm ci failed; its messages above say why.");
  });
}

/** npm records what it installed; comparing that takes milliseconds and is more reliable than comparing times. */
function isInstalled() {
  try {
    const wanted = readLock("package-lock.json");
    const found = readLock(join("node_modules", ".package-lock.json"));
    return Object.entries(wanted).every(([path, { integrity, optional, link }]) => {
      if (path === "" || link || (optional && !found[path])) return true;
      return found[path]?.integrity === integrity;
    });
  } catch {
    return false;
  }
}

/**
 * @param {string} name
 * @returns {Record<string, { integrity?: string, optional?: boolean, link?: boolean }>}
 */
function readLock(name) {
  return JSON.parse(readFileSync(join(projectFolder, name), "utf8")).packages;
}
