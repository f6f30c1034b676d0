import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { LabError } from "../messages/failure";
import { detailOf } from "../documents/documents";
import type { Licence } from "../contract/licence";

/** @throws LabError `licencesNotRead` */
export async function readLicences(path: string): Promise<Licence[]> {
  try {
    return parseLicences(await readFile(path, "utf8"));
  } catch (error) {
    throw new LabError(
      "licencesNotRead",
      { file: basename(path), detail: detailOf(error) },
      { cause: error },
    );
  }
}

/** Parses THIRD-PARTY-LICENCES.txt, as scripts/licences.mjs writes it. */
export function parseLicences(file: string): Licence[] {
  const [, ...pieces] = file.split(/^═{80}\n(.+) (\S+)\n(.+)\n═{80}\n/m);
  const licences: Licence[] = [];
  for (let index = 0; index + 3 < pieces.length; index += 4) {
    const [name, version, licence, text] = pieces.slice(index, index + 4) as [string, string, string, string];
    licences.push({ name, version, licence, text: text.trim() });
  }
  return licences;
}
