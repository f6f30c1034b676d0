import { isGap, isMoment, isNumber, isTyped } from "./numbers";
import { isUnitsRow } from "./units";

/** Lines that name the columns together. */
export interface Heads {
  readonly names: readonly string[];
  /** The place of the first of these rows, and of the first below them. */
  readonly first: number;
  readonly end: number;
  /** How many of these rows name columns. */
  readonly lines: number;
  /** Those that do not, such as a title with a date. */
  readonly skipped: number;
}

/** More lines than these are no heads. */
const mostHeads = 4;
/** Between the names of a group and of its column. */
export const joint = " · ";

type Cells = readonly string[];

/**
 * Heads of several lines, as a spreadsheet's merged cells become: groups of columns above the columns' own names, which are joined to
 * "group · name". What stands below must show that the lower line is no row: numbers, or words none of which is a name.
 * @param first the place of the first row that has the table's width
 * @returns null where one line names the columns, or none
 */
export function headsOf(rows: readonly Cells[], first: number, columns: number): Heads | null {
  const start = first > 0 && isGroupsAbove(rows[first - 1]!, columns) ? first - 1 : first;
  const wide = (at: number): Cells | null => widened(rows[at], columns);
  for (let last = Math.min(start + mostHeads - 1, rows.length - 2); last > start; last -= 1) {
    const heads = Array.from({ length: last + 1 - start }, (_, line) => wide(start + line) ?? []);
    if (!heads.every((cells) => cells.some(Boolean))) continue;
    const isIndexName = isNameOfIndex(rows[last + 1], heads.at(-1)!, columns);
    const end = isIndexName ? last + 2 : last + 1;
    const body = rows.slice(end).filter((cells) => cells.length === columns && cells.some(Boolean));
    if (!areHeads(heads, body) || isUnitsRow(rows[last], body)) continue;
    const own = heads.at(-1)!;
    const isTitle = isOwnEnough(own) && heads.slice(0, -1).every(isNoGroups);
    const names = isTitle ? own : joined(heads);
    const index = isIndexName ? rows[last + 1]![0]! : "";
    return {
      names: index === "" ? names : [index, ...names.slice(1)],
      first: start,
      end,
      lines: isTitle ? 1 : last + 1 - start,
      skipped: isTitle ? last - start : 0,
    };
  }
  return null;
}

/** A line of groups that ends with its last one. */
function isGroupsAbove(cells: Cells, columns: number): boolean {
  const hasInnerBlank = cells.some((cell, place) => place > 0 && cell === "" && cells[place - 1] !== "");
  const named = cells.filter(Boolean);
  return cells.length < columns && hasInnerBlank && named.length > 1 && !named.some(isTyped);
}

/** A row in the table's width; null if it has more cells. */
function widened(cells: Cells | undefined, columns: number): Cells | null {
  if (!cells || cells.length > columns) return null;
  return [...cells, ...Array<string>(columns - cells.length).fill("")];
}

/** pandas writes the name of the index in a line of its own. */
function isNameOfIndex(cells: Cells | undefined, names: Cells, columns: number): boolean {
  if (cells?.length !== columns || columns < 3 || names[0] !== "") return false;
  return cells[0] !== "" && !isTyped(cells[0]!) && cells.slice(1).every((cell) => cell === "");
}

function areHeads(heads: readonly Cells[], body: readonly Cells[]): boolean {
  if (body.length < 2) return false;
  const own = heads.at(-1)!;
  const groups = heads.slice(0, -1);
  let numeric = 0;
  let repeated = 0;
  for (const [place, name] of own.entries()) {
    const above = groups.map((cells) => cells[place]!);
    const below = body.map((cells) => cells[place]!).filter((cell) => cell !== "");
    if (name === "" ? above.every((cell) => cell === "") && place > 0 : isTyped(name)) return false;
    if (below.length === 0) continue;
    if ([name, ...above].some((cell) => cell !== "" && below.includes(cell))) return false;
    const numbers = below.filter((cell) => isNumber(cell) || isGap(cell)).length;
    if (numbers >= 0.8 * below.length && name !== "") numeric += 1;
    if (new Set(below).size < 0.5 * below.length) repeated += 1;
  }
  const isMerged = groups.some(hasMerged);
  if (
    groups.some((cells) =>
      cells.some((cell) => cell !== "" && isTyped(cell) && !isYear(cell) && !isMoment(cell)),
    )
  )
    return isOwnEnough(own) && numeric > 0;
  if (numeric > 0) return isMerged || numeric > 1;
  // Only words: each column must repeat its own, and none of the names.
  return isMerged && body.length >= 10 && repeated === own.length;
}

const isYear = (cell: string): boolean => /^(?:19|20)\d\d$/.test(cell);

/** Whether one cell stands for its neighbours on the right, too. */
function hasMerged(cells: Cells): boolean {
  return cells.some(
    (cell, place) => place > 0 && cells[place - 1] !== "" && (cell === "" || cell === cells[place - 1]),
  );
}

/** Whether a line names all columns without help: but for the first, where rows may have their names. */
function isOwnEnough(own: Cells): boolean {
  return own.slice(1).every(Boolean) && new Set(own).size === own.length;
}

/** A title with a date, or counts: years alone may be groups. */
function isNoGroups(cells: Cells): boolean {
  const named = cells.filter(Boolean);
  return named.some(isTyped) && !named.every(isYear);
}

function joined(heads: readonly Cells[]): string[] {
  const own = heads.at(-1)!;
  const filled: string[][] = [];
  for (const cells of heads.slice(0, -1)) {
    let group = "";
    filled.push(
      cells.map((cell, place) => {
        // A group of the line above begins here.
        const isNew = filled.some((above) => place > 0 && above[place] !== above[place - 1]);
        if (cell !== "") group = own[place] === "" ? "" : cell;
        else if (isNew) group = "";
        return cell !== "" ? cell : group;
      }),
    );
  }
  return own.map((name, place) => {
    const parts = [...filled.map((cells) => cells[place]!), name].filter(Boolean);
    return [...new Set(parts)].join(joint);
  });
}
