import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findProgram, platformName, projectFolder } from "./places.mjs";
import { reasonIn, run } from "./run.mjs";
import { downloadWheel, pythonMissing, unpackWheel, wheels } from "./wheels.mjs";

/** @import { Teller } from "./tell.mjs" */

/**
 * A way to get `deps` (TensorFlow) and `lib` (the addon) into a folder.
 * @typedef {object} TensorFlowSource
 * @property {string} name
 * @property {() => string | null} missing what this machine lacks for it (a quick check)
 * @property {(folder: string, tell: Teller) => Promise<string | null>} prepare why it failed, or null
 */

const modules = join(projectFolder, "node_modules");
export const packageFolder = join(modules, "@tensorflow", "tfjs-node");
export const addonPath = join("lib", "napi-v8", "tfjs_binding.node");

/** Moves library and addon out of node_modules; if they are links, the cache keeps their targets. */
export function removeNative() {
  for (const name of ["deps", "lib"]) {
    const path = join(packageFolder, name);
    // Node 24's rmSync ignores links that lead nowhere.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(path);
    else rmSync(path, { recursive: true, force: true });
  }
}

/** @type {TensorFlowSource} */
const ownInstaller = {
  name: "tfjs-node's own installer",
  missing: () => null,
  async prepare(folder, tell) {
    tell.step("Native TensorFlow: trying tfjs-node's own installer");
    removeNative();
    const deps = join(packageFolder, "deps");
    // The installer changes its package.json, and leaves it changed if it fails.
    const manifest = readFileSync(join(packageFolder, "package.json"));
    const { ok, output } = await run(process.execPath, [join("scripts", "install.js")], {
      cwd: packageFolder,
      env: {
        PATH: `${join(modules, ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env["PATH"]}`,
      },
      watch: { tell, folder: deps, totalBytes: null, secondsToFirstByte: 20, secondsToStall: 120 },
    });
    writeFileSync(join(packageFolder, "package.json"), manifest);
    if (!ok) return `tfjs-node's own installer failed (${reasonIn(output)})`;
    cpSync(deps, join(folder, "deps"), { recursive: true, verbatimSymlinks: true });
    cpSync(join(packageFolder, "lib"), join(folder, "lib"), { recursive: true });
    return null;
  },
};

/** @type {TensorFlowSource} */
const pythonWheel = {
  name: `the PyPI wheel ${wheels.tensorflow.name} ${wheels.tensorflow.version}`,
  missing() {
    if (platformName !== "linux-x64") return `there is no wheel for ${platformName} that the lab knows`;
    const lacking = [];
    if (!findCompiler()) lacking.push("a C++ compiler (Debian: apt install g++)");
    if (!findProgram("python3", "python")) lacking.push(pythonMissing);
    return lacking.length > 0 ? `this machine lacks ${lacking.join(" and ")}` : null;
  },
  async prepare(folder, tell) {
    const download = join(folder, "download");
    const wheel = await downloadWheel(wheels.tensorflow, download, tell);
    if ("reason" in wheel) return wheel.reason;
    tell.step("Unpacking the TensorFlow library (650 MB)");
    const unpacked = await unpackWheel(
      wheel.path,
      [
        "tensorflow/libtensorflow_",
        ...Object.keys(wheelNotices),
        ...headers.map((header) => `tensorflow/include/${header}`),
      ],
      download,
    );
    if (!unpacked.ok) return `the wheel could not be unpacked (${reasonIn(unpacked.output)})`;
    const library = join(folder, "deps", "lib");
    mkdirSync(library, { recursive: true });
    for (const name of libraries) renameSync(join(download, "tensorflow", name), join(library, name));
    keepNotices(download, join(folder, "deps"));
    renameSync(join(download, "tensorflow", "include"), join(folder, "deps", "include"));
    rmSync(download, { recursive: true });
    // A quarter of the library is debug symbols that nobody here uses.
    const strip = findProgram("strip");
    if (strip) await run(strip, ["--strip-unneeded", ...libraries], { cwd: library });
    tell.step("Compiling tfjs-node's addon (half a minute)");
    const compiled = await compileAddon(folder);
    return compiled.ok ? null : `the addon did not compile (${reasonIn(compiled.output)})`;
  },
};

export const tensorFlowSources = [ownInstaller, pythonWheel];

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/** The headers that the addon includes, of the wheel's 13,000. */
const headers = ["tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring", "xla/tsl/c/"];

/** The licences of the library and of its parts: their places in the wheel, and their names in `deps`. */
const wheelNotices = {
  "tensorflow/include/LICENSE": "LICENSE",
  "tensorflow/THIRD_PARTY_NOTICES.txt": "THIRD_PARTY_NOTICES.txt",
};

/** The licences that are here; the archive of tfjs-node's own installer has other names. */
export function tensorFlowNotices() {
  return [...Object.values(wheelNotices), "THIRD_PARTY_TF_C_LICENSES"]
    .map((name) => join(packageFolder, "deps", name))
    .filter((path) => existsSync(path));
}

/**
 * `npm run package` needs them, and a cache from an older set-up lacks them.
 * @param {Teller} tell
 * @returns {Promise<string | null>} why they are missing
 */
export async function setUpTensorFlowNotices(tell) {
  if (tensorFlowNotices().length > 0) return null;
  const deps = join(packageFolder, "deps");
  const download = join(deps, "download");
  rmSync(download, { recursive: true, force: true });
  const wheel = await downloadWheel(wheels.tensorflow, download, tell);
  const unpacked = "path" in wheel && (await unpackWheel(wheel.path, Object.keys(wheelNotices), download));
  if (unpacked && unpacked.ok) keepNotices(download, deps);
  rmSync(download, { recursive: true, force: true });
  if ("reason" in wheel) return wheel.reason;
  return tensorFlowNotices().length > 0 ? null : "the wheel of TensorFlow has no licences in it";
}

/**
 * @param {string} download where the wheel was unpacked
 * @param {string} deps
 */
function keepNotices(download, deps) {
  for (const [inWheel, name] of Object.entries(wheelNotices))
    renameSync(join(download, inWheel), join(deps, name));
}

export function findCompiler() {
  return findProgram("g++", "clang++", "c++");
}

/**
 * Compiles the addon's two files as its binding.gyp says. node-gyp would do the same, but it downloads Node's
 * headers, and the addon only needs those of Node-API, which are an npm package.
 * @param {string} folder
 */
function compileAddon(folder) {
  const output = join(folder, addonPath);
  mkdirSync(join(output, ".."), { recursive: true });
  const library = join(folder, "deps", "lib");
  return run(findCompiler() ?? "g++", [
    ...["-shared", "-fPIC", "-O2", "-std=c++17", "-fno-exceptions", "-fno-rtti"],
    ...["-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION", "-DNODE_GYP_MODULE_NAME=tfjs_binding"],
    `-I${join(modules, "node-api-headers", "include")}`,
    `-I${join(folder, "deps", "include")}`,
    join(packageFolder, "binding", "tfjs_backend.cc"),
    join(packageFolder, "binding", "tfjs_binding.cc"),
    ...libraries.map((name) => join(library, name)),
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ...["-o", output],
  ]);
}
