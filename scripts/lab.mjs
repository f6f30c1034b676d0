import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setUp } from "./setup.mjs";
import { projectFolder } from "./setup/places.mjs";
import { createTeller } from "./setup/tell.mjs";

/**
 * Runs the built lab in this very process, so that signals, the terminal and the exit code are its own.
 * @param {string[]} parameters
 */
export function runLab(parameters) {
  const program = join(projectFolder, "dist", "cli.cjs");
  process.argv.splice(1, Infinity, program, ...parameters);
  createRequire(import.meta.url)(program);
}

// npm run -s lab -- …: what set-up says goes to standard error, because the output is the lab's.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp({ tell: createTeller(process.stderr), electron: false });
  // npm runs scripts in the project's folder; a path that is typed means the folder it was typed in.
  const typedIn = process.env["npm_lifecycle_event"] === "lab" ? process.env["INIT_CWD"] : undefined;
  if (typedIn) process.chdir(typedIn);
  runLab(process.argv.slice(2));
}
