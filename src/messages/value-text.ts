import { withMinus } from "./minus";

/** A value as in the document, cut if it is long. A number stays one, so that sentences write it like all others. */
export function valueText(value: unknown): string | number {
  // Infinity and NaN would not survive a process border.
  if (typeof value === "number") return Number.isFinite(value) ? value : withMinus(String(value));
  const text = jsonOf(value);
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
