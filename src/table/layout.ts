import { mostTitles, usualWidth } from "./dialect";
import { fewOf } from "../messages/few";
import type { Problem } from "./description";
import { type Heads, headsOf, joint } from "./heads";
import { isGap, isNumber, isTyped } from "./numbers";
import { isRule, type Row } from "./rows";
import { isQuantity, isUnitsRow } from "./units";

/** Where the table stands in its file. */
export interface Layout {
  readonly columns: number;
  /** Null if no line names the columns. */
  readonly header: readonly string[] | null;
  /** Rows before the table: titles, comments, the header. */
  readonly leading: number;
  /** Those of them that hold text but name no columns. */
  readonly skipped: number;
  /** Those of them that hold nothing. */
  readonly empty: number;
  /** What stands in a row of units below the header, which is skipped too. */
  readonly units?: readonly string[];
  /** Lines that name the columns together, where there are several. */
  readonly heads?: number;
}

export const isEmptyRow = (cells: readonly string[]): boolean => cells.every((cell) => cell === "");

export const isComment = (cells: readonly string[]): boolean => /^(?:#|%|\/\/)/.test(cells[0] ?? "");

/**
 * @param sample the first rows of the file, behind a line such as `sep=;`
 * @param wished whether a line names the columns, if a person says so
 */
export function layoutOf(sample: readonly Row[], wished?: boolean): Layout {
  const all = sample.map(({ cells }) => cells);
  const layout = layoutBetweenRules(
    all.filter((cells) => !isRule(cells)),
    wished,
  );
  let rules = 0;
  // One right below the header stands before the table, too.
  for (let at = 0; at < all.length && (at - rules < layout.leading || isRule(all[at]!)); at += 1) {
    if (isRule(all[at]!)) rules += 1;
  }
  return { ...layout, leading: layout.leading + rules, skipped: layout.skipped + rules };
}

function layoutBetweenRules(rows: readonly (readonly string[])[], wished?: boolean): Layout {
  const full = rows.filter((cells) => !isEmptyRow(cells) && !isComment(cells));
  const columns = Math.max(1, usualWidth(full.length > 0 ? full : rows));
  const first = firstOfTable(rows, columns);
  const heads = wished === false ? null : headsOf(rows, first, columns);
  if (heads) return belowHeads(rows, heads, columns);
  const before = rows.slice(0, first);
  const empty = before.filter(isEmptyRow).length;
  const body = rows.slice(first + 1).filter((cells) => cells.length === columns && !isEmptyRow(cells));
  const next = rows.findIndex((cells, at) => at > first && !isEmptyRow(cells));
  const units = rows[next] === body[0] && isUnitsRow(body[0], body.slice(1)) ? body[0] : null;
  const besideUnits = units && {
    ...{ leading: next + 1, skipped: first - empty + 1, units },
    empty: empty + next - first - 1,
  };
  if (wished !== undefined) {
    const named = wished ? columnNames(rows[first] ?? [], columns) : null;
    const leading = wished ? first + 1 : first;
    return { columns, header: named, leading, skipped: first - empty, empty, ...(wished && besideUnits) };
  }
  const header = headerOf(rows[first], units ? body.slice(1) : body, columns);
  if (header === null) {
    const commented = commentedHeader(before.at(-1), columns, body);
    if (commented) return { columns, header: commented, leading: first, skipped: first - empty - 1, empty };
  }
  if (header === "counts")
    return { columns, header: null, leading: first + 1, skipped: first - empty + 1, empty };
  const leading = header ? first + 1 : first;
  return { columns, header, leading, skipped: first - empty, empty, ...(header && besideUnits) };
}

/** The table below heads of several lines. */
function belowHeads(rows: readonly (readonly string[])[], heads: Heads, columns: number): Layout {
  const names = columnNames(heads.names, columns);
  const before = rows.slice(0, heads.first);
  const empty = before.filter(isEmptyRow).length;
  const body = rows.slice(heads.end).filter((cells) => cells.length === columns && !isEmptyRow(cells));
  const units = rows[heads.end] === body[0] && isUnitsRow(body[0], body.slice(1)) ? body[0] : null;
  return {
    columns,
    header: names,
    leading: heads.end + (units ? 1 : 0),
    skipped: heads.first - empty + heads.skipped + (units ? 1 : 0),
    empty,
    ...(units && { units }),
    ...(heads.lines > 1 && { heads: heads.lines }),
  };
}

/** What a person should know of lines that are no rows, or are more than one row of names. */
export function problemsOfLayout({ header, heads, units }: Layout): Problem[] {
  const problems: Problem[] = [];
  const names = header?.filter((name) => name.includes(joint)) ?? [];
  if (heads !== undefined && names.length > 0) {
    const parameters = { count: heads, names: fewOf(names) };
    problems.push({ level: "warning", code: "headsJoined", parameters });
  }
  if (units) {
    const parameters = { units: fewOf(units.filter(Boolean), 5) };
    problems.push({ level: "warning", code: "unitsLeftOut", parameters });
  }
  return problems;
}

/** The first row that has the table's width, or may be its header: titles and comments are narrower. */
function firstOfTable(rows: readonly (readonly string[])[], columns: number): number {
  const at = rows.findIndex((cells, index) => {
    if (isEmptyRow(cells) || isHashComment(cells, rows[index + 1])) return false;
    const named = cells.filter((cell) => cell !== "").length;
    if (columns > 2 && (named === 1 || isFilledTitle(cells, rows.slice(index + 1), columns))) return false;
    if (columns === 2 && named === 1 && cells[0] !== "" && isTitleOfTwo(cells, rows.slice(index + 1)))
      return false;
    if (cells.length === columns) return true;
    // Row names without a name of their own column, or a separator at the end of only the header or only the rows.
    const next = rows.slice(index + 1).find((other) => !isEmptyRow(other));
    return (
      Math.abs(cells.length - columns) === 1 && columns > 2 && next?.length === columns && isAllNames(cells)
    );
  });
  return at < 0 ? rows.length : at;
}

/**
 * A title that a spreadsheet has filled up with delimiters, such as `Account;DE12;;;`: below it and an empty row, a line names all
 * columns, and numbers or dates stand below its words.
 */
function isFilledTitle(
  title: readonly string[],
  below: readonly (readonly string[])[],
  columns: number,
): boolean {
  const isShort = (cells: readonly string[]): boolean => cells.length < columns || cells[columns - 1] === "";
  if (!isShort(title)) return false;
  const at = below.slice(0, mostTitles).findIndex((cells) => !isShort(cells));
  const names = below[at];
  if (names?.length !== columns || !below.slice(0, at).some(isEmptyRow)) return false;
  if (names.includes("") || !isAllNames(names) || new Set(names).size < columns) return false;
  const body = below.slice(at + 1).filter((cells) => cells.length === columns && !isEmptyRow(cells));
  const isName = (name: string, place: number): boolean => body.every((cells) => cells[place] !== name);
  return body.length > 1 && names.every(isName) && names.some((_, place) => isMostlyTyped(body, place));
}

/** Below names stand a few words among numbers. */
function isMostlyTyped(body: readonly (readonly string[])[], place: number): boolean {
  return body.filter((cells) => isTyped(cells[place]!)).length >= 0.8 * body.length;
}

/** A title above two columns: names stand below it, and numbers below one of them. */
function isTitleOfTwo(title: readonly string[], below: readonly (readonly string[])[]): boolean {
  const [names, ...body] = below.filter((cells) => !isEmptyRow(cells));
  if (isTyped(title[0]!) || names?.length !== 2 || names.includes("") || !isAllNames(names)) return false;
  return body.length > 1 && [0, 1].some((place) => body.every((cells) => isTyped(cells[place] ?? "")));
}

/** "# exported 2024", but not the numbers of a column "#". */
function isHashComment(cells: readonly string[], next: readonly string[] | undefined): boolean {
  if (!isComment(cells)) return false;
  // "#,x,y" or "#id,x,y" above rows of numbers names columns.
  return !(
    cells.length > 1 &&
    cells.length === next?.length &&
    /^#\w*$/.test(cells[0]!) &&
    isAllNames(cells)
  );
}

const isAllNames = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell === "" || !isTyped(cell));

function headerOf(
  row: readonly string[] | undefined,
  body: readonly (readonly string[])[],
  columns: number,
): readonly string[] | "counts" | null {
  if (!row) return null;
  if (row.length === columns - 1 && !body.every((cells) => cells.at(-1) === ""))
    return columnNames(["", ...row], columns);
  if (row.length !== columns) return columnNames(row, columns);
  if (body.length === 0) return isAllNames(row) ? columnNames(row, columns) : null;
  // Rows × features and the classes' names, as scikit-learn's files have them.
  if (Number(row[0]) >= body.length && Number(row[1]) === columns - 1 && row.some((cell) => !isTyped(cell))) {
    if (columns > 2 && isWordOverNumbers(row, body)) return "counts";
  }
  if (isScale(row, body)) return columnNames(row, columns);
  let votes = 0;
  row.forEach((cell, column) => {
    if (cell === "") return;
    const below = body.map((cells) => cells[column]!).filter((other) => other !== "");
    if (below.length === 0) return;
    const isMeasured = below.some(isQuantity);
    const isNumeric = (other: string): boolean =>
      isNumber(other) || isGap(other) || (isMeasured && isQuantity(other));
    const numeric = below.filter(isNumeric).length >= 0.8 * below.length;
    if (numeric) votes += isTyped(cell) || (isMeasured && isQuantity(cell)) ? -1 : 1;
    else if (below.includes(cell)) votes -= 1;
    else if (isTyped(cell) !== isTyped(below[0]!)) votes += 1;
    else votes += new Set(below).size < 0.5 * below.length ? 0.6 : 0.1;
  });
  return votes > 0 ? columnNames(row, columns) : null;
}

function isWordOverNumbers(row: readonly string[], body: readonly (readonly string[])[]): boolean {
  return row.some((cell, column) => !isTyped(cell) && body.every((cells) => isTyped(cells[column]!)));
}

/** Columns that are named by their numbers, years, wavelengths or other evenly spaced numbers, as hardly a row below is. */
function isScale(row: readonly string[], body: readonly (readonly string[])[]): boolean {
  const words = row.flatMap((cell, column) => (cell === "" || isTyped(cell) ? [] : [column]));
  if (body.some((cells) => words.some((column) => cells[column] === row[column]))) return false;
  const numbers = evenNumbers(row);
  // By chance, three or four numbers are often evenly spaced.
  const isCount = numbers[1] === numbers[0]! + 1 && (numbers[0] === 0 || numbers[0] === 1);
  const isEnough = isCount || words.length > 0 || numbers.length > 4;
  return (
    numbers.length > 0 &&
    isEnough &&
    body.filter((cells) => evenNumbers(cells).length > 0).length < 0.2 * body.length
  );
}

/** The numbers of a row; none if they are not evenly spaced, or fewer than three. */
function evenNumbers(cells: readonly string[]): readonly number[] {
  const numbers = cells.filter((cell) => cell !== "" && isTyped(cell)).map(Number);
  const step = numbers[1]! - numbers[0]!;
  const isEven = numbers.every(
    (value, at) => at === 0 || Math.abs(value - numbers[at - 1]! - step) <= 1e-6 * Math.abs(step),
  );
  return numbers.length > 2 && step !== 0 && isEven ? numbers : [];
}

/** "# a, b, c" right above the numbers, as NumPy writes it. */
function commentedHeader(
  row: readonly string[] | undefined,
  columns: number,
  body: readonly (readonly string[])[],
): readonly string[] | null {
  if (!row || !isComment(row)) return null;
  const cells = [row[0]!.replace(/^(?:#|%|\/\/)+\s*/, ""), ...row.slice(1)];
  const shown = cells[0] === "" && cells.length === columns + 1 ? cells.slice(1) : cells;
  if (shown.length !== columns || columns < 2 || !isAllNames(shown)) return null;
  return isWordOverNumbers(shown, body) ? columnNames(shown, columns) : null;
}

/** Without line breaks, as many as there are columns, each different from the others. */
export function columnNames(cells: readonly string[], columns: number): readonly string[] {
  const taken = new Set(cells);
  const seen = new Set<string>();
  return Array.from({ length: columns }, (_, column) => {
    const name = (cells[column] ?? "").replace(/\s+/gu, " ").trim();
    let shown = name;
    for (let count = 1; name !== "" && seen.has(shown); count += 1) {
      const next = `${name}_${count}`;
      if (!taken.has(next)) shown = next;
    }
    seen.add(shown);
    return shown;
  });
}
