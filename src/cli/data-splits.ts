import { resolve } from "node:path";
import { dataSchema } from "../data/kinds";
import { previewData } from "../data/load";
import type { TellShare } from "../table/reading";
import { type Divided, type Division, largestClass } from "../fields/division";
import type { TableNotation } from "../fields/table";
import { mapSplits } from "../data/source-kind";
import { dividedText, wayText } from "./divided-text";

/** How an experiment that is made for a table divides its rows. */
export interface UsualSplits {
  readonly division: Division;
  readonly divided: Divided;
}

/**
 * @param wishes how the table is read, as `lab data` is told
 * @returns null where the rows cannot be divided
 */
export async function usualSplits(
  file: string,
  wishes: Partial<TableNotation> & { readonly target?: string | undefined },
  tell: TellShare,
): Promise<UsualSplits | null> {
  const read = (more: object) =>
    dataSchema.parse({ source: "table", path: resolve(file), train: 1, validation: 1, ...wishes, ...more });
  // The second answer comes from what is remembered of the file.
  const { divided: first } = await previewData(read({}), tell);
  if (!first) return null;
  const { divided } = await previewData(read(first.usual));
  return divided?.counts ? { division: first.usual.division, divided } : null;
}

/** The field `splits` that docs/data.md names: a public format. */
export function splitsAsJson({ division, divided }: UsualSplits): object {
  const { counts, classes, duplicates } = divided;
  const largest = classes.length > 0 ? largestClass(divided) : null;
  return {
    division,
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
