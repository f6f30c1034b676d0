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
  trainer: "src/lab/trainer.ts",
  cli: "src/cli/main.ts",
};

const dist = join(projectFolder, "dist");
/**
 * Put in the place of dist only when all of it is there: a lab that is running goes on with the old one until then. Its
 * own for each process, since a set-up and a person may build at once.
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
  // The message shows the line that is wrong; the stack is the bundler's.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true, force: true });
}
