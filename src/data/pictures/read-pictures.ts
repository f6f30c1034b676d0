import type { Failure } from "../../messages/failure";
import { sortedByName } from "../../platform/files-at";
import { decodePicture, type Decoded } from "./decode";
import { headerOf } from "./header";
import type { PictureFile } from "./picture-files";

/** Why a file is no sample; each is a failure's code, which says how many there are and names the first. */
const reasons = [
  "picturesBroken",
  "picturesCmyk",
  "picturesOther",
  "picturesLarge",
  "picturesBeside",
] as const;
type Reason = (typeof reasons)[number];

/** Files that are read ahead of the one that is decoded. */
const ahead = 4;
/** Red, green, blue and opacity of 64 million pixels are 256 MiB. */
export const mostPixels = 2 ** 26;

/** Decodes pictures one after another, and remembers what is none. */
export class PictureReader {
  private readonly leftOut = new Map<PictureFile, Reason>();

  /** @param take told each picture; answers whether it wants another one */
  async each(
    files: readonly PictureFile[],
    take: (picture: Decoded, file: PictureFile) => boolean,
  ): Promise<void> {
    const reading: Promise<Uint8Array | null>[] = [];
    const left = files.filter((file) => !this.leftOut.has(file));
    for (const [place, file] of left.entries()) {
      for (const next of left.slice(place + reading.length, place + ahead)) {
        const bytes = next.label === null ? Promise.resolve(null) : next.read();
        // It is awaited when its turn comes.
        bytes.catch(() => undefined);
        reading.push(bytes);
      }
      const picture = await pictureOf(file, await reading.shift()!);
      if (typeof picture === "string") this.leftOut.set(file, picture);
      else if (!take(picture, file)) return;
    }
  }

  /** For each reason how many files were left out, and the names of the first three. */
  notes(): Failure[] {
    return reasons.flatMap((code) => {
      const found = sortedByName(
        [...this.leftOut].flatMap(([file, reason]) => (reason === code ? [file] : [])),
      );
      const files = found.slice(0, 3).map(({ name }) => name);
      if (found.length > 3) files.push("…");
      return found.length === 0
        ? []
        : [{ code, parameters: { count: found.length, files: files.join(", ") } }];
    });
  }
}

async function pictureOf({ label }: PictureFile, bytes: Uint8Array | null): Promise<Decoded | Reason> {
  if (label === null) return "picturesBeside";
  if (bytes === null) return "picturesLarge";
  const header = headerOf(bytes);
  if (header === "cmyk") return "picturesCmyk";
  if (header === "other") return "picturesOther";
  if (header === null) return "picturesBroken";
  if (header.width * header.height > mostPixels) return "picturesLarge";
  return (await decodePicture(bytes, header)) ?? "picturesBroken";
}
