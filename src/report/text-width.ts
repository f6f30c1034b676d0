/** About, in pixels at 12 px: what is not Latin, such as Korean, is twice as wide. There is no font to measure here. */
export function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (character.codePointAt(0)! < 0x1100 ? 6.6 : 12), 0);
}

/** As much of a text as has room in a width, with "…" where something is left out. */
export function shortenedTo(width: number, text: string): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** A text in lines of at most that width, broken between words. */
export function wrappedTo(width: number, text: string): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    return textWidth(longer) <= width || lines.length === 0
      ? [...lines.slice(0, -1), longer]
      : [...lines, word];
  }, []);
}
