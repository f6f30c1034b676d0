import { spawnSync } from "node:child_process";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { bundleForNode, modulesOf } from "./bundle.mjs";
import { writeLicences } from "./licences.mjs";
import { markAsBuilt } from "./setup/build.mjs";
import { projectFolder } from "./setup/places.mjs";

const nodeBundles = {
  main: "electron/main.ts",
  terminal: "electron/terminal.ts",
  updater: "electron/updates/updater.ts",
  preload: "electron/preload.ts",
  trainer: "src/trainer/start.ts",
  scanner: "src/table/scan/scanner.ts",
  drawer: "src/trainer/drawer.ts",
  cli: "src/cli/main.ts",
};

/**
 * Those whose start people wait for: what V8 compiles of them is kept, except of the entries, which would begin their work when they are
 * loaded for that.
 */
const compiled = ["cli", "trainer"];
/** What only some starts need. They are compiled at each. */
const seldom = /-(?:serve|fleet|queue-worker|run-state|bytes|lib|tf-backend-\w+\.node)\.cjs$/;

const dist = join(projectFolder, "dist");
/**
 * Replaces dist only once it is complete, so that a running lab keeps the old one until then. Each process has its
 * own folder, because set-up and a person may build at once.
 */
const stage = join(projectFolder, "node_modules", `.dropout-lab-build-${process.pid}`);

try {
  /** @type {Set<string>} */
  const modules = new Set();
  for (const [name, entry] of Object.entries(nodeBundles)) {
    for (const id of await bundleForNode(join(projectFolder, entry), stage, name)) modules.add(id);
  }
  const page = await build({
    configFile: join(projectFolder, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir: join(stage, "renderer") },
  });
  for (const id of modulesOf(page)) modules.add(id);
  writeLicences(stage, modules);
  const bundles = readdirSync(stage).filter((file) => isCompiled(file) && !seldom.test(file));
  // A file that does not load by itself is seen by the tests of what it is for. Without compiled code, it takes longer.
  spawnSync(process.execPath, [join(projectFolder, "scripts/compile.mjs"), stage, dist, ...bundles]);
  markAsBuilt(stage);
  rmSync(dist, { recursive: true, force: true });
  renameSync(stage, dist);
} catch (error) {
  // The message shows the faulty line; the stack is only the bundler's.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/** @param {string} file */
function isCompiled(file) {
  return compiled.some((name) => file.startsWith(`${name}-`) && file.endsWith(".cjs"));
}
