import { join } from "node:path";

/** Where the built parts stand; `dist` is the folder of the main bundle. */
export interface Places {
  readonly preload: string;
  readonly trainer: string;
  readonly terminal: string;
  readonly updater: string;
  /** The one file of the licences of all that ships. */
  readonly licences: string;
  /** Folder of the page's files. */
  readonly page: string;
}

export function placesIn(dist: string): Places {
  return {
    preload: join(dist, "preload.cjs"),
    // In an installed lab main and page lie in an archive, which a process of its own cannot look into.
    trainer: join(dist, "trainer.cjs").replace(/\bapp\.asar\b/, "app.asar.unpacked"),
    terminal: join(dist, "terminal.cjs"),
    updater: join(dist, "updater.cjs"),
    // In an installed lab it lies beside the archive, where people look for it.
    licences: join(dist.replace(/\bapp\.asar\b.*/, ""), "THIRD-PARTY-LICENCES.txt"),
    page: join(dist, "renderer"),
  };
}
