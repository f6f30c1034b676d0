import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/**
 * What V8 compiled of a program's bundles when they were built, in `compiled` beside them: a third of the time in which they load. V8 refuses what
 * another version or other flags of its own made, and compiles as ever. Bundle and compiled code are of one build, because V8 compares no
 * more than the length of the text.
 */
const folderName = "compiled";

/** Has the bundles of this folder that are requested from now on load with what was compiled of them. */
export function useCompiledCode(folder: string): void {
  loadBundlesOf({ folder, place: folder }, (name) => readFileSync(join(folder, folderName, name)));
}

/**
 * Loads these bundles of a folder and writes what V8 compiled of them, which includes the functions that ran. For a process that does
 * nothing else.
 * @param place where the folder will be: V8 keeps it for the stacks of errors
 */
export function compileBundles(folder: string, place: string, names: readonly string[]): void {
  const scripts = new Map<string, Script>();
  loadBundlesOf(
    { folder, place },
    () => undefined,
    (name, script) => !imports(readFileSync(join(folder, name), "utf8")) && scripts.set(name, script),
  );
  const load = createRequire(join(folder, "any.cjs"));
  for (const name of names) {
    // CommonJS packages run when their bundle is asked for them.
    for (const [key, value] of Object.entries(load(`./${name}`) as Record<string, unknown>))
      if (key.startsWith("require_")) (value as () => void)();
  }
  mkdirSync(join(folder, folderName), { recursive: true });
  for (const [name, script] of scripts)
    writeFileSync(join(folder, folderName, name), script.createCachedData());
}

/**
 * Such a bundle could not import as ever: Node compiles it itself. Of CommonJS, these are rare, because Rolldown makes `require` of others.
 * Comments do not count.
 */
function imports(text: string): boolean {
  const isImport = (line: string) => /(?<![\w$.])import\s*\(/.test(line) && !/^\s*(?:\*|\/[/*])/.test(line);
  return text.split("\n").some(isImport);
}

/** @param compiled throws of a bundle that nothing was compiled of */
function loadBundlesOf(
  { folder, place }: { readonly folder: string; readonly place: string },
  compiled: (name: string) => Buffer | undefined,
  keep: (name: string, script: Script) => void = () => undefined,
): void {
  const extensions = (Module as unknown as { _extensions: Record<string, NodeJS.RequireExtensions[string]> })
    ._extensions;
  const asEver = extensions[".js"]!;
  extensions[".cjs"] = (module, path) => {
    const name = basename(path);
    const script = dirname(path) === folder ? scriptOf(path, join(place, name), compiled) : null;
    if (!script) return asEver(module, path);
    keep(name, script);
    const run = script.runInThisContext() as (...parts: unknown[]) => void;
    run.call(module.exports, module.exports, createRequire(path), module, path, folder);
  };
}

function scriptOf(
  path: string,
  filename: string,
  compiled: (name: string) => Buffer | undefined,
): Script | null {
  let cachedData: Buffer | undefined;
  try {
    cachedData = compiled(basename(path));
  } catch {
    return null;
  }
  const text = Module.wrap(readFileSync(path, "utf8"));
  return new Script(text, { filename, cachedData });
}
