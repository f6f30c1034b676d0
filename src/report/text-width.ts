/**
 * Approximate width in pixels at 12 px; characters that are not Latin, for example Korean, count double. No font can
 * be measured here.
 */
export function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (character.codePointAt(0)! < 0x1100 ? 6.6 : 12), 0);
}

/** As much of a text as fits a width, with "…" if something is cut. */
export function shortenedTo(width: number, text: string): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Breaks a text between words into lines of at most this width. */
export function wrappedTo(width: number, text: string): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    return textWidth(longer) <= width || lines.length === 0
      ? [...lines.slice(0, -1), longer]
      : [...lines, word];
  }, []);
}
