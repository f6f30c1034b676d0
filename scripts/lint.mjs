// `npm run lint`: ESLint, Prettier and the rules of imports, at the same time.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "./setup/places.mjs";

const checks = [
  ["node_modules/eslint/bin/eslint.js", "."],
  ["node_modules/prettier/bin/prettier.cjs", "--check", "."],
  ["scripts/lint/imports.mjs"],
];

const results = await Promise.all(checks.map(run));
process.exitCode = results.every((code) => code === 0) ? 0 : 1;

/**
 * @param {string[]} command a script of Node and its parameters
 * @returns {Promise<number | null>} the exit code
 */
function run([script = "", ...parameters]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectFolder, script), ...parameters], {
      cwd: projectFolder,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}
