import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, findProgram } from "../setup/places.mjs";

/** For tests only: other projects' programs from PyPI, for comparison with ours. */
export const python = findProgram("python3", "python");
export const pythonMissing = "there is no Python with pip (Debian: apt install python3 python3-pip)";

/**
 * Runs Python with a package in its path, and returns its output.
 * @param {string} requirement `tensorboard==2.20.0`
 * @param {string[]} options Python's
 * @returns {string}
 */
export function runWithPackage(requirement, options) {
  return run(options, { PYTHONPATH: installed(requirement) });
}

/**
 * The package's folder in the lab's cache; it is installed the first time.
 * @param {string} requirement
 */
function installed(requirement) {
  const name = createHash("sha256")
    .update(`${requirement} ${run(["--version"])}`)
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder, "test", `${requirement.replace(/\W.*/, "")}-${name}`);
  if (existsSync(folder)) return folder;
  const stage = `${folder}.${process.pid}.part`;
  mkdirSync(stage, { recursive: true });
  try {
    run(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", stage, requirement]);
    renameSync(stage, folder);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(options, env) {
  const { status, stdout, stderr, error } = spawnSync(python ?? "python3", options, {
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${python} ${options.join(" ")} failed: ${stderr}`, { cause: error });
  return stdout;
}
