/** A setting as a form shows it. The key names the setting in the document and its text in the page. */

export interface NumberField<Key extends string = string> {
  readonly kind: "number";
  readonly key: Key;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export interface ToggleField<Key extends string = string> {
  readonly kind: "toggle";
  readonly key: Key;
}
