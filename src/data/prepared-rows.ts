import type { Preparation } from "../fields/preparation";
import { type Failure, LabError } from "../messages/failure";
import { fileOf } from "./files";

/** Rows that no run has seen, as a network is given them. */
export interface NewRows {
  readonly rows: number;
  /** Of the files that the rows are, if each is one. */
  readonly names?: readonly string[];
  /** [rows, features]; 0 throughout a row that has a fault. */
  readonly inputs: Float32Array;
  /** Why a row cannot be given to the network: its number from 0, the first reason of each. */
  readonly faults: readonly { readonly row: number; readonly failure: Failure }[];
  /** What should be known of how the file was read. */
  readonly notes: readonly Failure[];
}

/** Numbers of all rows together: as many as a table may have that is trained on. */
const mostValues = 30_000_000;

/** @throws LabError `newRowsEmpty`, `newRowsTooMany` */
export function expectRows(path: string, rows: number, width: number): void {
  if (rows === 0) throw new LabError("newRowsEmpty", fileOf(path));
  const limit = Math.floor(mostValues / width);
  if (rows > limit) throw new LabError("newRowsTooMany", { ...fileOf(path), rows, limit });
}

/** Height, width and channels of what a run was trained on; of rows of numbers only how many there are. */
export type Sides = readonly [number, number, number] | readonly [number];

/**
 * The sides of a run's rows, if these are pictures or numbers in an order.
 * @throws LabError `newRowsNoTable` if they are the columns of a table, which only their names tell
 */
export function sidesOf(path: string, { image, picture, features = [] }: Preparation): Sides {
  const sides = image?.shape ?? picture;
  if (sides) return sides;
  const named = features.find(({ column, kind }) => kind !== "number" || typeof column === "string");
  if (!named) return [features.length];
  throw new LabError("newRowsNoTable", { ...fileOf(path), column: named.column });
}

export const sizeOfSides = (sides: Sides): number => [...sides].reduce((product, side) => product * side, 1);

export const textOfSides = (sides: readonly number[]): string => sides.join(" × ");

/**
 * A row's numbers as the network takes them.
 * @param divisor of pictures: what makes shares of 0 to 1 of their values
 */
export function prepareInto(
  inputs: Float32Array,
  row: number,
  { image, features }: Preparation,
  valueAt: (place: number) => number,
  divisor: number,
): void {
  const width = image ? sizeOfSides(image.shape) : features!.length;
  for (let place = 0; place < width; place++) {
    const value = valueAt(place);
    const feature = features?.[place];
    inputs[row * width + place] = feature ? (value - feature.mean) / feature.divisor : value / divisor;
  }
}

/** Whether pictures of bytes can be given to a run: its inputs are shares of 0 to 1, or were made so of bytes. */
export function takesBytes({ image, features }: Preparation): boolean {
  return image !== undefined || features!.every(({ mean, divisor }) => mean === 0 && divisor === 255);
}
