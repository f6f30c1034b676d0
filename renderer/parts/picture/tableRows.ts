/** A cell's number in full precision stands in its `data-value`; other cells count as they read. */
function valueOf(cell: HTMLTableCellElement): string | number | null {
  const told = cell.dataset.value;
  const text = told ?? cell.textContent!.trim().replace(/\s+/g, " ");
  const plain = text.replace("−", "-");
  if (/^-?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?(e-?\d+)?$/i.test(plain) && plain !== "")
    return Number(plain.replaceAll(",", ""));
  if (text === "–") return null;
  return text || (cell.querySelector("[aria-label]")?.getAttribute("aria-label") ?? null);
}

type Value = string | number | null;
/** A table's rows, the heads first. */
export type Rows = readonly (readonly Value[])[];

/**
 * The numbers of tables as one, heads first. A cell over several rows or columns stands in the first of its columns and in
 * each of its rows; heads above each other are one. Columns without a value, such as bars, are left out.
 */
export function tableRows(tables: readonly HTMLTableElement[]): Rows {
  return tables.flatMap((table, index) => {
    const { heads, body } = gridOf(table);
    return index === 0 || tables.length === 1
      ? [heads, ...body]
      : [[], [table.getAttribute("aria-label")], heads, ...body];
  });
}

function gridOf(table: HTMLTableElement): { heads: Value[]; body: Value[][] } {
  const head = spread([...table.tHead!.rows], true);
  const body = spread(
    [...table.tBodies].flatMap((part) => [...part.rows]),
    false,
  );
  const width = Math.max(...[...head, ...body].map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) =>
    body.some((row) => (row[column] ?? null) !== null),
  );
  return {
    heads: columns.map((column) => {
      const names = head.map((row) => row[column] ?? null).filter((name) => name !== null);
      return [...new Set(names)].join(", ");
    }),
    body: body.map((row) => columns.map((column) => row[column] ?? null)),
  };
}

/** @param everywhere whether a wide cell stands in each of its columns */
function spread(rows: readonly HTMLTableRowElement[], everywhere: boolean): Value[][] {
  const grid: Value[][] = rows.map(() => []);
  for (const [place, row] of rows.entries()) {
    let column = 0;
    for (const cell of row.cells) {
      while (grid[place]![column] !== undefined) column += 1;
      const value = valueOf(cell);
      for (let down = 0; down < cell.rowSpan && place + down < rows.length; down += 1)
        for (let right = 0; right < cell.colSpan; right += 1)
          grid[place + down]![column + right] = right === 0 || everywhere ? value : null;
      column += cell.colSpan;
    }
  }
  return grid;
}
