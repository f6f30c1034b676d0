import { lstatSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * The part to which a packaged file belongs: the first match; the rest is Electron with Chromium.
 * @type {[string, RegExp][]}
 */
const parts = [
  ["TensorFlow", /@tensorflow\/tfjs-node\//],
  ["WebAssembly, where TensorFlow does not start", /tfjs-backend-wasm/],
  ["DuckDB", /@duckdb|detect-libc/],
  ["decoders of images", /@jsquash/],
  ["SQLite", /@photostructure|node-gyp-build/],
  ["the lab itself", /app\.asar|usr\/share/],
  ["licences", /licen[cs]e/i],
];

/**
 * The sizes of a packaged program's parts.
 * @param {string} folder
 * @returns {[string, number][]} bytes of each part, the largest first
 */
export function sizesOf(folder) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const [file, bytes] of filesIn(folder)) {
    const path = relative(folder, file).split(sep).join("/");
    const part = parts.find(([, pattern]) => pattern.test(path))?.[0] ?? "Electron";
    sizes.set(part, (sizes.get(part) ?? 0) + bytes);
  }
  return [...sizes].sort(([, one], [, other]) => other - one);
}

/**
 * @param {string} folder
 * @returns {[string, number][]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [[path, lstatSync(path).size]];
  });
}
