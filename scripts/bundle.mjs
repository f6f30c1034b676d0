import { build } from "vite";
import { projectFolder } from "./setup/places.mjs";

/**
 * Not in the bundles. tfjs would load the last one at its first request, but the lab makes none. Without it tfjs
 * cannot make requests, and there are four packages fewer to watch.
 */
const external = ["electron", "@photostructure/sqlite", "@duckdb/node-bindings", "node-fetch"];

/**
 * Bundles a Node program as CommonJS, because Electron 22 (Node 16) cannot start from an ES module. Native code is
 * loaded from node_modules at run time. What a program imports later has files of its own: until then, they cost no time.
 * @param {string} entry
 * @param {string} folder where `<name>.cjs` is put, and `<name>-<part>.cjs`
 * @param {string} name
 * @returns {Promise<string[]>} its modules
 */
export async function bundleForNode(entry, folder, name) {
  const output = await build({
    root: projectFolder,
    configFile: false,
    logLevel: "warn",
    // tfjs-node requests the union of all tfjs packages but uses only the core's part. Its ES5 classes can only
    // extend ES5 classes, so all of tfjs comes from the CommonJS builds.
    resolve: {
      alias: [
        { find: /^@tensorflow\/tfjs(-core)?$/, replacement: "@tensorflow/tfjs-core/dist/tf-core.node.js" },
        {
          find: /^@tensorflow\/tfjs-backend-(cpu|wasm)$/,
          replacement: "@tensorflow/tfjs-backend-$1/dist/tf-backend-$1.node.js",
        },
      ],
    },
    ssr: { target: "node", noExternal: true, external },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: "node16",
      minify: false,
      rolldownOptions: {
        external,
        output: { format: "cjs", entryFileNames: `${name}.cjs`, chunkFileNames: `${name}-[name].cjs` },
      },
    },
  });
  return modulesOf(output);
}

/**
 * @param {Awaited<ReturnType<typeof build>>} output of vite's `build`
 * @returns {string[]}
 */
export function modulesOf(output) {
  if (!("output" in output)) throw new Error("One build, once, has one output.");
  return output.output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}
