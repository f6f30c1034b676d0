import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder for downloads and what is built from them: outside node_modules, shared by every clone. */
export const cacheFolder = process.env["DROPOUT_LAB_CACHE"] || join(usualCacheFolder(), "dropout-lab");

// The npm package env-paths knows these folders too, but set-up runs before node_modules exists.
function usualCacheFolder() {
  if (process.platform === "win32") {
    return process.env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
}

/** `linux-x64`: the platform of native files. */
export const platformName = `${process.platform}-${process.arch}`;

/**
 * The first of `names` that is a program on PATH.
 * @param {string[]} names
 * @returns {string | null}
 */
export function findProgram(...names) {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (existsSync(path)) return path;
      }
    }
  }
  return null;
}
