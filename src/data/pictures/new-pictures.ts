import { basename } from "node:path";
import type { Preparation } from "../../fields/preparation";
import { type Failure, failureOf, LabError } from "../../messages/failure";
import { sortedByName } from "../../platform/files-at";
import { fileOf } from "../files";
import type { DataConfig } from "../kinds";
import { fileAt, type FoundFile, isPack, withFilesIn } from "../packs";
import {
  expectRows,
  type NewRows,
  prepareInto,
  type Sides,
  sidesOf,
  sizeOfSides,
  takesBytes,
} from "../prepared-rows";
import { type Decoded, decodePicture } from "./decode";
import { headerOf } from "./header";
import { mostPictureBytes, pictureName } from "./picture-files";
import { mostPixels } from "./read-pictures";
import { type Picture, resized, withChannels } from "./resize";

/**
 * New pictures, each a row: PNG or JPEG files of a folder, of a zip, or one by itself, in the order of their names. A run on pictures
 * in folders made all of its own one size, and so are these; for others they must have the run's size.
 * @throws LabError `newPicturesNone`, `newPicturesScaled`, `newRowsNoTable`, `newRowsTooMany`, and as `withFilesIn` does
 */
export async function readNewPictures(
  path: string,
  preparation: Preparation,
  config: DataConfig,
): Promise<NewRows> {
  const sides = sidesOf(path, preparation);
  const channels = sides[2];
  if (!takesBytes(preparation) || (channels !== 1 && channels !== 3))
    throw new LabError("newPicturesScaled", fileOf(path));
  return withPictures(path, async (files) => {
    const rows = files.length;
    if (rows === 0) throw new LabError("newPicturesNone", fileOf(path));
    const size = sizeOfSides(sides);
    expectRows(path, rows, size);
    const inputs = new Float32Array(rows * size);
    const faults: { row: number; failure: Failure }[] = [];
    for (const [row, file] of files.entries()) {
      const picture = await pictureOf(file);
      const pixels = picture && fitted(withChannels(picture, channels), sides, config.source === "pictures");
      if (pixels instanceof Uint8Array) prepareInto(inputs, row, preparation, (place) => pixels[place]!, 255);
      else
        faults.push({
          row,
          failure: pixels ?? failureOf(new LabError("newPictureUnread", { file: file.name })),
        });
    }
    return { rows, names: files.map(({ name }) => name), inputs, faults, notes: [] };
  });
}

async function withPictures<T>(path: string, use: (files: readonly FoundFile[]) => Promise<T>): Promise<T> {
  if (!(await isPack(path))) return use([fileAt(path, basename(path))]);
  return withFilesIn(path, (files) => use(sortedByName(files.filter(({ name }) => pictureName.test(name)))));
}

/** @returns null if it is broken, too large, or of another format */
async function pictureOf({ whole }: FoundFile): Promise<Decoded | null> {
  const bytes = await whole(mostPictureBytes).catch(() => null);
  const header = bytes && headerOf(bytes);
  if (!header || typeof header === "string" || header.width * header.height > mostPixels) return null;
  return decodePicture(bytes, header);
}

/** Its pixels in the run's size, or why it has another one. */
function fitted(picture: Picture, sides: Sides, isStretched: boolean): Uint8Array | Failure {
  const [height, width] = sides as readonly [number, number, number];
  if (isStretched) return resized(picture, width, height).pixels;
  if (picture.height === height && picture.width === width) return picture.pixels;
  const about = { found: `${picture.width} × ${picture.height}`, expected: `${width} × ${height}` };
  return failureOf(new LabError("newPictureSize", about));
}
