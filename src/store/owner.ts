import { hostname, uptime } from "node:os";
import { isSameProcess, processExists, processMark } from "../platform/process-exists";

/**
 * The process that trains a run, and its machine. A process number alone does not identify it: systems use numbers
 * again, very soon after a restart of the machine or of a container. So the mark also holds when the process began.
 */
export interface Owner {
  /** Empty if an earlier version of the lab wrote it, which knew of one machine only. */
  readonly host: string;
  readonly pid: number;
  /** The kernel's value; if there is none, the time when the mark was made, in ms since 1970. */
  readonly mark: string;
}

/** Clocks may be set while machines run; a difference of this many milliseconds does not count as another process. */
const clockTolerance = 60_000;

/** Names a living process of this machine. */
export function ownerOf(pid: number): Owner {
  return { host: hostname(), pid, mark: processMark(pid) ?? String(Date.now()) };
}

/**
 * Whether the process that made the mark still exists on this machine. When in doubt the answer is yes, so that no
 * living run is ended.
 */
export function isAlive({ pid, mark }: Pick<Owner, "pid" | "mark">): boolean {
  if (!/^\d+$/.test(mark)) return isSameProcess(pid, mark);
  if (!processExists(pid)) return false;
  const began = Date.now() - (pid === process.pid ? process.uptime() : uptime()) * 1000;
  return Number(mark) > began - clockTolerance;
}
