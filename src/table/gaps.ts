import type { Column, TableTask } from "./description";
import { gapWords, gapWordsInText } from "./numbers";

/** The words that stand for no value in a column. Of classes, every word is one. */
export function gapWordsOf(
  { kind, role }: Pick<Column, "kind" | "role">,
  task: TableTask | null,
): readonly string[] {
  if (role === "target" && task === "classification") return [];
  return kind === "number" ? gapWords : gapWordsInText;
}
