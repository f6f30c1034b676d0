import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Finds out whether a process lives, and whether it is the same one that had its number before. Plain JavaScript,
 * because set-up uses it too; src/platform/process-exists.ts passes it on to the lab.
 */

/**
 * @typedef {object} Seen
 * @property {boolean} ended whether it has ended and only waits for its parent to ask how
 * @property {string} mark when it began: with the number, the name of one process
 */

/**
 * Whether a process with this number lives now. A zombie keeps its number until its parent asks how it ended (in a
 * container without an init process, for ever), but counts as dead.
 * @param {number} pid
 */
export function processExists(pid) {
  return isNumbered(pid) && !look(pid)?.ended;
}

/**
 * When the process with this number began, in the system's words, without spaces; null if unknown.
 * @param {number} pid
 */
export function processMark(pid) {
  return look(pid)?.mark ?? null;
}

/**
 * Whether the process with this mark still lives. Systems use numbers again, very soon after a restart of the machine
 * or of a container. When in doubt the answer is yes, so that a living process loses nothing.
 * @param {number} pid
 * @param {string | null} mark
 */
export function isSameProcess(pid, mark) {
  if (!processExists(pid)) return false;
  const now = processMark(pid);
  return mark === null || now === null || now === mark;
}

/** @param {number} pid */
function isNumbered(pid) {
  // 0 and below would mean groups of processes.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but it lives.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * @param {number} pid
 * @returns {Seen | null} null where the system does not say
 */
function look(pid) {
  if (process.platform === "linux") return lookInProc(pid);
  // Windows keeps no ended processes, and uses their numbers again only much later.
  return process.platform === "win32" ? null : lookWithPs(pid);
}

/**
 * `man 5 proc`: fields of stat counted from the state, because the name before it may hold spaces and brackets.
 * Threads may outlive their process's first thread, and then the process looks ended.
 * @param {number} pid
 * @returns {Seen | null}
 */
function lookInProc(pid) {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, threads, ticks] = [fields[0] ?? "", Number(fields[17]), fields[19]];
    return { ended: "ZXx".includes(state) && threads <= 1, mark: `linux:${boot}:${ticks}` };
  } catch {
    return null;
  }
}

/**
 * For systems without /proc, such as macOS.
 * @param {number} pid
 * @returns {Seen | null}
 */
export function lookWithPs(pid) {
  try {
    const text = execFileSync("ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 5000,
    });
    const [state = "", ...began] = text.trim().split(/\s+/);
    return state === "" ? null : { ended: state.startsWith("Z"), mark: `ps:${began.join("-")}` };
  } catch {
    return null;
  }
}
