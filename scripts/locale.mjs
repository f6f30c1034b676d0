import { spawnSync } from "node:child_process";

/**
 * The environment for a program of Chromium's. Chromium converts the names of dropped files by the locale, and gives none
 * for a name with other letters than ASCII where that is C, or is not installed. The language stays what it was.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withUtf8(env) {
  if (process.platform !== "linux") return env;
  const { stdout, status } = spawnSync("locale", ["charmap"], { env, encoding: "utf8" });
  if (status !== 0 || stdout.trim() === "UTF-8") return env;
  const language = env["LANGUAGE"] || env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "C";
  return { ...env, LC_ALL: "C.UTF-8", LANGUAGE: language };
}
