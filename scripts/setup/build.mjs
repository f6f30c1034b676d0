import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { SetUpError } from "./error.mjs";
import { withLock } from "./lock.mjs";
import { projectFolder } from "./places.mjs";
import { run } from "./run.mjs";
import { tensorFlowNotices } from "./tensorflow-sources.mjs";

/** @import { Teller } from "./tell.mjs" */

const stampName = "sources.sha256";
const buildScript = join("scripts", "build.mjs");
const sources = [
  ...[
    "src",
    "electron",
    "renderer",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "electron-builder.yml",
  ],
  ...[
    buildScript,
    join("scripts", "bundle.mjs"),
    join("scripts", "compile.mjs"),
    join("scripts", "licences.mjs"),
    join("scripts", "licences"),
  ],
];

/**
 * Builds the lab into dist/, unless dist/ was built from the same sources.
 * @param {Teller} tell
 */
export async function buildLab(tell) {
  if (isBuilt()) return;
  await withLock(tell, async () => {
    if (isBuilt()) return;
    tell.step("Building the lab");
    const { ok, output } = await run(process.execPath, [join(projectFolder, buildScript)], {
      cwd: projectFolder,
      env: { NO_COLOR: "1" },
    });
    if (!ok) throw new SetUpError(`The lab could not be built:\n${stripVTControlCharacters(output).trim()}`);
  });
}

/**
 * Called by scripts/build.mjs at its end.
 * @param {string} folder
 */
export function markAsBuilt(folder) {
  writeFileSync(join(folder, stampName), hashOfSources());
}

function isBuilt() {
  try {
    return readFileSync(join(projectFolder, "dist", stampName), "utf8") === hashOfSources();
  } catch {
    return false;
  }
}

/** After a checkout, files' times say nothing, so their contents count (a few milliseconds). */
function hashOfSources() {
  const hash = createHash("sha256");
  const files = sources.flatMap((name) => filesOf(join(projectFolder, name)));
  for (const path of [...files, ...tensorFlowNotices()]) {
    hash.update(relative(projectFolder, path)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]} the file, or the files below the folder except tests
 */
function filesOf(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const inside = join(path, entry.name);
        if (entry.isDirectory()) return filesOf(inside);
        return entry.name.endsWith(".test.ts") ? [] : [inside];
      });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR") return [path];
    throw error;
  }
}
