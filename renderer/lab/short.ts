/** Lines of a message that comes by itself: more are nothing that people read while it covers what they do. */
export const mostLines = 3;
/** Characters that fit into these in the smallest window, at its largest zoom. */
const mostCharacters = 240;

export function isLong(text: string): boolean {
  return text.length > mostCharacters || text.includes("\n");
}

/** The lines that are shown at once. */
export function shortened(text: string): string {
  return text.split("\n").slice(0, mostLines).join("\n");
}
