import type { MergedCells, SheetRow } from "./workbook-sheet";

/** Gives each row of merged cells their value, which only the first one holds. */
export class MergedRows {
  /** By the number of their first row. */
  private readonly starts = new Map<number, MergedCells[]>();
  private readonly open = new Map<number, { last: number; value: string; isNumber: boolean }>();
  /** Cells that got a value. */
  filled = 0;

  /** @param leading rows before the table, whose names are merged in their own way */
  constructor(merged: readonly MergedCells[], leading: number) {
    for (const cells of merged) {
      if (cells.first <= leading) continue;
      this.starts.set(cells.first, [...(this.starts.get(cells.first) ?? []), cells]);
    }
  }

  /** @param row the next one */
  fill(row: SheetRow): SheetRow {
    for (const { place, last } of this.starts.get(row.line) ?? []) {
      this.open.set(place, { last, value: row.cells[place] ?? "", isNumber: row.numbers.has(place) });
    }
    if (this.open.size === 0) return row;
    const cells = [...row.cells];
    const numbers = new Set(row.numbers);
    for (const [place, { last, value, isNumber }] of this.open) {
      if (row.line > last) this.open.delete(place);
      else if (value !== "" && (cells[place] ?? "") === "") {
        while (cells.length < place) cells.push("");
        cells[place] = value;
        if (isNumber) numbers.add(place);
        this.filled += 1;
      }
    }
    return { cells, numbers, line: row.line };
  }
}
