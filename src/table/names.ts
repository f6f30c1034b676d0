import { fewOf } from "../messages/few";
import type { Column } from "./description";

/** "width, height, 7 …" */
export function namesOf(columns: readonly Column[]): string {
  return fewOf(columns.map(({ name, number }) => name || String(number)));
}
