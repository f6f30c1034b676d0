import { join, resolve } from "node:path";
import envPaths from "env-paths";

/** The folder in which the lab keeps its database; the same for the window and the terminal. */
export function labFolder(): string {
  const chosen = process.env.DROPOUT_LAB_HOME;
  return chosen ? resolve(chosen) : envPaths("dropout-lab", { suffix: "" }).data;
}

export function databaseFile(folder: string = labFolder()): string {
  return join(folder, "lab.sqlite");
}
