type Fields = [string, unknown][];

/**
 * The rows of a file that is one JSON object with a whole table in it, as pandas' `to_json` writes them: columns of rows
 * by their names (its default) or the other way round, columns as lists, `split` and `table`.
 * @returns null if it is none of these
 */
export function recordsIn(fields: Fields): Fields[] | null {
  return splitRecords(fields) ?? schemaRecords(fields) ?? listRecords(fields) ?? namedRecords(fields);
}

/** { "columns": […], "index": […], "data": [[…], …] } */
function splitRecords(fields: Fields): Fields[] | null {
  const { columns, data, ...others } = Object.fromEntries(fields);
  const isSplit = Object.keys(others).every((key) => key === "index");
  if (!isSplit || !Array.isArray(columns) || !Array.isArray(data)) return null;
  if (!data.every((row) => Array.isArray(row) && row.length === columns.length)) return null;
  const names = columns.map(String);
  return (data as unknown[][]).map((row) => row.map((value, place) => [names[place]!, value]));
}

/** { "schema": {…}, "data": [{…}, …] } */
function schemaRecords(fields: Fields): Fields[] | null {
  const { schema, data, ...others } = Object.fromEntries(fields);
  const isTable = isObject(schema) && Array.isArray(data) && Object.keys(others).length === 0;
  return isTable && data.every(isObject) ? data.map((row) => Object.entries(row)) : null;
}

/** { "size": [1, 2], "kind": ["a", "b"] } */
function listRecords(fields: Fields): Fields[] | null {
  const lists = fields.map(([, list]) => list);
  const [first] = lists;
  if (!Array.isArray(first) || first.length < 2) return null;
  const isTable = lists.every(
    (list) => Array.isArray(list) && list.length === first.length && list.every(isValue),
  );
  if (!isTable) return null;
  return first.map((_, row) => fields.map(([name, list]) => [name, (list as unknown[])[row]]));
}

/**
 * { "size": { "0": 1, "1": 2 }, "kind": { "0": "a", "1": "b" } }, or the same row by row. Rows are those that numbers name; where
 * that does not tell them from columns, it is no table.
 */
function namedRecords(fields: Fields): Fields[] | null {
  const parts = fields.map(([, part]) => part);
  if (parts.length < 2 || !parts.every(isObject)) return null;
  const inner = Object.keys(parts[0]!);
  const names = JSON.stringify(inner);
  const areAlike = parts.every(
    (part) => JSON.stringify(Object.keys(part)) === names && Object.values(part).every(isValue),
  );
  if (!areAlike || inner.length < 2) return null;
  const [areRows, areColumns] = [fields.map(([name]) => name), inner].map((keys) =>
    keys.every((key) => /^\d+$/.test(key)),
  ) as [boolean, boolean];
  if (areRows === areColumns) return null;
  if (areRows) return parts.map((part) => Object.entries(part));
  return inner.map((row) => fields.map(([name], place) => [name, parts[place]![row]]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isValue = (value: unknown): boolean => typeof value !== "object" || value === null;
