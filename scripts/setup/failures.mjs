import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./places.mjs";

/**
 * The downloads that failed lately, so that a machine without access does not wait for them at every start. `npm run
 * setup` tries them all again.
 */
const file = join(cacheFolder, "failures.json");
const DAYS_REMEMBERED = 7;

/** @returns {Record<string, { at: string, reason: string }>} */
function readAll() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/**
 * @param {string} what
 * @returns {string | null} the reason
 */
export function rememberedFailure(what) {
  const failure = readAll()[what];
  const age = failure ? Date.now() - Date.parse(failure.at) : Infinity;
  return failure && age < DAYS_REMEMBERED * 24 * 3600_000 ? failure.reason : null;
}

/**
 * @param {string} what
 * @param {string | null} reason null forgets it
 */
export function rememberFailure(what, reason) {
  const { [what]: before, ...others } = readAll();
  if (reason === null && !before) return;
  const failures = reason === null ? others : { ...others, [what]: { at: new Date().toISOString(), reason } };
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(file, JSON.stringify(failures, null, 2));
}
