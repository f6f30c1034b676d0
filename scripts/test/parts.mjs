import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultOfElectron, hasDisplay } from "../electron.mjs";
import { findProgram, platformName, projectFolder } from "../setup/places.mjs";
import { countFileVariable, emptyCount } from "./count.mjs";

/** @import { FoundElectron } from "../electron.mjs" */
/** @import { Count } from "./count.mjs" */

/** @param {string} name */
const tool = (name) => join(projectFolder, "node_modules", name);
/** @param {string} name */
const reporter = (name) => join(projectFolder, "scripts", "test", `${name}-reporter.mjs`);

/**
 * At the same time, because each uses one core.
 * @returns {Promise<Count>} two checks: types; ESLint, Prettier and the rules of imports together
 */
export async function checkTypesAndLint() {
  const checks = await Promise.all([
    runTool([tool("vue-tsc/bin/vue-tsc.js"), "--noEmit"]),
    runTool([join(projectFolder, "scripts/lint.mjs")]),
  ]);
  const passed = checks.filter(Boolean).length;
  return { ...emptyCount(), passed, failed: checks.length - passed };
}

/** Unit and contract tests. @returns {Promise<Count>} */
export function unitTests() {
  const reporters = ["--reporter=default", `--reporter=${reporter("vitest")}`];
  return runCounted([process.execPath, tool("vitest/vitest.mjs"), "run", ...reporters]);
}

/**
 * End-to-end tests in a real window; all of them are skipped without one.
 * @param {FoundElectron | { reason: string } | null} electron
 * @returns {Promise<Count>}
 */
export async function endToEndTests(electron) {
  // Each of its workers starts a display of its own (e2e/fixtures.ts).
  return runPlaywright("playwright.config.ts", await obstacleToWindow(electron), []);
}

/**
 * Makes AppImage and tar.gz and tests them; skipped if they cannot be made.
 * @param {FoundElectron | { reason: string } | null} electron
 * @returns {Promise<Count>}
 */
export async function packagedTests(electron) {
  const config = "playwright.packaged.config.ts";
  const obstacle = obstacleToPackages() ?? (await obstacleToWindow(electron));
  if (obstacle) return runPlaywright(config, obstacle);
  // Released packages are compressed better, which takes longer and changes nothing else.
  const env = { ELECTRON_BUILDER_COMPRESSION_LEVEL: "1" };
  const targets = ["AppImage", "tar.gz"];
  const made = await runVisibly(
    [process.execPath, join(projectFolder, "scripts/package.mjs"), ...targets],
    env,
  );
  return made ? runPlaywright(config, null) : { ...emptyCount(), failed: 1 };
}

/** The programs that make packages, operate them and look at them. */
const packageTools = {
  mksquashfs: "squashfs-tools",
  "7za": "p7zip-full",
  "desktop-file-validate": "desktop-file-utils",
  "update-mime-database": "shared-mime-info",
  gio: "libglib2.0-bin",
  xdotool: "xdotool",
  readelf: "binutils",
};

/** @returns {string | null} */
function obstacleToPackages() {
  if (platformName !== "linux-x64") return "only packages for Linux on x64 are tested";
  const lacking = Object.entries(packageTools).flatMap(([program, tool]) =>
    findProgram(program) ? [] : tool,
  );
  return lacking.length > 0 ? `packages are made and tested with (Debian) ${lacking.join(" ")}` : null;
}

const withDisplay = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"];

/**
 * @param {string} config
 * @param {string | null} obstacle why all tests are skipped
 * @param {string[]} inDisplay runs a command where there is no display
 * @returns {Promise<Count>}
 */
async function runPlaywright(config, obstacle, inDisplay = withDisplay) {
  const command = [process.execPath, tool("@playwright/test/cli.js"), "test", "--config", config];
  if (obstacle) {
    const { failed, skipped } = await runCounted([
      ...command,
      "--list",
      `--reporter=${reporter("playwright")}`,
    ]);
    return { passed: 0, failed, skipped: skipped.map(({ name }) => ({ name, reason: obstacle })) };
  }
  const display = hasDisplay() ? [] : inDisplay;
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

/** @param {string[]} parameters */
function runTool(parameters) {
  return runVisibly([process.execPath, ...parameters], {});
}

/**
 * Runs a test runner and reads its reporter's count.
 * @param {string[]} command
 * @returns {Promise<Count>}
 */
async function runCounted(command) {
  const folder = mkdtempSync(join(tmpdir(), "dropout-lab-test-"));
  try {
    const file = join(folder, "count.json");
    const ok = await runVisibly(command, { [countFileVariable]: file });
    const count = readCount(file);
    // A runner that broke down without a failed test must not count as a success.
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
