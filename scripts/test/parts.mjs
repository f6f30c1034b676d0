import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultOfElectron, hasDisplay } from "../electron.mjs";
import { findProgram, projectFolder } from "../setup/places.mjs";
import { countFileVariable, emptyCount } from "./count.mjs";

/** @import { FoundElectron } from "../electron.mjs" */
/** @import { Count } from "./count.mjs" */

/** @param {string} name */
const tool = (name) => join(projectFolder, "node_modules", name);
/** @param {string} name */
const reporter = (name) => join(projectFolder, "scripts", "test", `${name}-reporter.mjs`);

/** @returns {Promise<Count>} one: it is right, or it is not */
export async function checkTypes() {
  return countOne(await runTool([tool("vue-tsc/bin/vue-tsc.js"), "--noEmit"]));
}

/** @returns {Promise<Count>} one, ESLint and Prettier together */
export async function lint() {
  const eslint = await runTool([tool("eslint/bin/eslint.js"), "."]);
  const prettier = await runTool([tool("prettier/bin/prettier.cjs"), "--check", "."]);
  return countOne(eslint && prettier);
}

/** Unit and contract tests. @returns {Promise<Count>} */
export function unitTests() {
  const reporters = ["--reporter=default", `--reporter=${reporter("vitest")}`];
  return runCounted([process.execPath, tool("vitest/vitest.mjs"), "run", ...reporters]);
}

/**
 * End-to-end tests in a real window; all of them are skipped where there cannot be one.
 * @param {FoundElectron | { reason: string } | null} electron
 * @returns {Promise<Count>}
 */
export async function endToEndTests(electron) {
  const command = [process.execPath, tool("@playwright/test/cli.js"), "test"];
  const obstacle = await obstacleToWindow(electron);
  if (obstacle) {
    const { failed, skipped } = await runCounted([
      ...command,
      "--list",
      `--reporter=${reporter("playwright")}`,
    ]);
    return { passed: 0, failed, skipped: skipped.map(({ name }) => ({ name, reason: obstacle })) };
  }
  const display = hasDisplay() ? [] : ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"];
  return runCounted([...display, ...command, `--reporter=list,${reporter("playwright")}`]);
}

/**
 * @param {FoundElectron | { reason: string } | null} electron
 * @returns {Promise<string | null>}
 */
async function obstacleToWindow(electron) {
  if (!electron) return "there is no Electron";
  if ("reason" in electron) return electron.reason;
  if (!hasDisplay() && !findProgram("xvfb-run")) {
    return "no display, and no xvfb-run (Debian: apt install xvfb xauth)";
  }
  return faultOfElectron(electron);
}

/**
 * @param {boolean} ok
 * @returns {Count}
 */
function countOne(ok) {
  return { ...emptyCount(), passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** @param {string[]} parameters */
function runTool(parameters) {
  return runVisibly([process.execPath, ...parameters], {});
}

/**
 * Runs a test runner and reads what its reporter counted.
 * @param {string[]} command
 * @returns {Promise<Count>}
 */
async function runCounted(command) {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  try {
    const file = join(folder, "count.json");
    const ok = await runVisibly(command, { [countFileVariable]: file });
    const count = readCount(file);
    // A runner that broke down without a failed test must not pass for a success.
    return ok || count.failed > 0 ? count : { ...count, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} file
 * @returns {Count}
 */
function readCount(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { ...emptyCount(), failed: 1 };
  }
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env added to the environment
 * @returns {Promise<boolean>}
 */
function runVisibly([program = "", ...parameters], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: projectFolder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}
