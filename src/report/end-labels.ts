import { shortenedTo, textWidth } from "./text-width";

export interface EndLabel {
  /** Height of the curve's end, in pixels from the top. */
  readonly y: number;
  readonly name: string;
}

/** Height of one label, in pixels. */
export const labelHeight = 13;
/** The longest name, in pixels. */
export const labelWidth = 116;

/** Of a long name, the characters at its end that stay: names of a sweep often differ there only. */
const tail = 7;

/** As much of a name as has room there, at 11 px. */
export function labelText(name: string): string {
  const room = (labelWidth * 12) / 10.5;
  if (textWidth(name) <= room) return name;
  const end = [...name].slice(-tail).join("").trimStart();
  return shortenedTo(room - textWidth(end), name) + end;
}

/**
 * Labels beside the ends of curves, moved apart so that none overlap. If not all fit, every second, third ... gets
 * one, from the top to the bottom.
 */
export function placedLabels<T extends EndLabel>(
  labels: readonly T[],
  top: number,
  bottom: number,
): { readonly label: T; readonly at: number }[] {
  const room = Math.max(1, Math.floor((bottom - top) / labelHeight));
  const sorted = [...labels].sort((one, other) => one.y - other.y);
  const every = Math.ceil(sorted.length / room);
  const placed = sorted
    .filter((_, index) => index % every === 0)
    .map((label) => ({ label, at: Math.min(bottom, Math.max(top, label.y)) }));
  for (let index = 1; index < placed.length; index += 1) {
    placed[index]!.at = Math.max(placed[index]!.at, placed[index - 1]!.at + labelHeight);
  }
  let lowest = bottom;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index]!.at = Math.min(placed[index]!.at, lowest);
    lowest = placed[index]!.at - labelHeight;
  }
  return placed;
}
