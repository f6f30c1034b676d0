import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "./error.mjs";
import { withLock } from "./lock.mjs";
import { projectFolder } from "./places.mjs";

/** @import { Teller } from "./tell.mjs" */

/**
 * Installs the npm packages unless node_modules holds just what the lock file says.
 * @param {Teller} tell
 */
export async function installPackages(tell) {
  if (isInstalled()) return;
  await withLock(tell, async () => {
    if (isInstalled()) return;
    const count = Object.keys(readLock("package-lock.json")).length;
    tell.step(`Installing ${count} npm packages (npm ci, 250 MB to download unless cached)`);
    const code = await npm(["ci", "--loglevel=error"]);
    if (code !== 0) throw new SetUpError("npm ci failed; its messages above say why.");
  });
}

/** npm writes down what it installed; comparing that is surer than comparing times, and takes milliseconds. */
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

/**
 * Runs npm with its messages on our standard error, where `npm run -s lab` does not disturb the lab's output.
 * @param {string[]} parameters
 * @returns {Promise<number | null>}
 */
function npm(parameters) {
  // Under `npm start` npm says where it is; it need not be on PATH then.
  const script = process.env["npm_execpath"];
  const [command, prefix] = script?.endsWith(".js") ? [process.execPath, [script]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...parameters], {
      cwd: projectFolder,
      stdio: ["ignore", 2, 2],
      shell: command === "npm" && process.platform === "win32",
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}
