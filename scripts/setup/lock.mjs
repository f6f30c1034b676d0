import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cacheFolder } from "./places.mjs";
import { isSameProcess, processMark } from "./process.mjs";

/** @import { Teller } from "./tell.mjs" */

const lockFile = join(cacheFolder, "setup.lock");
const owner = [hostname(), process.pid, processMark(process.pid) ?? ""].join(" ").trim();
const SECONDS_BETWEEN_SIGNS_OF_LIFE = 5;
const SECONDS_UNTIL_GIVEN_UP = 60;
let held = false;

/**
 * Runs a step that changes node_modules, dist or the cache, one process at a time; others wait. Inside such a step,
 * further calls run at once.
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
    removeIfLeftBehind();
    if (!told) tell.step(`Another set-up is at work (${readOwner()}); waiting for it`);
    told = true;
    await wait(300);
  }
  held = true;
  const release = () => rmSync(lockFile, { force: true });
  const signsOfLife = setInterval(touch, SECONDS_BETWEEN_SIGNS_OF_LIFE * 1000);
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(signsOfLife);
    process.off("exit", release);
    held = false;
    release();
  }
}

function take() {
  try {
    writeFileSync(lockFile, owner, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

function touch() {
  utimesSync(lockFile, new Date(), new Date());
}

/**
 * Removes the lock of a process that was killed. Only one process at a time may decide this, because the lock may be
 * new.
 */
function removeIfLeftBehind() {
  const judging = `${lockFile}.judging`;
  try {
    mkdirSync(judging);
  } catch {
    return;
  }
  try {
    if (isLeftBehind()) rmSync(lockFile, { force: true });
  } finally {
    rmdirSync(judging);
  }
}

function isLeftBehind() {
  const [host, pid, mark] = readOwner().split(" ");
  if (host === hostname() && Number(pid) && !isSameProcess(Number(pid), mark ?? null)) return true;
  const written = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - written > SECONDS_UNTIL_GIVEN_UP * 1000;
}

/** "host pid mark", or empty if the lock has just been removed. */
function readOwner() {
  try {
    return readFileSync(lockFile, "utf8");
  } catch {
    return "";
  }
}
