import { type HiddenLayer, mostCorrelatedUnits } from "../contract/inspect-units";

type Correlations = HiddenLayer["correlations"];

/**
 * Pearson's correlations between the first units of a layer over some samples.
 * @param values [rows, units] row-major
 * @param withMatrix whether each one is told
 */
export function correlationsOf(
  values: Float32Array,
  rows: number,
  units: number,
  withMatrix: boolean,
): Correlations {
  const used = Math.min(units, mostCorrelatedUnits);
  const standardised = Array.from({ length: used }, (_, unit) => ({
    unit,
    column: columnOf(values, rows, units, unit),
  })).flatMap(({ unit, column }) => (column ? [{ unit, column }] : []));
  const count = standardised.length;
  const all = withMatrix ? new Array<number>(count * count).fill(1) : null;
  let sum = 0;
  for (let row = 0; row < count; row++) {
    for (let other = 0; other < row; other++) {
      // Only rounding leads beyond 1.
      const r = Math.max(-1, Math.min(1, product(standardised[row]!.column, standardised[other]!.column)));
      sum += Math.abs(r);
      if (all) all[row * count + other] = all[other * count + row] = r;
    }
  }
  const pairs = (count * (count - 1)) / 2;
  return {
    used,
    constant: used - count,
    mean: pairs > 0 ? sum / pairs : null,
    ...(all && { matrix: { units: standardised.map(({ unit }) => unit), values: all } }),
  };
}

/** A unit's values less their mean, of length 1; null if they never vary. */
function columnOf(values: Float32Array, rows: number, units: number, unit: number): Float64Array | null {
  const column = Float64Array.from({ length: rows }, (_, row) => values[row * units + unit]!);
  if (column.every((value) => value === column[0])) return null;
  const mean = column.reduce((sum, value) => sum + value, 0) / rows;
  const centred = column.map((value) => value - mean);
  const length = Math.sqrt(product(centred, centred));
  return centred.map((value) => value / length);
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}
