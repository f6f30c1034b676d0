import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rememberedFailure, rememberFailure } from "./failures.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, platformName, projectFolder } from "./places.mjs";
import { reasonIn, run } from "./run.mjs";
import { addonPath, packageFolder, removeNative, tensorFlowSources } from "./tensorflow-sources.mjs";

/** @import { Teller } from "./tell.mjs" */
/** @import { TensorFlowSource } from "./tensorflow-sources.mjs" */

/**
 * The record in tfjs-node's folder for src/engine/backend.ts: where the native library came from, or why there is
 * none.
 * @typedef {{ native: boolean, source: string }} TensorFlowRecord
 */
const recordPath = join(packageFolder, "dropout-lab.json");

/**
 * Native TensorFlow for tfjs-node. Tries its own installer first. If that fails, it takes the library from a PyPI
 * wheel and compiles the addon against it. The cache keeps the result, and node_modules gets links to it, so that
 * `npm ci` costs nothing.
 * @param {{ tell: Teller, retry: boolean }} options
 * @returns {Promise<TensorFlowRecord>}
 */
export async function setUpTensorFlow({ tell, retry }) {
  const record = readRecord(recordPath);
  if (record?.native && existsSync(join(packageFolder, addonPath))) return record;
  return withLock(tell, async () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
    const key = `tfjs-node-${version}-${platformName}`;
    const entry = join(cacheFolder, "tensorflow", key);
    const reasons = [];
    for (const source of tensorFlowSources) {
      if (existsSync(entry)) break;
      const reason = await attempt(source, `${key} by ${source.name}`, entry, { tell, retry });
      if (reason) reasons.push(reason);
    }
    const found = readRecord(join(entry, "record.json"));
    if (found) link(entry);
    const result = found ?? { native: false, source: reasons.join("; ") };
    writeFileSync(recordPath, JSON.stringify(result));
    return result;
  });
}

/**
 * @param {TensorFlowSource} source
 * @param {string} key
 * @param {string} entry folder in the cache, which exists only once it is complete and tested
 * @param {{ tell: Teller, retry: boolean }} options
 * @returns {Promise<string | null>} why it failed
 */
async function attempt(source, key, entry, { tell, retry }) {
  const known = source.missing() ?? (retry ? null : rememberedFailure(key));
  if (known) return known;
  const stage = `${entry}.unfinished`;
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  let reason = await source.prepare(stage, tell);
  if (reason === null) {
    link(stage);
    const { ok, output } = await run(process.execPath, [
      join(projectFolder, "scripts/setup/try-tensorflow.mjs"),
    ]);
    if (ok) {
      const version = /^version (.+)$/m.exec(output)?.[1];
      const record = { native: true, source: `TensorFlow ${version} from ${source.name}` };
      writeFileSync(join(stage, "record.json"), JSON.stringify(record));
      renameSync(stage, entry);
    } else {
      removeNative();
      reason = `the addon from ${source.name} does not run on this machine (${reasonIn(output)})`;
    }
  }
  if (reason) tell.detail(reason);
  rmSync(stage, { recursive: true, force: true });
  rememberFailure(key, reason);
  return reason;
}

/** @param {string} folder */
function link(folder) {
  removeNative();
  // A junction needs no special right on Windows; other systems ignore the word.
  for (const name of ["deps", "lib"]) symlinkSync(join(folder, name), join(packageFolder, name), "junction");
}

/**
 * @param {string} path
 * @returns {TensorFlowRecord | null}
 */
function readRecord(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
