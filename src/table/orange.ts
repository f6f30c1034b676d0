import type { Notation } from "./normalise";
import { areOrangeLines } from "./file-type";
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
  return readLines(rowsOf(start, dialect, 3).map(({ cells }) => cells));
}

/**
 * The same of a sheet's first rows. @returns null if they are not these three lines: types alone may be units, so that a role must be told
 */
export function orangeLines(rows: readonly (readonly string[])[]): ReturnType<typeof orangeNotation> | null {
  const [names = [], types = [], roles = []] = rows;
  const isOrange = names.length > 1 && roles.some(Boolean) && areOrangeLines(names, types, roles);
  return isOrange ? readLines([names, types, roles]) : null;
}

function readLines([names = [], types = [], flags = []]: readonly (readonly string[])[]): {
  notation: Notation;
  told: ReadonlyMap<number, ToldColumn>;
} {
  const columns = names.length;
  const told = new Map(names.map((_, place) => [place, toldOf(types[place] ?? "", flags[place] ?? "")]));
  const layout = { columns, header: columnNames(names, columns), leading: 3, skipped: 2, empty: 0 };
  return { notation: { dialect, layout }, told };
}

const prefixed = /^([cmiw]?)([CDST]?)#(.+)$/s;

/**
 * Names in Orange's shorter form, one line with prefixes: `mS#name`, `D#sex`, `cC#price` (class, meta, ignore, weight; continuous, discrete,
 * string, time).
 * @returns null if they are not: names such as "C#1", "C#2" all have the same prefix
 */
export function orangeNames(
  header: readonly string[] | null,
): { names: readonly string[]; told: ReadonlyMap<number, ToldColumn> } | null {
  const parts = header?.map((name) => prefixed.exec(name)) ?? [];
  const prefixes = parts.map((part) => (part ? part[1]! + part[2]! : ""));
  const isOrange =
    new Set(prefixes.filter(Boolean)).size > 1 &&
    prefixes.filter(Boolean).length >= 0.5 * prefixes.length &&
    header!.every((name, place) => parts[place] !== null || !name.includes("#"));
  if (!isOrange) return null;
  const told = parts.flatMap((part, place) =>
    part ? [[place, toldOf(part[2]!.toLowerCase(), part[1]!)] as const] : [],
  );
  return {
    names: columnNames(
      parts.map((part, place) => part?.[3] ?? header![place]!),
      parts.length,
    ),
    told: new Map(told),
  };
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
