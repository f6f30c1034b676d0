import { LabError } from "../messages/failure";
import { mostClasses } from "./source";

/** Labels as class numbers. */
export interface NumberedLabels {
  readonly numbers: Float64Array;
  /** Their names, in the order of their numbers. */
  readonly classes: string[];
}

/**
 * The classes are the labels that occur: EMNIST's letters count from 1, for example. Numbers are ordered by value,
 * texts by their characters.
 * @param file its name, for failures
 * @throws LabError `oneClass`, `tooManyClasses`
 */
export function numberLabels(
  file: { file: string },
  labels: Float64Array | Int32Array | readonly (number | string)[],
): NumberedLabels {
  const present = new Set<number | string>();
  for (const label of labels) {
    present.add(label);
    if (present.size > mostClasses) throw new LabError("tooManyClasses", { ...file, limit: mostClasses });
  }
  const sorted = [...present].sort((one, other) => (one < other ? -1 : 1));
  if (sorted.length < 2) throw new LabError("oneClass", { ...file, value: String(sorted[0] ?? "") });
  const numberOf = new Map(sorted.map((label, number) => [label, number]));
  const numbers = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row++) numbers[row] = numberOf.get(labels[row]!)!;
  return { numbers, classes: sorted.map(String) };
}
