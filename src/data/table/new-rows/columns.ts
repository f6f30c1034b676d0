import type { RawColumn } from "../../../fields/raw-row";
import { fewOf } from "../../../messages/few";
import { LabError } from "../../../messages/failure";
import type { DataConfig } from "../../kinds";

/** Whether rows need names of columns: a line of a text file is then taken for these. */
export function areNamed(columns: readonly RawColumn[]): boolean {
  return columns.some(({ column }) => typeof column === "string");
}

/**
 * The places, in a file of other rows, of the columns that a run was trained on. Those with names are found by them, in whatever
 * order; others by their number, whether the file has the target's column or not.
 * @param names of the file's columns; empty where it names none
 * @throws LabError `newRowsLackColumns`, `newRowsCounted`
 */
export function placesIn(
  names: readonly string[],
  columns: readonly RawColumn[],
  config: DataConfig,
  file: string,
): number[] {
  if (areNamed(columns)) {
    const missing = columns.filter(({ column }) => !names.includes(String(column)));
    if (missing.length === 0) return columns.map(({ column }) => names.indexOf(String(column)));
    throw new LabError("newRowsLackColumns", {
      file,
      columns: fewOf(
        missing.map(({ column }) => String(column)),
        12,
      ),
      found: fewOf(names.filter(Boolean), 12),
    });
  }
  const first = config.source === "table" ? 1 : 0;
  const places = columns.map(({ column }) => Number(column) - first);
  const target = targetOf(config, places);
  const all = Math.max(...places, target ?? -1) + 1;
  if (names.length >= all) return places;
  if (target !== null && names.length === all - 1)
    return places.map((place) => (place > target ? place - 1 : place));
  throw new LabError("newRowsCounted", { file, found: names.length, expected: columns.length });
}

/** Where the target stands among columns without names; null where it is none of them. */
function targetOf(config: DataConfig, places: readonly number[]): number | null {
  if (config.source === "table") {
    const place = config.columns?.findIndex(({ role }) => role === "target") ?? -1;
    return place < 0 ? null : place;
  }
  if (config.source !== "csv") return null;
  const used = new Set(places);
  const free = Array.from({ length: places.length + 1 }, (_, place) => place).find(
    (place) => !used.has(place),
  );
  return free ?? null;
}
