import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { projectFolder } from "./setup/places.mjs";
import { markAsBuilt } from "./setup/build.mjs";

/** Everything that runs on Node becomes one CommonJS file each: Electron 22 cannot start from an ES module. */
const nodeBundles = {
  main: "electron/main.ts",
  preload: "electron/preload.ts",
  trainer: "src/lab/trainer.ts",
  cli: "src/cli/main.ts",
};

/** Native code and the tfjs packages, which must stay one shared instance, are loaded from node_modules. */
const external = ["electron", /^@tensorflow\//, "@photostructure/sqlite"];

const dist = join(projectFolder, "dist");
rmSync(dist, { recursive: true, force: true });

for (const [name, entry] of Object.entries(nodeBundles)) {
  if (existsSync(join(projectFolder, entry))) await buildForNode(name, join(projectFolder, entry));
}
await build({
  root: join(projectFolder, "renderer"),
  configFile: join(projectFolder, "vite.config.ts"),
  logLevel: "warn",
});
markAsBuilt();

/**
 * @param {string} name
 * @param {string} entry
 */
async function buildForNode(name, entry) {
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "warn",
    ssr: { target: "node", noExternal: true, external: ["electron", "@photostructure/sqlite"] },
    build: {
      ssr: entry,
      outDir: dist,
      emptyOutDir: false,
      copyPublicDir: false,
      // Electron 22 is Node 16.
      target: "node16",
      minify: false,
      rolldownOptions: {
        external,
        output: { format: "cjs", entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  });
}
