import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/**
 * Which files a page in a browser may make the lab read: those in some folders, wherever links lead.
 * @param folders that exist
 */
export function onlyIn(folders: readonly string[]): (path: string) => boolean {
  return (path) => {
    try {
      const real = realpathSync(path);
      return folders.some((folder) => {
        const way = relative(realpathSync(folder), real);
        return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
      });
    } catch {
      // What does not exist tells no more than what may not be read.
      return false;
    }
  };
}
