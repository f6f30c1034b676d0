/** A part of a document as text, the same in whichever order its fields were set. */
export function setupText(part: object): string {
  return JSON.stringify(part, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
