import { build } from "vite";
import { projectFolder } from "./setup/places.mjs";

/**
 * Makes one CommonJS file of a program that runs on Node: Electron 22, which is Node 16, cannot start from an ES module.
 * Native code, and the tfjs packages (which must stay one shared instance), are loaded from node_modules at run time.
 * @param {string} entry
 * @param {string} folder where `<name>.cjs` is put
 * @param {string} name
 */
export async function bundleForNode(entry, folder, name) {
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "warn",
    ssr: { target: "node", noExternal: true, external: ["electron", "@photostructure/sqlite"] },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: "node16",
      minify: false,
      rolldownOptions: {
        external: ["electron", /^@tensorflow\//, "@photostructure/sqlite"],
        output: { format: "cjs", entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  });
}
