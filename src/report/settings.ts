import { withMinus } from "../messages/minus";

/** A field of a document and its value: "training.batchSize", "32". */
interface Setting {
  readonly path: string;
  readonly value: string;
}

/** Every field of a document by its place. A list of plain values is one setting, and so is an object in a list. */
export function settingsOf(document: object, path = ""): Setting[] {
  return Object.entries(document).flatMap(([name, value]: [string, unknown]) => {
    const place = path === "" ? name : `${path}.${name}`;
    if (Array.isArray(value) && value.some((item) => typeof item === "object")) {
      return value.map((item: unknown, index) => ({ path: `${place}[${index}]`, value: briefly(item) }));
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return settingsOf(value, place);
    return [{ path: place, value: briefly(value) }];
  });
}

/** One setting of several documents or variants, in columns. */
export interface SettingRow<Value> {
  readonly path: string;
  /** One value per column; undefined if a column lacks the setting. */
  readonly values: readonly (Value | undefined)[];
  readonly differs: boolean;
}

/** Every setting that any column has, in the order of first appearance. */
export function settingRows<Value>(columns: readonly ReadonlyMap<string, Value>[]): SettingRow<Value>[] {
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return paths.map((path) => {
    const values = columns.map((column) => column.get(path));
    return { path, values, differs: new Set(values.map((value) => JSON.stringify(value))).size > 1 };
  });
}

/** The settings in which documents differ. */
export function differingSettings(documents: readonly object[]): SettingRow<string>[] {
  const columns = documents.map(
    (document) => new Map(settingsOf(document).map(({ path, value }) => [path, value])),
  );
  return settingRows(columns).filter(({ differs }) => differs);
}

function briefly(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return withMinus(String(value));
  if (Array.isArray(value)) return value.map(briefly).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const { type, ...fields } = value as Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, field]) => `${name} ${briefly(field)}`);
  return [...(type === undefined ? [] : [String(type)]), ...rest].join(", ");
}
