import { type ChangeableSetting, changeableSettings } from "../../src/experiment/changeable-settings";
import type { Experiment, Layer, Variant } from "../../src/experiment/schema";
import { experimentOf } from "../../src/experiment/variants";
import { type Coordinates, coordinatesOf } from "./plot";

export type SweptValue = string | number | boolean | null;

/** A setting in which the variants of one experiment differ. */
export interface SweptAxis {
  /** "rate", "rows" and "width" of a variant, or a place in the document. */
  readonly path: string;
  /** By variant; null where it is left out. */
  readonly values: readonly SweptValue[];
  /** Each value once: null first, numbers from the least to the greatest, words as they came. */
  readonly places: readonly SweptValue[];
  /** Of a single setting; null for a part as a whole, whose values are its JSON. */
  readonly setting: ChangeableSetting | null;
}

/** What a picture of a sweep shows. */
export interface SweptPicture {
  readonly axes: readonly SweptAxis[];
  /** Means over seeds, by variant. */
  readonly results: readonly (number | null)[];
  readonly measure: SweptMeasure;
  readonly layers: readonly Layer[];
  /** The measure, the epoch and the number of seeds. */
  readonly detail: string;
}

/** The settings that are not the same in all of these variants: what each varies by itself, and what any of them sets. */
export function sweptAxes(experiment: Experiment, variants: readonly Variant[]): SweptAxis[] {
  const coordinates = variants.map((variant) => coordinatesOf(experiment, variant));
  const own = (field: keyof Coordinates) => ({
    path: field,
    values: coordinates.map((one): SweptValue => one[field]),
    setting: null,
  });
  const settings = variants.map((variant) => {
    return new Map(changeableSettings(experimentOf(experiment, variant)).map((one) => [one.path, one]));
  });
  const paths = [...new Set(variants.flatMap(({ set }) => Object.keys(set ?? {})))];
  const others = paths.map((path) => ({
    path,
    values: variants.map(({ set }, index) => {
      const single = settings[index]!.get(path);
      return single ? plain(single.value) : plain(set?.[path]);
    }),
    setting: settings.flatMap((each) => each.get(path) ?? [])[0] ?? null,
  }));
  return [own("rate"), own("rows"), own("width"), ...others]
    .map((axis) => ({ ...axis, places: placesOf(axis.values) }))
    .filter(({ places }) => places.length > 1);
}

function plain(value: unknown): SweptValue {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : (value as SweptValue);
}

function placesOf(values: readonly SweptValue[]): SweptValue[] {
  const all = [...new Set(values)];
  const known = all.filter((value) => value !== null);
  const missing = all.filter((value) => value === null);
  const areNumbers = known.every((value) => typeof value === "number");
  return [...missing, ...(areNumbers ? known.sort((one, other) => one - other) : known)];
}

/**
 * Where a value is on its axis, from 0 to 1. Numbers by their size; by their order if the greatest is 100 times the least
 * or more, or if some variants lack the setting. Words by their order.
 */
export function shareOn({ places }: Pick<SweptAxis, "places">, value: SweptValue): number {
  const least = places.find((place) => place !== 0);
  const greatest = places.at(-1);
  const bySize =
    typeof value === "number" &&
    typeof least === "number" &&
    typeof greatest === "number" &&
    places.every((place) => typeof place === "number") &&
    greatest / least < 100;
  if (!bySize) return places.indexOf(value) / Math.max(1, places.length - 1);
  const first = places[0] as number;
  return (value - first) / (greatest - first);
}

export interface Cell {
  /** NaN where no variant is. */
  readonly mean: number;
  /** Number of variants. */
  readonly count: number;
}

/** The mean result of each combination of two axes over the variants that have it, whatever else they vary: rows of `down`. */
export function cellsOf(across: SweptAxis, down: SweptAxis, results: readonly (number | null)[]): Cell[][] {
  return down.places.map((y) =>
    across.places.map((x) => {
      const found = results.filter(
        (result, index): result is number =>
          result !== null && across.values[index] === x && down.values[index] === y,
      );
      return { mean: found.reduce((sum, value) => sum + value, 0) / found.length, count: found.length };
    }),
  );
}

/** Which results one can look for: of the validation split, and validation minus training loss. */
export const sweptMeasures = ["loss", "accuracy", "gap"] as const;
export type SweptMeasure = (typeof sweptMeasures)[number];

/** From 0, the best of the results, to 1, the worst. */
export function rankOf(
  value: number,
  [least, greatest]: readonly [number, number],
  measure: SweptMeasure,
): number {
  if (greatest === least) return 0;
  const share = (value - least) / (greatest - least);
  return measure === "accuracy" ? 1 - share : share;
}
