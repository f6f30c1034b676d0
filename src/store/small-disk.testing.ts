import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processExists } from "../platform/process-exists";

/** For tests only: a disk that can really become full. */
export interface SmallDisk {
  readonly folder: string;
  /** What stands behind it. */
  readonly kind: "small file system" | "limited process";
  /** Fills the disk, so that nothing can be written. */
  fill(): void;
  makeRoom(): void;
  remove(): void;
}

/**
 * A file system of 64 MB in memory, if this process may mount one. Otherwise a folder, and RLIMIT_FSIZE forbids the
 * `limited` process to write to any file while the disk is full (Node ignores the accompanying signal, so a write
 * fails with EFBIG).
 * @param limited process for which the disk is full; by default this one
 */
export function smallDisk(limited: () => number = () => process.pid): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "lab-disk-"));
  if (mounts(folder)) {
    const ballast = join(folder, "ballast");
    return {
      folder,
      kind: "small file system",
      fill: () => writeUntilFull(ballast),
      makeRoom: () => rmSync(ballast),
      remove: () => {
        execFileSync("umount", ["--lazy", folder]);
        rmSync(folder, { recursive: true });
      },
    };
  }
  const limit = (most: string) => execFileSync("prlimit", [`--pid=${limited()}`, `--fsize=${most}:`]);
  return {
    folder,
    kind: "limited process",
    fill: () => limit("0"),
    makeRoom: () => void (processExists(limited()) && limit("unlimited")),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function mounts(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function writeUntilFull(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (const size of [1 << 20, 4096, 1]) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
  if (statfsSync(file).bavail > 0) throw new Error("The disk still has room.");
}
