import type { RawSplit } from "./source";

/** Mean and divisor of every column. */
interface Scale {
  readonly means: Float64Array;
  readonly divisors: Float64Array;
}

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
 * Scales every column to mean 0 and standard deviation 1 (population) on the training split, and applies the same
 * numbers to the validation split, whose own statistics are never computed.
 */
export function standardise(
  train: RawSplit["inputs"],
  validation: RawSplit["inputs"],
  columns: number,
): { train: Float32Array; validation: Float32Array } {
  const scale = scaleOf(train, train.length / columns, columns);
  return { train: scaled(train, scale), validation: scaled(validation, scale) };
}
