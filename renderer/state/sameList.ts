/** The list before, if it has the same members: then whatever shows it has nothing to do. */
export function sameList<T>(now: readonly T[], before: readonly T[] | undefined): readonly T[] {
  const isSame = before?.length === now.length && now.every((member, index) => member === before[index]);
  return isSame ? before : now;
}
