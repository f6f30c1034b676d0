import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setUp } from "./setup.mjs";
import { projectFolder } from "./setup/places.mjs";
import { createTeller } from "./setup/tell.mjs";

/**
 * Runs the built lab in this process, so that it gets the signals and the terminal and sets the exit code.
 * @param {string[]} parameters
 */
export function runLab(parameters) {
  const program = join(projectFolder, "dist", "cli.cjs");
  process.argv.splice(1, Infinity, program, ...parameters);
  createRequire(import.meta.url)(program);
}

// npm run -s lab -- …: set-up prints to standard error, because standard output belongs to the lab.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp({ tell: createTeller(process.stderr), electron: false });
  // npm runs scripts in the project's folder, but a typed path is relative to the folder in which it was typed.
  const typedIn = process.env["npm_lifecycle_event"] === "lab" ? process.env["INIT_CWD"] : undefined;
  if (typedIn) process.chdir(typedIn);
  runLab(process.argv.slice(2));
}
