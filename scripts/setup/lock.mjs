import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cacheFolder } from "./places.mjs";

/** @import { Teller } from "./tell.mjs" */

const lockFile = join(cacheFolder, "setup.lock");
let held = false;

/**
 * Does a step that changes node_modules, dist or the cache while no other process does: a second one waits. Inside
 * such a step, further calls go straight on.
 * @template T
 * @param {Teller} tell
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(tell, work) {
  if (held) return work();
  mkdirSync(dirname(lockFile), { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) tell.step(`Another set-up is at work (process ${owner() ?? "?"}); waiting for it`);
    told = true;
    await wait(500);
  }
  held = true;
  const release = () => rmSync(lockFile, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    held = false;
    release();
  }
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    const pid = owner();
    // Left behind by a process that was killed: take it away, and compete for a new one.
    if (pid !== null && !isAlive(pid)) rmSync(lockFile, { force: true });
    return false;
  }
}

/** @returns {number | null} */
function owner() {
  try {
    return Number(readFileSync(lockFile, "utf8")) || null;
  } catch {
    return null;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
