/** A field of a document and what it says: "training.batchSize", "32". */
interface Setting {
  readonly path: string;
  readonly value: string;
}

/** Every field of a document by its place. Lists of plain values are one setting, and so is an object in a list. */
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

/** A setting of several columns, such as documents or variants, that stand beside each other. */
export interface SettingRow<Value> {
  readonly path: string;
  /** One for each column; undefined where a column has no such setting. */
  readonly values: readonly (Value | undefined)[];
  readonly differs: boolean;
}

/** Every setting that one of the columns has, in the order in which they first come. */
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
  if (Array.isArray(value)) return value.map(briefly).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const { type, ...fields } = value as Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, field]) => `${name} ${briefly(field)}`);
  return [...(type === undefined ? [] : [String(type)]), ...rest].join(", ");
}
