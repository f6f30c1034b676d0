import type { Column } from "./description";

/** "width, height, 7 …" */
export function namesOf(columns: readonly Column[]): string {
  return fewOf(columns.map(({ name, number }) => name || String(number)));
}

export function fewOf(names: readonly string[], most = 5): string {
  return names.slice(0, most).join(", ") + (names.length > most ? " …" : "");
}
