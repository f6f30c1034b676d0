// Compiles bundles in a process of its own: node scripts/compile.mjs FOLDER PLACE BUNDLE...
import { join } from "node:path";
import { runnerImport } from "vite";
import { projectFolder } from "./setup/places.mjs";

const [, , folder, place, ...names] = process.argv;
const { module } = await runnerImport(join(projectFolder, "src/platform/compiled-code.ts"), {
  configFile: false,
});
module.compileBundles(folder, place, names);
process.exit();
