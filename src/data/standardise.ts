import type { RawSplit } from "./source";
import { mapSplits, type Splits } from "./source-kind";

/** Standardising needs squares, and those of larger numbers would not be finite. */
export const largestNumber = 1e150;

/** What is subtracted from every column, and by what it is then divided. */
export interface Scale {
  readonly means: Float64Array;
  readonly divisors: Float64Array;
}

/** `standardised`: mean 0 and standard deviation 1 (population); `unit`: from 0 to 1. Of the training split. */
export type Scaling = "standardised" | "unit";

const scalesOf = { standardised: scaleOf, unit: rangeOf } as const satisfies Record<Scaling, unknown>;

/** Statistics of the training split, in float64; a constant column is only shifted to 0. */
function scaleOf(values: RawSplit["inputs"], rows: number, columns: number): Scale {
  const means = new Float64Array(columns);
  const divisors = new Float64Array(columns);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) means[column]! += values[index++]! / rows;
  }
  const changes = new Uint8Array(columns);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[index++]!;
      divisors[column]! += (value - means[column]!) ** 2 / rows;
      if (value !== values[column]) changes[column] = 1;
    }
  }
  for (let column = 0; column < columns; column++) {
    // Rounding gives a constant column a tiny deviation instead of 0, and dividing by it would produce noise.
    // Differences below 1e-162 have squares of 0: such a column counts as constant.
    const usable = changes[column] === 1 && divisors[column]! > 0;
    divisors[column] = usable ? Math.sqrt(divisors[column]!) : 1;
  }
  return { means, divisors };
}

/** Least value and range of every column in the training split; a constant column is only shifted to 0. */
function rangeOf(values: RawSplit["inputs"], rows: number, columns: number): Scale {
  const means = new Float64Array(columns).fill(Infinity);
  const divisors = new Float64Array(columns).fill(-Infinity);
  for (let row = 0, index = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, index++) {
      means[column] = Math.min(means[column]!, values[index]!);
      divisors[column] = Math.max(divisors[column]!, values[index]!);
    }
  }
  for (let column = 0; column < columns; column++) divisors[column] = divisors[column]! - means[column]! || 1;
  return { means, divisors };
}

function scaled(values: RawSplit["inputs"], { means, divisors }: Scale): Float32Array {
  const result = new Float32Array(values.length);
  for (let index = 0; index < result.length;) {
    for (let column = 0; column < means.length; column++, index++) {
      result[index] = (values[index]! - means[column]!) / divisors[column]!;
    }
  }
  return result;
}

/**
 * Scales every column by the training split, and applies the same numbers to the others, whose own statistics are
 * never computed.
 * @param isScaled whether each column is; all are if this is absent
 */
export function standardise(
  values: Splits<RawSplit["inputs"]>,
  columns: number,
  scaling: Scaling = "standardised",
  isScaled?: readonly boolean[],
): { values: Splits<Float32Array>; scale: Scale } {
  const { train } = values;
  const scale = scalesOf[scaling](train, train.length / columns, columns);
  isScaled?.forEach((is, column) => {
    if (is) return;
    scale.means[column] = 0;
    scale.divisors[column] = 1;
  });
  return { values: mapSplits(values, (each) => scaled(each, scale)), scale };
}
