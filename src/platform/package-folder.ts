import { createRequire } from "node:module";
import { dirname } from "node:path";

const requireFile = createRequire(import.meta.url);

/** Where a package's own files lie, such as WebAssembly, which no bundle holds. */
export function packageFolder(name: string): string {
  return dirname(requireFile.resolve(`${name}/package.json`));
}
