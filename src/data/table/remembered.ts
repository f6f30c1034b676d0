import type { Preview } from "../../fields/preview";
import { stateAt } from "../../platform/files-at";
import type { KnownRows } from "../divided";
import type { TableConfig } from "./kind";

/** A preview without the division of the rows, and what that needs to know of them. */
export interface Look {
  readonly preview: Preview;
  readonly known: KnownRows | null;
}

let last: { readonly file: string; readonly settings: string; readonly look: Look } | null = null;

/**
 * The last look into a file, if it answers this request too: the file is the same, and only the split has changed, or
 * what was proposed has become part of the document.
 */
export async function remembered(config: TableConfig, look: () => Promise<Look>): Promise<Look> {
  const file = await stateAt(config.path);
  if (last && last.file === file && last.settings === settingsOf(config, last.look.preview)) return last.look;
  const found = await look();
  const { preview } = found;
  const settings = settingsOf({ ...config, ...preview.proposed }, preview);
  if (file !== null && file === (await stateAt(config.path))) {
    last = { file, settings, look: { ...found, preview: { ...preview, proposed: {} } } };
  }
  return found;
}

/** Pictures are those of the training split, whatever else is shown belongs to the file. */
function settingsOf(config: TableConfig, { sample }: Preview): string {
  const isOfSplit = sample.kind === "images";
  const { train, validation, test, seed, division, ...others } = config;
  const settings = isOfSplit ? { ...others, train, validation, test, seed, division } : others;
  return JSON.stringify(Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1)));
}
