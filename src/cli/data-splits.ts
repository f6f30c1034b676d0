import { resolve } from "node:path";
import { dividedRows } from "../data/divided";
import { columnKey, undecided } from "../data/table/kind";
import { describeTable } from "../data/table/load";
import type { TableDescription } from "../table/description";
import { type Divided, type Division, largestClass } from "../fields/division";
import type { TableNotation } from "../fields/table";
import { mapSplits } from "../data/source-kind";
import { dividedText, wayText } from "./divided-text";

/** How an experiment that is made for a table divides its rows. */
export interface UsualSplits {
  readonly division: Division;
  /** The column whose values never straddle splits: its name, or its number from 1. */
  readonly group: string | number | null;
  readonly divided: Divided;
}

/**
 * Reads a table once. @param wishes how, as `lab data` is told
 * @returns no splits where the rows cannot be divided
 */
export async function readDivided(
  file: string,
  wishes: Partial<TableNotation> & { readonly target?: string },
  options: Parameters<typeof describeTable>[1],
): Promise<{ table: TableDescription; splits: UsualSplits | null }> {
  const config = { ...undecided(resolve(file)), ...wishes };
  const { table, known } = await describeTable(config, options);
  if (!known) return { table, splits: null };
  const { usual } = dividedRows(config, known).divided;
  const { divided } = dividedRows({ ...config, ...usual }, known);
  const group = table.group === null ? null : columnKey(table.columns[table.group]!, table.group + 1);
  return { table, splits: divided.counts && { division: usual.division, group, divided } };
}

/** The field `splits` that docs/data.md names: a public format. */
export function splitsAsJson({ division, group, divided }: UsualSplits): object {
  const { counts, classes, duplicates } = divided;
  const largest = classes.length > 0 ? largestClass(divided) : null;
  return {
    division,
    group,
    ...counts,
    classes,
    majority: largest && {
      name: largest.name,
      ...mapSplits(counts!, (rows, split) => (rows > 0 ? largest[split] / rows : null)),
    },
    duplicates,
  };
}

export function splitsAsText({ division, divided }: UsualSplits): string {
  return `splits: ${wayText(divided, division)}\n${dividedText(divided, division)}`;
}
