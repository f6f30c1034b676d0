import { isMoment, isTyped } from "./numbers";
import { type Dialect, isRule, rowsOf, spaces } from "./rows";

/** Rows that are tried with each delimiter. */
const tried = 300;

/** More lines above a table are no titles. */
export const mostTitles = 20;

const delimiters = [",", ";", "\t", "|", spaces];
/** They stand within texts and times as often as between cells: tried where all rows have as many of them. */
const rareDelimiters = [":", "^", "~"];

/** A first line that tells spreadsheets the delimiter: `sep=;`, also in quotes. */
const separatorLine = /^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i;

export interface FoundDialect extends Dialect {
  /** Whether anything divides the rows: a list of single values has no delimiter. */
  readonly isDivided: boolean;
  /** Where the rows begin, behind a line such as `sep=;`. */
  readonly start: number;
}

/** @param sample whole lines from the beginning of a file @param wished the delimiter that a person names */
export function dialectOf(sample: string, wished?: string): FoundDialect {
  const told = separatorLine.exec(sample);
  const start = told?.[0].length ?? 0;
  const text = sample.slice(start);
  const common = {
    quote: quoteOf(text),
    backslash: /\\"[^,;\t|:^~\r\n]/.test(text),
    byLineFeeds: text.includes("\n") && !/\r(?!\n|$)/.test(text),
  } as const;
  if (wished !== undefined) return { ...common, delimiter: wished, isDivided: true, start };
  if (told) return { ...common, delimiter: told[1]!, isDivided: true, start };
  let best = { delimiter: ",", score: 0 };
  let areTabs = false;
  const rare = rareDelimiters
    .map((delimiter) => ({ delimiter, score: fitOfRare(text, { ...common, delimiter }) }))
    .filter(({ score }) => score > 0);
  const all = [...delimiters, ...rare.map(({ delimiter }) => delimiter)];
  for (const delimiter of delimiters) {
    const { score, typed, evenness, width } = fitOf(text, { ...common, delimiter }, all);
    // A single tab may stand between blanks, before a name at the end of each row.
    if (delimiter === "\t") areTabs = evenness > 0.8 && (typed >= leastTyped || width > 3);
    // Blanks beside tabs that divide group the digits of numbers, or the words of names.
    if (delimiter === spaces && areTabs) continue;
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  for (const each of rare) {
    if (each.score > best.score + 1e-9) best = each;
  }
  return { ...common, delimiter: best.delimiter, isDivided: best.score > 0, start };
}

/** Cells in single quotes, where the other quotes do not occur. */
function quoteOf(text: string): '"' | "'" {
  if (text.includes('"')) return '"';
  const quoted = text.match(/(?:^|[,;\t|:^~])[ ]*'[^'\r\n]*'[ ]*(?=[,;\t|:^~\r\n]|$)/gm);
  return (quoted?.length ?? 0) >= 3 ? "'" : '"';
}

interface Fit {
  readonly score: number;
  /** Share of the cells that are numbers, dates, or the like. */
  readonly typed: number;
  /** Squared share of the table's rows that have the usual length. */
  readonly evenness: number;
  /** Share of the cells that no other delimiter divides. */
  readonly clean: number;
  /** Columns. */
  readonly width: number;
}
const noFit: Fit = { score: 0, typed: 0, evenness: 0, clean: 0, width: 0 };

/** What may stand beside a number: a currency in front, a unit behind. */
const besideNumber = /^(?:[A-Z]{2,3}|[$€£¥₩₹]) ?(?=[-+\d])|(?<=\d) ?[^-\d\s.,;:|^~'+(){}[\]]{1,15}$/gu;

/** Whether a cell is a number, a date or the like, also with its unit: 5,3 cm. */
const isMeasure = (cell: string): boolean => isTyped(cell) || isTyped(cell.trim().replace(besideNumber, ""));

/** Blanks divide a table only if at least this share of its cells is typed. */
const leastTyped = 0.3;

/**
 * How well a delimiter explains the text: rows of one length, cells that are numbers, nothing else that divides.
 * @param all the delimiters that may divide this text
 */
function fitOf(text: string, dialect: Dialect, all: readonly string[]): Fit {
  const rows = rowsOf(text, dialect, tried)
    .map(({ cells }) => cells)
    .filter((cells) => !isRule(cells) && cells.some((cell) => cell !== "") && !cells[0]!.startsWith("#"));
  const width = usualWidth(rows);
  if (width < 2) return noFit;
  const whole = rows.filter((cells) => cells.length === width);
  // Titles above the table are not its rows.
  const titles = rows.slice(0, mostTitles).findIndex((cells) => cells.length === width);
  const inTable = rows.length - Math.max(0, titles);
  const cells = whole.flat().filter((cell) => cell !== "");
  if (cells.length === 0) return noFit;
  const typed = cells.filter(isMeasure).length / cells.length;
  if (dialect.delimiter === spaces && typed < leastTyped) return noFit;
  const others = all.filter((each) => each !== dialect.delimiter && each !== spaces);
  const isClean = (cell: string): boolean => isMeasure(cell) || !others.some((each) => cell.includes(each));
  // 1,5;red: what is left in the cells may well be what divides them.
  const clean = cells.filter(isClean).length / cells.length;
  const evenness = (whole.length / inTable) ** 2;
  // In a small table, what passes for a title may be its header by another delimiter.
  const explained = (1 + inTable / rows.length) / 2;
  const score = evenness * explained * (0.2 + typed) * clean ** 2;
  // Blanks also stand within texts, and around every other delimiter.
  return { score: dialect.delimiter === spaces ? 0.8 * score : score, typed, evenness, clean, width };
}

/** Nothing if the lines are times, such as 12:30, some rows have fewer of these signs, or something else divides the cells. */
function fitOfRare(text: string, dialect: Dialect): number {
  const { score, evenness, clean } = fitOf(text, dialect, delimiters);
  if (evenness < 0.9 || clean < 0.9) return 0;
  const lines = rowsOf(text, { ...dialect, delimiter: "\0" }, tried).map(({ cells }) => cells[0]!);
  const areTimes = lines.filter(isMoment).length > lines.length / 2;
  return areTimes ? 0 : 0.85 * score;
}

/** The commonest number of cells; of several, the largest. */
export function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && width > best)) best = width;
  }
  return best;
}
