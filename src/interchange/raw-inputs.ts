import type { Preparation, PreparedFeature } from "../fields/preparation";
import { type RawColumn, rawColumnsOf } from "../fields/raw-row";

/** The raw rows that a model file takes, and what makes the network's inputs of them: the same for every format. */

/** Pixels as the file of pictures has them: bytes if they are divided by 255. */
export interface RawPictures {
  readonly kind: "pictures";
  readonly name: "pictures";
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly divisor: number;
}

/**
 * A table's rows. Without texts its numbers are one input, a matrix; else each column is an input of its own, [rows, 1]. A gap is NaN, or
 * an empty text.
 */
export interface RawTable {
  readonly kind: "table";
  readonly numbers: RawNumbers;
  readonly texts: readonly RawText[];
  /** For each of the network's inputs its place among the prepared numbers, their marks, and what each text gives, one after another. */
  readonly order: readonly number[];
}

/** Columns of numbers and dates (days since 1970), in this order. */
export interface RawNumbers {
  readonly columns: readonly RawColumn[];
  /** What a gap is taken for; NaN where there was none. */
  readonly fills: readonly number[];
  /** Columns of which another number says whether there is a gap, by their places here. */
  readonly marked: readonly number[];
  /** Of each number, then of each mark: (x - mean) / divisor. */
  readonly means: readonly number[];
  readonly divisors: readonly number[];
}

/** A category, or yes and no. */
export interface RawText {
  readonly column: RawColumn;
  readonly keys: readonly string[];
  /** What each of the keys gives the network, then a gap, then any other text. */
  readonly rows: readonly (readonly number[])[];
}

export function rawInputsOf({ image, features }: Preparation): RawPictures | RawTable {
  if (image) return { kind: "pictures", name: "pictures", ...image };
  const columns = rawColumnsOf(features!);
  const isText = ({ kind }: RawColumn) => kind === "category" || kind === "boolean";
  const numeric = columns.filter((column) => !isText(column));
  const texts = columns.filter(isText);
  const marks = numeric.flatMap(({ mark }) => mark ?? []);
  const ofNumbers = [...numeric.map(({ places }) => places[0]!), ...marks];
  const order = [...ofNumbers, ...texts.flatMap(placesOf)];
  return {
    kind: "table",
    numbers: {
      columns: numeric,
      fills: numeric.map(({ places }) => features![places[0]!]!.fill ?? NaN),
      marked: numeric.flatMap(({ mark }, index) => (mark === undefined ? [] : index)),
      means: ofNumbers.map((place) => features![place]!.mean),
      divisors: ofNumbers.map((place) => features![place]!.divisor),
    },
    texts: texts.map((column) => textOf(features!, column)),
    order: features!.map((_, place) => order.indexOf(place)),
  };
}

/** Whether a table is one matrix of numbers. */
export function isMatrix({ texts }: RawTable): boolean {
  return texts.length === 0;
}

/** The columns of texts, by their names. */
export function textColumns(preparation: Preparation): string[] {
  const raw = rawInputsOf(preparation);
  return raw.kind === "table" ? raw.texts.map(({ column }) => columnName(column)) : [];
}

/** A column's name in a model: its own, or its number from 1. */
export function columnName({ column }: RawColumn): string {
  return typeof column === "string" ? column : `column ${column + 1}`;
}

const placesOf = ({ places, mark }: RawColumn) => (mark === undefined ? places : [...places, mark]);

function textOf(features: readonly PreparedFeature[], column: RawColumn): RawText {
  const keys = column.kind === "boolean" ? [column.yes!] : column.categories!;
  const row = (text: string | null) => placesOf(column).map((place) => preparedText(features[place]!, text));
  return { column, keys, rows: [...keys.map(row), row(null), otherRow()] };

  /** An unknown category is none of them; yes and no know one text only. */
  function otherRow(): number[] {
    return placesOf(column).map((place) => {
      const { mean, divisor } = features[place]!;
      return -mean / divisor;
    });
  }
}

/** As preparedRow of raw-row.ts. @param text null in a gap */
function preparedText(
  { kind, category, yes, fill = 0, mean, divisor }: PreparedFeature,
  text: string | null,
): number {
  const isOne = kind === "category" ? text === category : kind === "boolean" ? text === yes : text === null;
  return ((text === null && kind !== "gap" ? fill : Number(isOne)) - mean) / divisor;
}
