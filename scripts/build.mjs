import { renameSync, rmSync } from "node:fs";
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
  trainer: "src/trainer/trainer.ts",
  scanner: "src/table/scan/scanner.ts",
  cli: "src/cli/main.ts",
};

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
