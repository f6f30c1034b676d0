import { uptime } from "node:os";
import { isSameProcess, processExists, processMark } from "../process-exists";

/**
 * The process that looks after a run. A process number alone does not name a process: numbers are given again, after a
 * restart of the machine or of a container very soon. So it goes with a mark of when that process began.
 */
export interface Owner {
  readonly pid: number;
  /** As the system has it; where it does not say, when the mark was made, ms since 1970. */
  readonly mark: string;
}

/** Clocks are set while machines run; a process is not taken for dead because of this many milliseconds. */
const clockTolerance = 60_000;

/** Names a process that is alive now. */
export function ownerOf(pid: number): Owner {
  return { pid, mark: processMark(pid) ?? String(Date.now()) };
}

/** Whether the process that made the mark is still there. When in doubt it is, so that no living run is ended. */
export function isAlive({ pid, mark }: Owner): boolean {
  if (!/^\d+$/.test(mark)) return isSameProcess(pid, mark);
  if (!processExists(pid)) return false;
  const began = Date.now() - (pid === process.pid ? process.uptime() : uptime()) * 1000;
  return Number(mark) > began - clockTolerance;
}
