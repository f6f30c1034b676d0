import type { Stats } from "node:fs";
import { lstat, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** Where what is written to a path ends up. */
export type WriteTarget =
  | { readonly kind: "new"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly there: Stats }
  /** A device, a pipe, a folder: nothing that another file could take the place of. */
  | { readonly kind: "other"; readonly path: string }
  /** What this process was given open: /dev/stdout, and what a shell makes of `>(…)`. */
  | { readonly kind: "descriptor"; readonly number: number };

/** As many as Linux follows. */
const mostLinks = 40;

/**
 * Follows links to their end, also to a file that is not there yet.
 * @throws what the system says, `ELOOP` where links lead in a circle
 */
export async function targetOf(path: string): Promise<WriteTarget> {
  let place = resolve(path);
  for (let links = 0; links <= mostLinks; links++) {
    place = join(await realpath(dirname(place)), basename(place));
    const descriptor = descriptorOf(place);
    if (descriptor !== null) return { kind: "descriptor", number: descriptor };
    const found = await lstatIfThere(place);
    if (!found) return { kind: "new", path: place };
    if (found.isFile()) return { kind: "file", path: place, there: found };
    // The links of /proc lead to what has no path.
    if (!found.isSymbolicLink() || place.startsWith("/proc/")) return { kind: "other", path: place };
    place = resolve(dirname(place), await readlink(place));
  }
  throw Object.assign(new Error(`Too many links: ${path}`), { code: "ELOOP" });
}

/** @param path with no link in its folder: there /proc/self has become this process's number */
function descriptorOf(path: string): number | null {
  const [, folder, number] = /^(.+)\/(\d+)$/.exec(path) ?? [];
  return folder === "/dev/fd" || folder === `/proc/${process.pid}/fd` ? Number(number) : null;
}

async function lstatIfThere(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
