/**
 * The smallest number of insertions, deletions, replacements and swaps of neighbours that turn one word into the
 * other.
 */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = rows[row - 1]![column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const changed = Math.min(replaced, rows[row - 1]![column]! + 1, current[column - 1]! + 1);
      const isSwap = from[row - 2] === to[column - 1] && from[row - 1] === to[column - 2];
      current.push(isSwap ? Math.min(changed, (rows[row - 2]?.[column - 2] ?? Infinity) + 1) : changed);
    }
    rows.push(current);
  }
  return rows[from.length]![to.length]!;
}

/** The words that may have been meant, the nearest first: similar spellings, and words that contain the text. */
export function nearestFew(word: string, words: readonly string[], most = 3): string[] {
  const written = word.toLowerCase();
  const near = nearest(word, words);
  const holding = words.filter(
    (candidate) => written.length > 1 && candidate.toLowerCase().includes(written),
  );
  const rest = words.filter((candidate) => nearest(word, [candidate]) !== null);
  return [...new Set([...(near === null ? [] : [near]), ...holding, ...rest])].slice(0, most);
}

/** The word that was probably meant, ignoring case; null if none is near (at most a third of it mistyped). */
export function nearest(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) > candidate.length / 3) continue;
    const wordDistance = distance(word.toLowerCase(), candidate.toLowerCase());
    if (wordDistance < bestDistance && wordDistance <= Math.max(1, candidate.length / 3)) {
      best = candidate;
      bestDistance = wordDistance;
    }
  }
  return best;
}
