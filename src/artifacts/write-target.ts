import type { Stats } from "node:fs";
import { lstat, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** The place to which a path leads in the end. */
export type WriteTarget =
  | { readonly kind: "new"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly there: Stats }
  /** A device, a pipe or a folder: no other file can replace it. */
  | { readonly kind: "other"; readonly path: string }
  /** A descriptor that this process was given open: /dev/stdout, or the shell's `>(…)`. */
  | { readonly kind: "descriptor"; readonly number: number };

/** As many links as Linux follows. */
const mostLinks = 40;

/**
 * Follows links to their end, also to a file that does not exist yet.
 * @throws the system's error; `ELOOP` if links lead in a circle
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
    // The links of /proc may lead to things without a path.
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
