import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import envPaths from "env-paths";

/** In the place of a folder that cannot be used, until this process ends. */
let chosen: string | null = null;

/** The folder in which the lab keeps its database; the same for the window and the terminal. */
export function labFolder(): string {
  return chosen ?? namedFolder() ?? rememberedFolder() ?? usualPaths().data;
}

export function databaseFile(folder: string = labFolder()): string {
  return join(folder, "lab.sqlite");
}

/** Makes another folder the lab's, until this process ends. */
export function useFolder(folder: string): void {
  chosen = resolve(folder);
}

/**
 * Makes it the lab's at every start, in the window and in terminals.
 * @returns whether it will be: not while DROPOUT_LAB_HOME names another one
 * @throws the system's error
 */
export function rememberFolder(folder: string): boolean {
  if (namedFolder() !== null) return false;
  mkdirSync(dirname(memory()), { recursive: true });
  writeFileSync(memory(), JSON.stringify({ folder: resolve(folder) }));
  return true;
}

function namedFolder(): string | null {
  const named = process.env.DROPOUT_LAB_HOME;
  return named ? resolve(named) : null;
}

/** An unreadable memory counts as none, and so does a folder that is not there, such as one on a disk that was unplugged. */
function rememberedFolder(): string | null {
  try {
    const { folder } = JSON.parse(readFileSync(memory(), "utf8")) as { folder?: unknown };
    return typeof folder === "string" && isAbsolute(folder) && existsSync(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** Not in the lab's folder, which is the one that cannot be used. */
const memory = () => join(usualPaths().config, "home.json");

const usualPaths = () => envPaths("dropout-lab", { suffix: "" });
