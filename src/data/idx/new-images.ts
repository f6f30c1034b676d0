import type { Preparation } from "../../fields/preparation";
import { LabError } from "../../messages/failure";
import { fileOf } from "../files";
import type { DataConfig } from "../kinds";
import { fileAt } from "../packs";
import {
  expectRows,
  type NewRows,
  prepareInto,
  sidesOf,
  sizeOfSides,
  takesBytes,
  textOfSides,
} from "../prepared-rows";
import { readImageFile } from "./idx-file";

/**
 * New images of an IDX file, as the run's own were prepared; stored column by column where those are.
 * @throws LabError `newRowsShape`, `newPicturesScaled`, `newRowsEmpty`, `newRowsTooMany`, and as `readImageFile` does
 */
export async function readNewImages(
  path: string,
  preparation: Preparation,
  config: DataConfig,
): Promise<NewRows> {
  const sides = sidesOf(path, preparation);
  if (!takesBytes(preparation)) throw new LabError("newPicturesScaled", fileOf(path));
  const { dimensions, values } = await readImageFile(fileAt(path), path);
  const isTransposed = config.source === "idx" && config.transposed;
  const [rows = 0, ...stored] = dimensions;
  const [height = 0, width = 0] = isTransposed ? [...stored].reverse() : stored;
  const size = sizeOfSides(sides);
  const isSame =
    sides.length === 1 ? height * width === size : textOfSides(sides) === textOfSides([height, width, 1]);
  if (!isSame) {
    const about = { found: textOfSides([height, width]), expected: textOfSides(sides) };
    throw new LabError("newRowsShape", { ...fileOf(path), ...about });
  }
  expectRows(path, rows, size);
  const inputs = new Float32Array(rows * size);
  const placeOf = (place: number) =>
    isTransposed ? (place % width) * height + Math.floor(place / width) : place;
  for (let row = 0; row < rows; row++)
    prepareInto(inputs, row, preparation, (place) => values[row * size + placeOf(place)]!, 255);
  return { rows, inputs, faults: [], notes: [] };
}
