import type { ArrayInFile } from "./array-file";

/** Names that belong together, the surer ones first. Case does not count. */
const pairs: readonly (readonly [inputs: string, targets: string])[] = [
  ["x_train", "y_train"],
  ["train_x", "train_y"],
  ["xtrain", "ytrain"],
  ["train_images", "train_labels"],
  ["train_data", "train_labels"],
  ["images", "labels"],
  ["image", "label"],
  ["x", "y"],
  ["data", "target"],
  ["data", "targets"],
  ["data", "labels"],
  ["data", "label"],
  ["features", "labels"],
  ["features", "target"],
  ["features", "targets"],
  ["inputs", "targets"],
  ["inputs", "labels"],
  ["inputs", "outputs"],
  ["samples", "labels"],
  ["arr_0", "arr_1"],
];

/** The names, in small letters, of arrays that may belong to one. */
export function partnersOf(name: string): ReadonlySet<string> {
  const own = name.toLowerCase();
  return new Set(
    pairs.flatMap(([inputs, targets]) => (own === inputs ? [targets] : own === targets ? [inputs] : [])),
  );
}

export interface Pair {
  readonly inputs: ArrayInFile;
  readonly targets: ArrayInFile;
}

/** The arrays that are meant by their names, or else by their shapes; null if several could be, or none. */
export function proposePair(arrays: readonly ArrayInFile[]): Pair | null {
  const named = (name: string) => arrays.find((array) => array.name.toLowerCase() === name);
  for (const [inputsName, targetsName] of pairs) {
    const inputs = named(inputsName);
    const targets = named(targetsName);
    if (inputs && targets && belongTogether(inputs, targets)) return { inputs, targets };
  }
  const fitting = arrays.flatMap((inputs) =>
    arrays
      .filter((targets) => inputs.shape.length > 1 && isColumn(targets) && belongTogether(inputs, targets))
      .map((targets) => ({ inputs, targets })),
  );
  if (fitting.length > 0) return fitting.length === 1 ? fitting[0]! : null;
  // What keeps two of such names from belonging together is told when they are read.
  const [meant] = pairs.filter(([inputs, targets]) => named(inputs) && named(targets));
  return meant ? { inputs: named(meant[0])!, targets: named(meant[1])! } : null;
}

function belongTogether(inputs: ArrayInFile, targets: ArrayInFile): boolean {
  const isText = inputs.item?.kind === "bytes" || inputs.item?.kind === "text";
  return inputs !== targets &&
    inputs.item !== null &&
    !isText &&
    targets.item !== null &&
    inputs.shape.length > 0
    ? inputs.shape[0] === targets.shape[0]
    : false;
}

function isColumn({ shape }: ArrayInFile): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}
