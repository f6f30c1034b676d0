import type {
  ArrayField,
  ChoiceField,
  ColumnField,
  ColumnsField,
  FileField,
  NotationField,
  NumberField,
  SizeField,
  ToggleField,
} from "../fields/fields";
import type { SettingProblem } from "../fields/registry";
import type { Task } from "../fields/task";
import type { SentenceCode } from "../messages/sentences.en";
import { divisions } from "../fields/division";
import { z } from "../messages/zod";
import type { DataShape } from "../fields/shape";

/** The settings that every source has; those of files have `fileSplit`. */
export const split = {
  train: z.int().min(1).max(10_000_000),
  validation: z.int().min(1).max(10_000_000),
  /** Measured once, when a run has ended. */
  test: z.int().min(0).max(10_000_000).default(0),
  seed: z.int().min(0).max(0xffffffff).default(1),
};

/** The settings of every source that divides the rows of files. */
export const fileSplit = { ...split, division: z.enum(divisions).default("random") };

export const splitNames = ["train", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];

/** Data whose validation rows are one fold of several (src/experiment/resampling.ts); no document has this field. */
export interface Folded {
  /** Counted from 0. */
  readonly fold?: number;
}

/** One of something for each split. */
export type Splits<Value> = Readonly<Record<SplitName, Value>>;

export function mapSplits<Value, Result>(
  values: Splits<Value>,
  change: (value: Value, name: SplitName) => Result,
): Splits<Result> {
  const { train, validation, test } = values;
  return {
    train: change(train, "train"),
    validation: change(validation, "validation"),
    test: change(test, "test"),
  };
}

/** The shares of a document that is made for a file. */
export const usualShares: Splits<number> = { train: 0.7, validation: 0.15, test: 0.15 };

/** All rows in these shares: at least one row for training and validation each. */
export function usualCounts(rows: number): Splits<number> {
  const validation = Math.max(1, Math.round(rows * usualShares.validation));
  const test = Math.max(0, Math.min(Math.round(rows * usualShares.test), rows - validation - 1));
  return { train: Math.max(1, rows - validation - test), validation, test };
}

/** How the form shows them, after a source's own. */
export const splitFields: readonly NumberField[] = [
  { kind: "number", key: "train", min: 1, max: 10_000_000, step: 100 },
  { kind: "number", key: "validation", min: 1, max: 10_000_000, step: 100 },
  { kind: "number", key: "test", min: 0, max: 10_000_000, step: 100 },
  { kind: "number", key: "seed", min: 0, max: 0xffffffff },
];

/** Where rows of files are divided. */
export const divisionField: ChoiceField = {
  kind: "choice",
  key: "division",
  options: divisions,
  texts: "divisions",
};

/** 2^28 float32 are 1 GiB. */
export const usualMostValues = 2 ** 28;

export type SourceField =
  | NumberField
  | FileField
  | ColumnField
  | ColumnsField
  | ArrayField
  | NotationField
  | SizeField
  | ChoiceField
  | ToggleField;

/**
 * A data source as every part of the lab may know it: the pure file of its folder. How it is drawn or read is in
 * `load.ts` beside it.
 */
export interface SourceKind<
  Name extends string,
  Schema extends z.ZodObject,
  Fields extends readonly SourceField[] = readonly SourceField[],
> {
  /** Its name in a document; the page's texts have the same name under `sources`, `sourceHints` and `previewHints`. */
  readonly source: Name;
  /** Whether it stays only for the documents that have it, because another has taken its place. */
  readonly isFormer?: boolean;
  /** Settings with their bounds and defaults, `split` among them. */
  readonly schema: Schema;
  /** Its own settings, in the order in which they are shown. Their names in the page are `data.<key>`. */
  readonly fields: Fields;
  /** For each own setting, what is said of two experiments that differ in it and so cannot be compared. */
  readonly differences: Readonly<Partial<Record<string, SentenceCode>>>;
  /** The most values that a data set may hold. */
  readonly mostValues: number;
  /** As far as a document tells it, of which some fields may not be known (yet). */
  shape(data: Partial<z.output<Schema>>): DataShape | null;
  /** Which the document may tell even where only the files tell the rest of the shape. */
  task(data: Partial<z.output<Schema>>): Task | null;
  /** What several settings do not allow together. */
  problems?(data: Partial<z.output<Schema>>): readonly SettingProblem[];
  /** What else changes if a person changes this setting; `data` has the new value. */
  follow?(data: Partial<z.output<Schema>>, key: string): Partial<z.output<Schema>>;
}

export function defineSource<
  const Name extends string,
  Schema extends z.ZodObject,
  const Fields extends readonly SourceField[],
>(kind: SourceKind<Name, Schema, Fields>): SourceKind<Name, Schema, Fields> {
  return kind;
}
