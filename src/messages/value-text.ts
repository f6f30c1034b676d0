/** A value as in the document, cut if it is long. */
export function valueText(value: unknown): string {
  const text = typeof value === "number" ? String(value) : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Lists nested thousands deep overflow the stack.
    return "…";
  }
}
