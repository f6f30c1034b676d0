import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, platformName, projectFolder } from "./setup/places.mjs";
import { run } from "./setup/run.mjs";

/**
 * @typedef {object} FoundElectron
 * @property {string} path the program
 * @property {string} version
 * @property {boolean} declared false for the stand-in, used if the declared Electron cannot be downloaded
 */

/** Linux: starts the program in DROPOUT_LAB_PROGRAM, or says why it cannot start here. */
export const startLab = join(projectFolder, "electron", "resources", "start-lab");

export const declaredFolder = join(projectFolder, "node_modules", "electron");

/** The Electron inside a Python wheel (setup/electron.mjs): the oldest that the lab supports. */
export const standIn = {
  version: "22.3.25",
  folder: join(cacheFolder, "electron", `22.3.25-${platformName}`),
  /** The runtime of the AppImage that contained it. */
  appImageRuntime: join(cacheFolder, "electron", `22.3.25-${platformName}.appimage-runtime`),
};

/** @returns {FoundElectron | null} */
export function findDeclaredElectron() {
  try {
    const { version } = JSON.parse(readFileSync(join(declaredFolder, "package.json"), "utf8"));
    const path = join(declaredFolder, "dist", readFileSync(join(declaredFolder, "path.txt"), "utf8"));
    return existsSync(path) ? { path, version, declared: true } : null;
  } catch {
    return null;
  }
}

/**
 * The Electron that set-up installed: the declared one if its program is there, else the stand-in.
 * @returns {FoundElectron | null}
 */
export function findElectron() {
  const path = join(standIn.folder, "electron");
  const other = existsSync(path) ? { path, version: standIn.version, declared: false } : null;
  return findDeclaredElectron() ?? other;
}

/**
 * Why this Electron does not start here, usually a missing system library; null if it starts. Needs no display.
 * @param {FoundElectron} electron
 * @returns {Promise<string | null>}
 */
export async function faultOfElectron({ path }) {
  const { ok, output } = await run(path, ["--print", "0"], { env: { ELECTRON_RUN_AS_NODE: "1" } });
  if (ok) return null;
  const libraries = "libgtk-3-0 libnss3 libasound2 libgbm1";
  return `Electron does not start (${output.trim().slice(0, 300)}); on Debian: apt install ${libraries}`;
}

/** Whether a window can be opened. */
export function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/** Chromium refuses to run sandboxed as root; everyone else keeps the sandbox. */
export function sandboxParameters() {
  return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
