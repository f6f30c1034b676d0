import type { Preparation } from "../../fields/preparation";
import { fewOf } from "../../messages/few";
import { LabError } from "../../messages/failure";
import { fileOf } from "../files";
import type { DataConfig } from "../kinds";
import {
  expectRows,
  type NewRows,
  prepareInto,
  type Sides,
  sidesOf,
  sizeOfSides,
  textOfSides,
} from "../prepared-rows";
import { type ArrayInFile, withArrays } from "./array-file";
import { isText, samplesOf, shapeText } from "./samples";

/**
 * New samples of numpy's arrays, as the run's own were prepared: of the array that is called as the run's own, or of the first
 * whose samples have the run's shape.
 * @throws LabError `newRowsShape`, `newRowsNoTable`, `newRowsEmpty`, `newRowsTooMany`, and as `withArrays` and `samplesOf` do
 */
export async function readNewArrays(
  path: string,
  preparation: Preparation,
  config: DataConfig,
): Promise<NewRows> {
  const sides = sidesOf(path, preparation);
  return withArrays(path, async ({ arrays, read }) => {
    const own = config.source === "npz" ? config.inputs : undefined;
    const fitting = arrays.filter((array) => fits(array, sides));
    const array = fitting.find(({ name }) => name === own) ?? fitting[0];
    if (!array) {
      const found = fewOf(
        arrays.map(({ name, shape }) => `${name} (${shapeText(shape)})`),
        6,
      );
      throw new LabError("newRowsShape", { ...fileOf(path), found, expected: textOfSides(sides) });
    }
    const size = sizeOfSides(sides);
    expectRows(path, array.shape[0]!, size);
    const samples = samplesOf(fileOf(path), array, await read(array));
    const isBytes = array.item!.kind === "uint" && array.item!.bytes === 1;
    const usual = preparation.image?.divisor ?? 1;
    // A few dark pictures must not be taken for shares of 0 to 1.
    const divisor = isBytes && usual === 255 ? 255 : (samples.divisor ?? usual);
    const inputs = new Float32Array(samples.count * size);
    for (let row = 0; row < samples.count; row++)
      prepareInto(inputs, row, preparation, (place) => samples.valueAt(row, place), divisor);
    return { rows: samples.count, inputs, faults: [], notes: [] };
  });
}

/** Pictures with their channels last or first, or as rows. */
function fits({ item, shape: [, ...sample] }: ArrayInFile, sides: Sides): boolean {
  if (!item || isText(item) || sample.length === 0) return false;
  const [height, width, channels] = sides;
  const ways =
    channels === undefined
      ? [sides]
      : [
          sides,
          [channels, height, width],
          [sizeOfSides(sides)],
          ...(channels === 1 ? [[height, width]] : []),
        ];
  return ways.some((way) => textOfSides(way as number[]) === textOfSides(sample));
}
