import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program of a thread stands beside the bundles; null in tests that run from the sources. */
export function threadProgram(name: "scanner" | "drawer"): string | null {
  const beside = join(dirname(fileURLToPath(import.meta.url)), `${name}.cjs`);
  // No thread starts from inside Electron's archive.
  const program = beside.replace(/\bapp\.asar\b/, "app.asar.unpacked");
  return existsSync(program) ? program : null;
}
