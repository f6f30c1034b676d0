import { keptScan } from "../../platform/kept-scan";
import type { TellBytes } from "../reading";
import { keptValues } from "./few-values";
import { type KnownColumn, knownColumn, mostSampled } from "./known";
import type { ScannedPart, ScanOptions } from "./part";
import { partsOf } from "./pieces";
import { onThreads } from "./threads";

/** Rows of a UTF-8 file that DuckDB reads as the lab does. */
export interface Scan {
  readonly rows: number;
  readonly lineEnd: "\n" | "\r\n";
  readonly hasQuotes: boolean;
  /** Bytes of the longest row, or a little more. */
  readonly longest: number;
  /** By place; those whose values have to be looked at are missing. */
  readonly known: ReadonlyMap<number, KnownColumn>;
}

/** What is kept of all columns of all parts has to fit into memory: of many columns, there are few parts. */
const mostColumnsOfParts = 8000;
const mostSampledOfAll = 8_000_000;

/**
 * Looks once at every byte of a file, and tells what is in its columns; the parts of a large file on several threads.
 * @returns null if the lab and DuckDB might read it in two ways: blanks around cells, quotes within, empty lines,
 * comments, rows of another length, mixed line ends
 * @throws the system's errors
 */
export async function scan(
  path: string,
  options: Omit<ScanOptions, "isNormal" | "kept" | "sampled"> & {
    readonly isNormal?: boolean;
    /** Infinity where a line feed may stand within a row. */
    readonly partLength?: number | undefined;
    readonly tell?: TellBytes;
  },
): Promise<Scan | null> {
  const { delimiter, columns, leading, isNormal = false, partLength, tell } = options;
  const mostParts = Math.max(1, Math.floor(mostColumnsOfParts / columns));
  const parts = await partsOf(path, partLength, mostParts);
  const kept = keptValues(columns);
  // Few are kept of each of many parts.
  const share = Math.min(2 * mostSampled, mostSampledOfAll / columns) / parts.length;
  const rows = { delimiter, columns, leading, isNormal, kept, sampled: Math.max(256, Math.ceil(share)) };
  return keptScan(path, parts.at(-1)!.from, [rows, parts.length], async () => {
    const scanned = await onThreads(
      "scan",
      parts.map((part) => ({ ...rows, ...part })),
      tell,
    );
    return scanned && whole(scanned, columns, kept);
  });
}

/** @returns null if the parts end their lines in two ways */
function whole(parts: readonly ScannedPart[], columns: number, kept: number): Scan | null {
  const sum = (key: "rows" | "lines" | "returns"): number => parts.reduce((all, part) => all + part[key], 0);
  const returns = sum("returns");
  if (returns > 0 && returns !== sum("lines")) return null;
  const known = new Map<number, KnownColumn>();
  for (let place = 0; place < columns; place++) {
    let row = 0;
    const column = knownColumn(
      parts.map((part) => {
        const placed = { row, column: part.columns[place]! };
        row += part.rows;
        return placed;
      }),
      kept,
    );
    if (column) known.set(place, column);
  }
  return {
    rows: sum("rows"),
    lineEnd: returns > 0 ? "\r\n" : "\n",
    hasQuotes: parts.some(({ hasQuotes }) => hasQuotes),
    longest: Math.max(...parts.map(({ longest }) => longest)),
    known,
  };
}
