import { spawn } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** @import { Teller } from "./tell.mjs" */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 */

/**
 * @typedef {object} Watch
 * @property {Teller} tell
 * @property {string} folder where the program's downloads end up
 * @property {number | null} totalBytes
 * @property {number} [secondsToFirstByte] a program without a first byte by then is stopped
 * @property {number} [secondsToStall] a program whose download stalls for so long is stopped
 */

/**
 * Runs a program to its end. Its output is kept, not shown, because only a failure makes it interesting.
 * @param {string} command
 * @param {string[]} parameters
 * @param {RunOptions & { watch?: Watch }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `output` is what it printed, both streams
 */
export async function run(command, parameters, { cwd, env, watch } = {}) {
  // In its own group, so that a stalled installer is stopped together with the programs that it started.
  const group = watch !== undefined && process.platform !== "win32";
  const child = spawn(command, parameters, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: group,
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const stop = () => {
    if (group && child.pid) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  };
  // Ctrl-C does not reach another process group.
  const interrupt = () => {
    stop();
    process.exit(130);
  };
  const stopWatching = watch ? watchDownload(watch, stop) : () => null;
  process.once("SIGINT", interrupt);
  try {
    return await new Promise((resolve) => {
      child.once("error", (error) => resolve({ ok: false, output: error.message }));
      child.once("close", (code) => {
        const stalled = stopWatching();
        resolve(stalled ? { ok: false, output: stalled } : { ok: code === 0, output });
      });
    });
  } finally {
    stopWatching();
    process.off("SIGINT", interrupt);
  }
}

/**
 * @param {Watch} watch
 * @param {() => void} stop
 * @returns {() => string | null} ends the watch and says why the program was stopped, if it was
 */
function watchDownload({ tell, folder, totalBytes, secondsToFirstByte, secondsToStall }, stop) {
  const start = Date.now();
  const before = sizeOf(folder);
  let done = 0;
  let lastGrowth = start;
  /** @type {string | null} */
  let stalled = null;
  const timer = setInterval(() => {
    const now = sizeOf(folder) - before;
    if (now > done) {
      done = now;
      lastGrowth = Date.now();
      tell.progress(done, totalBytes, (lastGrowth - start) / 1000);
    }
    const limit = done === 0 ? secondsToFirstByte : secondsToStall;
    if (limit && Date.now() - lastGrowth > limit * 1000) {
      stalled = `nothing arrived for ${limit} seconds`;
      stop();
    }
  }, 500);
  return () => {
    clearInterval(timer);
    return stalled;
  };
}

/**
 * Bytes of all files below a folder.
 * @param {string} folder
 * @returns {number}
 */
function sizeOf(folder) {
  let total = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) total += sizeOf(path);
      else if (entry.isFile()) total += lstatSync(path).size;
    }
  } catch {
    // The watched program creates, renames and deletes files meanwhile; a vanished file counts as 0 bytes.
  }
  return total;
}

/**
 * The line of a program's output that most likely names the error.
 * @param {string} output
 */
export function reasonIn(output) {
  const lines = output
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line && !/^(at |node:)/.test(line));
  const words = lines.find((line) => /error[: ]|failed|not found|cannot|unable/i.test(line)) ?? lines.at(-1);
  return (words ?? "it said nothing").slice(0, 300);
}
