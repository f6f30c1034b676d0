import type { Notation } from "./normalise";
import { columnNames } from "./layout";
import type { ToldColumn } from "./opened";
import { rowsOf } from "./rows";

const dialect = {
  delimiter: "\t",
  quote: '"',
  backslash: false,
  byLineFeeds: false,
  isDivided: true,
  start: 0,
} as const;

/**
 * The notation of a file of Orange (https://orangedatamining.com/docs, "Loading your data"): a line of names, one of types
 * (`continuous`, `discrete` or its values, `string`, `time`, or their first letters), one of flags (`class`, `meta`, `ignore`).
 * @param start of the file's text
 */
export function orangeNotation(start: string): { notation: Notation; told: ReadonlyMap<number, ToldColumn> } {
  const [names = [], types = [], flags = []] = rowsOf(start, dialect, 3).map(({ cells }) => cells);
  const columns = names.length;
  const told = new Map(names.map((_, place) => [place, toldOf(types[place] ?? "", flags[place] ?? "")]));
  const layout = { columns, header: columnNames(names, columns), leading: 3, skipped: 2, empty: 0 };
  return { notation: { dialect, layout }, told };
}

const reason = { code: "isToldByFile", parameters: {} } as const;

function toldOf(type: string, flag: string): ToldColumn {
  const role = roleOf(flag);
  if (/^(?:c|continuous|numeric|n)$/.test(type)) return { kind: "number", ...role };
  if (/^(?:s|string|text)$/.test(type)) return { kind: "text", ...role };
  if (/^(?:t|time)$/.test(type)) return { kind: "date", ...role };
  return type === "" ? role : { kind: "category", reason, ...role };
}

function roleOf(flags: string): Pick<ToldColumn, "role" | "reason"> {
  const words = flags.split(/\s+/);
  if (words.some((word) => word === "class" || word === "c")) return { role: "target", reason };
  const isOut = words.some((word) => ["meta", "m", "ignore", "i", "weight", "w"].includes(word));
  return isOut ? { role: "left out", reason } : {};
}
