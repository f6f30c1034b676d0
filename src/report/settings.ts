/** A field of a document and what it says: "training.batchSize", "32". */
export interface Setting {
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

/** The settings in which documents differ, in the order of their places; null where a document has no such field. */
export function differingSettings(
  documents: readonly object[],
): { path: string; values: (string | null)[] }[] {
  const columns = documents.map(
    (document) => new Map(settingsOf(document).map(({ path, value }) => [path, value])),
  );
  const paths = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return paths
    .map((path) => ({ path, values: columns.map((column) => column.get(path) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function briefly(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(briefly).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const { type, ...fields } = value as Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, field]) => `${name} ${briefly(field)}`);
  return [...(type === undefined ? [] : [String(type)]), ...rest].join(", ");
}
