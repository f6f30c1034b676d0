import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { processExists } from "../process-exists";

/**
 * The process that looks after a run. A process number alone does not name a process: numbers are given again, after a
 * restart of the machine or of a container very soon. So it goes with a mark of when that process began.
 */
export interface Owner {
  readonly pid: number;
  /** Linux: boot and start time as the kernel has them. Elsewhere: when the mark was made, ms since 1970. */
  readonly mark: string;
}

/** Clocks are set while machines run; a process is not taken for dead because of this many milliseconds. */
const clockTolerance = 60_000;

/** Names a process that is alive now. */
export function ownerOf(pid: number): Owner {
  return { pid, mark: kernelMark(pid) ?? String(Date.now()) };
}

/** Whether the process that made the mark is still there. When in doubt it is, so that no living run is ended. */
export function isAlive({ pid, mark }: Owner): boolean {
  if (!processExists(pid)) return false;
  if (mark.startsWith("linux:")) return mark === kernelMark(pid);
  const began = Date.now() - (pid === process.pid ? process.uptime() : uptime()) * 1000;
  return Number(mark) > began - clockTolerance;
}

/** `man 5 proc`: field 22 of stat is the start time in clock ticks after boot; the name before it may hold spaces. */
function kernelMark(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `linux:${boot}:${ticks}`;
  } catch {
    return null;
  }
}
