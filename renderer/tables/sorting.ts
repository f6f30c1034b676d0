/** By which column a table is sorted, and which way. */
export interface Sorting<Column extends string = string> {
  readonly column: Column;
  readonly order: "ascending" | "descending";
}

/** What a press of a column's head makes of it: upwards, downwards, the table's own order again. */
export function nextSorting<Column extends string>(
  sorting: Sorting<Column> | null,
  column: Column,
): Sorting<Column> | null {
  if (sorting?.column !== column) return { column, order: "ascending" };
  return sorting.order === "ascending" ? { column, order: "descending" } : null;
}

/** Rows in the order of a value; those without one stay last, whichever way it goes. */
export function sortedBy<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => number | null,
  order: Sorting["order"],
): Row[] {
  const sign = order === "ascending" ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [first, second] = [valueOf(one), valueOf(other)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * (first - second);
  });
}
