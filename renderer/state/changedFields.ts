/** The fields in which two JSON texts differ, as one text: equal for two changes of the same fields. */
export function changedFields(before: string, after: string): string {
  return [...differences(JSON.parse(before), JSON.parse(after), "")].join("\n");
}

function* differences(one: unknown, other: unknown, path: string): Generator<string> {
  if (Object.is(one, other)) return;
  if (!isNode(one) || !isNode(other) || Array.isArray(one) !== Array.isArray(other)) {
    yield path;
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    yield* differences(one[key], other[key], `${path}/${key}`);
  }
}

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
