import type { Dataset, Split } from "../data/dataset";

/** Of more training rows hardly anything would change in what is measured at the end of a run. */
const mostRows = 10_000;

/** The training split, or the first 10,000 rows of it. */
export function firstRows({ train, features }: Pick<Dataset, "train" | "features">): Split {
  const rows = Math.min(train.rows, mostRows);
  return {
    rows,
    get inputs() {
      return train.inputs.subarray(0, rows * features);
    },
    targets: train.targets.subarray(0, rows),
    ...(train.kept && { kept: train.kept }),
  };
}
