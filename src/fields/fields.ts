/** A setting as a form shows it. The key names the setting in the document and its text in the page. */

export interface NumberField<Key extends string = string> {
  readonly kind: "number";
  readonly key: Key;
  readonly min: number;
  readonly max?: number;
  /** What an arrow key adds; 1 if it is left out. */
  readonly step?: number;
}

/** A drop rate, which has a slider beside its number. */
export interface RateField<Key extends string = string> {
  readonly kind: "rate";
  readonly key: Key;
}

export interface ToggleField<Key extends string = string> {
  readonly kind: "toggle";
  readonly key: Key;
}

/** One of a few values, whose texts in the page are under `texts`. */
export interface ChoiceField<Key extends string = string> {
  readonly kind: "choice";
  readonly key: Key;
  readonly options: readonly (string | number)[];
  readonly texts: string;
}

/** A setting that one control shows, without a look into a file (renderer/fields/SettingField.vue). */
export type SettingField<Key extends string = string> =
  NumberField<Key> | RateField<Key> | ToggleField<Key> | ChoiceField<Key>;
export type SettingValue = number | string | boolean;

/** Files of data that the lab recognises by their content (src/documents/file-kind.ts). */
export const dataFileKinds = ["table", "images", "labels", "arrays", "targetArray", "pictures"] as const;
export type DataFileKind = (typeof dataFileKinds)[number];

/** A file that the person supplies, by a dialog or by dropping it. */
export interface FileField {
  readonly kind: "file";
  readonly key: string;
  /** Names the dialog that chooses it. */
  readonly purpose: string;
  /** A dropped file of this kind belongs here. */
  readonly opens: DataFileKind;
  /** The endings that the dialog offers; the first group is offered first. */
  readonly filters: readonly { readonly name: string; readonly extensions: readonly string[] }[];
  /** Whether it may be a folder, which a dialog of its own chooses. */
  readonly folders?: true;
  /** Of a file that may be absent: names of the first file beside which it belongs. */
  readonly besides?: RegExp;
}

/**
 * A column of the table that the person chose, by its name, or by its number if the table has no names: from 0 where a
 * setting tells whether it has names, else from 1.
 */
export interface ColumnField {
  readonly kind: "column";
  readonly key: string;
  /** The setting that tells whether the table's first line names its columns; absent where the lab finds that out. */
  readonly header?: string;
}

/** What each column of the table is; the head of the table shows and changes it. */
export interface ColumnsField {
  readonly kind: "columns";
  readonly key: string;
}

/** How a text file is written, where the person knows better than what the lab finds. */
export interface NotationField {
  readonly kind: "notation";
  readonly key: string;
}

/** The size of the pictures that a table's rows are, shown where these are. */
export interface SizeField {
  readonly kind: "size";
  readonly key: string;
}

/** An array of the file that the person chose, by its name. */
export interface ArrayField {
  readonly kind: "array";
  readonly key: string;
}
