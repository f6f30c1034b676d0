import { errorOf, type Problem } from "./description";

/** As many as a document can name. */
export const mostColumns = 100_000;

/** Some thousand bytes can promise more than any disk holds. */
const mostCells = 2 ** 30;

export function tooManyCells(rows: number, columns: number, limit = mostCells): Problem | null {
  return rows * columns > limit ? errorOf("tooManyCells", { rows, columns, limit }) : null;
}
