import { readFileSync } from "node:fs";
import { totalmem } from "node:os";

/** Bytes that all processes here may take together: less than the machine's in a container with a limit. */
export function memoryOfMachine(): number {
  const limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].map(limitIn);
  return Math.min(totalmem(), ...limits);
}

/** Linux writes "max" or a number of bytes. */
function limitIn(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, "utf8")) || Infinity;
  } catch {
    return Infinity;
  }
}
