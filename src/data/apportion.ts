/**
 * Whole numbers in the place of `sizes[row] * parts[column] / total`: each is that number rounded down or up, every row
 * sums to its size and every column to its part. The first column has the largest remainders rounded up.
 * @param sizes how many samples each class has @param parts sum up to the same total
 * @param ranks of equal remainders the class with the lower rank comes first
 * @returns for each class its number in each part
 */
export function apportion(
  sizes: readonly number[],
  parts: readonly number[],
  ranks: ArrayLike<number>,
): number[][] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total === 0) return sizes.map(() => parts.map(() => 0));
  const remainders = sizes.map((size) => parts.map((part) => (size * part) % total));
  const counts = sizes.map((size, row) =>
    parts.map((part, column) => (size * part - remainders[row]![column]!) / total),
  );
  const isUp = sizes.map(() => parts.map(() => false));
  const left = counts.map((row, at) => sizes[at]! - row.reduce((sum, count) => sum + count, 0));
  const wanted = parts.map((part, column) => part - counts.reduce((sum, row) => sum + row[column]!, 0));
  const open = (row: number, column: number) => remainders[row]![column]! > 0 && !isUp[row]![column]!;

  function roundUp(row: number, column: number): void {
    isUp[row]![column] = true;
    left[row]! -= 1;
    wanted[column]! -= 1;
  }
  for (const column of parts.keys()) {
    const openFrom = (row: number) => parts.filter((_, other) => other >= column && open(row, other)).length;
    const rows = [...sizes.keys()].filter((row) => left[row]! > 0 && open(row, column));
    // Rows that have no other place for what is left of them come first.
    const urgency = (row: number) => (left[row] === openFrom(row) ? 1 : 0);
    rows.sort(
      (one, other) =>
        urgency(other) - urgency(one) ||
        remainders[other]![column]! - remainders[one]![column]! ||
        ranks[one]! - ranks[other]!,
    );
    for (const row of rows.slice(0, wanted[column])) roundUp(row, column);
  }

  /** Makes room in a column by moving one of another row on, and so forth. */
  function makeRoom(column: number, passed: ReadonlySet<number>): boolean {
    if (wanted[column]! > 0) return true;
    for (const row of sizes.keys()) {
      if (!isUp[row]![column]) continue;
      for (const other of parts.keys()) {
        if (passed.has(other) || !open(row, other)) continue;
        if (!makeRoom(other, new Set([...passed, other]))) continue;
        isUp[row]![column] = false;
        wanted[column]! += 1;
        isUp[row]![other] = true;
        wanted[other]! -= 1;
        return true;
      }
    }
    return false;
  }
  for (const row of sizes.keys()) {
    // Such numbers exist for every table of fractions with whole sums, so a way is always found.
    while (left[row]! > 0) {
      const column = [...parts.keys()].find((each) => open(row, each) && makeRoom(each, new Set([each])))!;
      roundUp(row, column);
    }
  }
  return counts.map((row, at) => row.map((count, column) => count + (isUp[at]![column] ? 1 : 0)));
}

/**
 * One list of all classes' samples, in which every beginning has each class in its share, rounded down or up: each
 * sample has a first and a last place where it may stand, and of those that may, the one that must soonest comes next.
 * @param members the samples of each class, whose order is kept
 * @param ranks of two that must equally soon the class with the lower rank comes first
 */
export function interleave(members: readonly Int32Array[], ranks: ArrayLike<number>): Int32Array {
  const total = members.reduce((sum, { length }) => sum + length, 0);
  const classes = [...members.keys()]
    .filter((each) => members[each]!.length > 0)
    .sort((one, other) => ranks[one]! - ranks[other]!)
    .map((each) => members[each]!);
  const taken = new Int32Array(classes.length);
  const mixed = new Int32Array(total);
  for (let place = 0; place < total; place++) {
    let next = -1;
    let soonest = Infinity;
    for (let each = 0; each < classes.length; each++) {
      const { length } = classes[each]!;
      const done = taken[each]!;
      // No more than its share of the places up to this one, rounded up.
      if (done >= length || (place + 1) * length <= done * total) continue;
      const last = (done + 1) / length;
      if (last < soonest) [next, soonest] = [each, last];
    }
    mixed[place] = classes[next]![taken[next]!++]!;
  }
  return mixed;
}
