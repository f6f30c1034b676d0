import type { PreparedFeature } from "./preparation";

/**
 * A row of raw values, one for each column, and what the preparation makes of it: the numbers that a network is given, and
 * back. A category is its text, yes and no are booleans, a date is days since 1970, and null is a gap.
 */

/** Null where the column has no value. */
export type RawValue = number | string | boolean | null;

/** A column of raw rows; its features stand at `places` of an input row. */
export interface RawColumn {
  /** The column's name, or its number counted from 0. */
  readonly column: string | number;
  readonly kind: "number" | "date" | "boolean" | "category";
  /** The text of yes. */
  readonly yes?: string;
  /** What may stand beside its numbers. */
  readonly unit?: string;
  /** Texts of the categories. */
  readonly categories?: readonly string[];
  /** Whether it may have no value: its gaps are filled. */
  readonly hasGaps: boolean;
  readonly places: readonly number[];
  /** The place of the feature that marks gaps. */
  readonly mark?: number;
}

/** The columns in the order of their first features. */
export function rawColumnsOf(features: readonly PreparedFeature[]): RawColumn[] {
  const columns = new Map<string | number, RawColumn & { places: number[]; categories: string[] }>();
  features.forEach(({ column, kind, yes, unit, category, fill }, place) => {
    const known = columns.get(column);
    if (kind === "gap") {
      if (known) columns.set(column, { ...known, mark: place });
      return;
    }
    const found = known ?? {
      ...{ column, kind, hasGaps: fill !== undefined, places: [], categories: [] },
      ...(yes !== undefined && { yes }),
      ...(unit !== undefined && { unit }),
    };
    found.places.push(place);
    if (category !== undefined) found.categories.push(category);
    columns.set(column, found);
  });
  return [...columns.values()].map(({ categories, ...column }) =>
    column.kind === "category" ? { ...column, categories } : column,
  );
}

/**
 * The numbers that a network is given for raw values: (x - mean) / divisor of each feature.
 * @param values one for each column
 */
export function preparedRow(
  features: readonly PreparedFeature[],
  columns: readonly RawColumn[],
  values: readonly RawValue[],
): Float32Array {
  const row = new Float32Array(features.length);
  columns.forEach(({ places, mark }, index) => {
    const value = values[index]!;
    for (const place of places) {
      const feature = features[place]!;
      row[place] = (numberOf(feature, value) - feature.mean) / feature.divisor;
    }
    if (mark !== undefined) {
      const { mean, divisor } = features[mark]!;
      row[mark] = (Number(value === null) - mean) / divisor;
    }
  });
  return row;
}

function numberOf({ kind, category, fill = 0 }: PreparedFeature, value: RawValue): number {
  if (value === null) return fill;
  return kind === "category" ? Number(value === category) : Number(value);
}

/**
 * The raw values of a prepared row. Numbers are rounded to the digits that float32 inputs can hold. A filled gap is known
 * only by its mark; without one it is its fill.
 */
export function rawRow(
  features: readonly PreparedFeature[],
  columns: readonly RawColumn[],
  inputs: ArrayLike<number>,
): RawValue[] {
  const rawAt = (place: number): number => inputs[place]! * features[place]!.divisor + features[place]!.mean;
  return columns.map(({ kind, places, categories, mark }) => {
    if (mark !== undefined && rawAt(mark) > 0.5) return null;
    if (kind === "category") return categories![largestOf(places.map(rawAt))]!;
    const [place] = places as [number];
    return kind === "boolean" ? rawAt(place) > 0.5 : rounded(rawAt(place), features[place]!.divisor);
  });
}

function largestOf(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** Float32 holds an input of about 1 to 7 digits: what it is multiplied by tells where they end. */
function rounded(value: number, divisor: number): number {
  const decimals = Math.min(100, Math.max(0, 5 - Math.floor(Math.log10(divisor))));
  return Number(value.toFixed(decimals));
}
