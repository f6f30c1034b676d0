import { isTyped } from "./numbers";
import { type Dialect, rowsOf, spaces } from "./rows";

/** Rows that are tried with each delimiter. */
const tried = 300;

/** More lines above a table are no titles. */
const mostTitles = 20;

const delimiters = [",", ";", "\t", "|", spaces];

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
    backslash: /\\"[^,;\t|\r\n]/.test(text),
    byLineFeeds: text.includes("\n") && !/\r(?!\n|$)/.test(text),
  } as const;
  if (wished !== undefined) return { ...common, delimiter: wished, isDivided: true, start };
  if (told) return { ...common, delimiter: told[1]!, isDivided: true, start };
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const score = scoreOf(text, { ...common, delimiter });
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  return { ...common, delimiter: best.delimiter, isDivided: best.score > 0, start };
}

/** Cells in single quotes, where the other quotes do not occur. */
function quoteOf(text: string): '"' | "'" {
  if (text.includes('"')) return '"';
  const quoted = text.match(/(?:^|[,;\t|])[ ]*'[^'\r\n]*'[ ]*(?=[,;\t|\r\n]|$)/gm);
  return (quoted?.length ?? 0) >= 3 ? "'" : '"';
}

/** How well a delimiter explains the text: rows of one length, cells that are numbers, nothing else that divides. */
function scoreOf(text: string, dialect: Dialect): number {
  const rows = rowsOf(text, dialect, tried)
    .map(({ cells }) => cells)
    .filter((cells) => cells.some((cell) => cell !== "") && !cells[0]!.startsWith("#"));
  const width = usualWidth(rows);
  if (width < 2) return 0;
  const whole = rows.filter((cells) => cells.length === width);
  // Titles above the table are not its rows.
  const titles = rows.slice(0, mostTitles).findIndex((cells) => cells.length === width);
  const inTable = rows.length - Math.max(0, titles);
  const cells = whole.flat().filter((cell) => cell !== "");
  if (cells.length === 0) return 0;
  const typed = cells.filter(isTyped).length / cells.length;
  if (dialect.delimiter === spaces && typed < 0.3) return 0;
  const others = delimiters.filter((each) => each !== dialect.delimiter && each !== spaces);
  const isClean = (cell: string): boolean => isTyped(cell) || !others.some((each) => cell.includes(each));
  // 1,5;red: what is left in the cells may well be what divides them.
  const clean = (cells.filter(isClean).length / cells.length) ** 2;
  const evenness = (whole.length / inTable) ** 2;
  // In a small table, what passes for a title may be its header by another delimiter.
  const explained = (1 + inTable / rows.length) / 2;
  const score = evenness * explained * (0.2 + typed) * clean;
  // Blanks also stand within texts, and around every other delimiter.
  return dialect.delimiter === spaces ? 0.8 * score : score;
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
