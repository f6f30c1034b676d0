/** The column by which a table is sorted, and the direction. */
export interface Sorting<Column extends string = string> {
  readonly column: Column;
  readonly order: "ascending" | "descending";
}

/** The order after a press of a column's head: ascending, descending, the table's own. */
export function nextSorting<Column extends string>(
  sorting: Sorting<Column> | null,
  column: Column,
): Sorting<Column> | null {
  if (sorting?.column !== column) return { column, order: "ascending" };
  return sorting.order === "ascending" ? { column, order: "descending" } : null;
}

/** Rows in the order of a value; rows without one stay last in both directions. */
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
