import { join } from "node:path";

/** The paths of the built parts; `dist` is the folder of the main bundle. */
export interface AppPaths {
  readonly preload: string;
  readonly trainer: string;
  readonly terminal: string;
  readonly updater: string;
  /** The file with the licences of everything that ships. */
  readonly licences: string;
  /** Folder of the page's files. */
  readonly page: string;
}

export function appPathsIn(dist: string): AppPaths {
  return {
    preload: join(dist, "preload.cjs"),
    // In an installed lab, main and page lie in an archive that a separate process cannot read.
    trainer: join(dist, "trainer.cjs").replace(/\bapp\.asar\b/, "app.asar.unpacked"),
    terminal: join(dist, "terminal.cjs"),
    updater: join(dist, "updater.cjs"),
    // An installed lab has it beside the archive, where people look for it.
    licences: join(dist.replace(/\bapp\.asar\b.*/, ""), "THIRD-PARTY-LICENCES.txt"),
    page: join(dist, "renderer"),
  };
}
