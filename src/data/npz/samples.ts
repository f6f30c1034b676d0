import type { DataShape } from "../../fields/shape";
import { LabError } from "../../messages/failure";
import { largestNumber } from "../standardise";
import type { ArrayInFile } from "./array-file";
import type { ItemKind } from "./npy-header";
import { numbersIn } from "./values";
import type { BytesOfRows } from "../equal-rows";

/** An array whose first dimension counts samples. */
export interface Samples {
  readonly count: number;
  readonly features: number;
  readonly image?: NonNullable<DataShape["image"]>;
  /** What pixels are divided by; null if the features are standardised instead. */
  readonly divisor: 1 | 255 | null;
  /** The samples as they stand; absent where other bytes may be equal values. */
  readonly bytes?: BytesOfRows;
  /** The number of a sample as the file has it; features in the order of height, width, channels. */
  valueAt(sample: number, feature: number): number;
}

/** How the lab sees a sample: its sides in the order of the network, and in which order the file has them. */
interface Layout {
  readonly sides: readonly number[];
  /** For each side its place among the file's. */
  readonly order: readonly number[];
  readonly image: boolean;
}

/**
 * @param file its name, for failures
 * @throws LabError `npzShape`, `npzType`, `npzNotFinite`
 */
export function samplesOf(file: { file: string }, array: ArrayInFile, bytes: Uint8Array): Samples {
  const { item, shape, fortran, name } = array;
  const said = { ...file, array: name };
  if (!item || isText(item)) {
    throw new LabError("npzType", { ...said, type: array.type });
  }
  const [count = 0, ...sides] = shape;
  const layout = layoutOf(sides);
  const features = sides.reduce((product, side) => product * side, 1);
  if (!layout || count * features === 0) throw new LabError("npzShape", { ...said, shape: shapeText(shape) });
  const places = placesOf(layout, sides, fortran ? count : 1, fortran);
  const step = fortran ? 1 : features;
  const numberAt = numbersIn(bytes, item);
  const isBytes = item.kind === "uint" && item.bytes === 1;
  const range = isBytes ? rangeOfBytes(bytes, count * features) : rangeOf(numberAt, count * features);
  if (range.unusable > 0) throw new LabError("npzNotFinite", { ...said, count: range.unusable });
  return {
    count,
    features,
    ...(layout.image && { image: imageOf(layout) }),
    divisor: divisorOf(item, layout.image, range),
    ...(item.kind.endsWith("int") && !fortran && { bytes: { bytes, width: features * item.bytes } }),
    valueAt: (sample, feature) => numberAt(sample * step + places[feature]!),
  };
}

export function isText({ kind }: { readonly kind: ItemKind }): boolean {
  return kind === "bytes" || kind === "text";
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "()" : shape.join(" × ");
}

const channelCounts = [1, 2, 3, 4];

/** Tables, grey pictures, pictures with channels last (Keras) or first (PyTorch); null for anything else. */
function layoutOf(sides: readonly number[]): Layout | null {
  const asStored = sides.map((_, place) => place);
  if (sides.length <= 1) return { sides, order: asStored, image: false };
  if (sides.length === 2) return { sides, order: asStored, image: true };
  if (sides.length !== 3) return null;
  if (channelCounts.includes(sides[2]!)) return { sides, order: asStored, image: true };
  if (!channelCounts.includes(sides[0]!)) return null;
  const order = [1, 2, 0];
  return { sides: order.map((place) => sides[place]!), order, image: true };
}

function imageOf({ sides }: Layout): NonNullable<DataShape["image"]> {
  const [height, width, channels = 1] = sides;
  return [height!, width!, channels];
}

/** For each feature how many numbers it lies behind the sample's first. @param step of the fastest index */
function placesOf(
  { sides, order }: Layout,
  stored: readonly number[],
  step: number,
  fortran: boolean,
): Int32Array {
  const steps = Array<number>(stored.length).fill(step);
  const fastestFirst = stored.map((_, side) => (fortran ? side : stored.length - 1 - side));
  fastestFirst.forEach((side, index) => {
    const faster = fastestFirst[index - 1];
    if (faster !== undefined) steps[side] = steps[faster]! * stored[faster]!;
  });
  const features = sides.reduce((product, side) => product * side, 1);
  return Int32Array.from({ length: features }, (_, feature) => {
    let [rest, place] = [feature, 0];
    for (let side = sides.length - 1; side >= 0; side--) {
      place += (rest % sides[side]!) * steps[order[side]!]!;
      rest = Math.floor(rest / sides[side]!);
    }
    return place;
  });
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** How many are not finite or too large. */
  readonly unusable: number;
}

function rangeOf(numberAt: (place: number) => number, length: number): Range {
  let [least, most, whole, unusable] = [Infinity, -Infinity, true, 0];
  for (let place = 0; place < length; place++) {
    const value = numberAt(place);
    // What is not a number fails every comparison.
    if (!(Math.abs(value) <= largestNumber)) unusable++;
    if (value < least) least = value;
    if (value > most) most = value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  return { least, most, whole, unusable };
}

function rangeOfBytes(bytes: Uint8Array, length: number): Range {
  let [least, most] = [255, 0];
  for (let place = 0; place < length; place++) {
    const value = bytes[place]!;
    if (value >= least && value <= most) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    // There is nothing else to find.
    if (least === 0 && most === 255) break;
  }
  return { least, most, whole: true, unusable: 0 };
}

/** Bytes are pixels of 0 to 255. So are pictures of any type that hold such numbers, or shares of 0 to 1. */
function divisorOf(
  { kind, bytes }: NonNullable<ArrayInFile["item"]>,
  isImage: boolean,
  { least, most, whole }: Range,
): 1 | 255 | null {
  const isByte = kind === "uint" && bytes === 1;
  if (kind !== "bool" && !isByte && !isImage) return null;
  if (least < 0 || most > 255) return null;
  if (most <= 1) return 1;
  return whole ? 255 : null;
}
