/** One thing that the lab ships, with the terms it ships it under. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX's name of it, or a sentence where one name does not do. */
  readonly licence: string;
  readonly text: string;
}

/** Takes THIRD-PARTY-LICENCES.txt, as scripts/licences.mjs writes it, apart. */
export function parseLicences(file: string): Licence[] {
  const [, ...pieces] = file.split(/^═{80}\n(.+) (\S+)\n(.+)\n═{80}\n/m);
  const licences: Licence[] = [];
  for (let index = 0; index + 3 < pieces.length; index += 4) {
    const [name, version, licence, text] = pieces.slice(index, index + 4) as [string, string, string, string];
    licences.push({ name, version, licence, text: text.trim() });
  }
  return licences;
}
