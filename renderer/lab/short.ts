/** The most lines of a message that appears by itself: while it covers other things, people do not read more. */
export const mostLines = 3;
/** The characters that fit into these lines in the smallest window, at its largest zoom. */
const mostCharacters = 240;

export function isLong(text: string): boolean {
  return text.length > mostCharacters || text.includes("\n");
}

/** The lines that are shown at once. */
export function shortened(text: string): string {
  return text.split("\n").slice(0, mostLines).join("\n");
}
