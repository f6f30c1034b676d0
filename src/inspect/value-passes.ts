import { intervalLevels, mostSamplesShown, type Passes } from "../contract/inspect-passes";
import type { Dataset, Split } from "../data/dataset";
import { logDensity, LogSum } from "../engine/log-likelihood";
import type { Predictions } from "./predictor";
import { passCounts, pictureOf, spreadOf } from "./uncertainty";

/** Half of a normal interval that holds a value so often, in standard deviations. */
const halfWidths: Readonly<Record<(typeof intervalLevels)[number], number>> = {
  0.5: 0.6744897501960817,
  0.8: 1.2815515655446004,
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
};

export function squaredError(values: ArrayLike<number>, targets: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < targets.length; row++) sum += (values[row]! - targets[row]!) ** 2;
  return sum / targets.length;
}

/** Of one output for each row, standardised. @param noise the variance that no network explains */
export function valuesOver(
  predictor: Predictions,
  noise: number,
  data: Dataset,
  split: Split,
  passes: number,
): Pick<Passes, "regression"> {
  const { rows, targets } = split;
  const { target } = data.preparation;
  const { mean: centre, divisor } = target.task === "regression" ? target : { mean: 0, divisor: 1 };
  const own = (loss: number) => ({ loss, rmse: Math.sqrt(loss) * divisor });
  const evaluated = predictor.predict(null);
  // Sums of distances from these: of the values themselves they would lose digits.
  const sums = new Float64Array(rows);
  const squares = new Float64Array(rows);
  const densities = Array.from({ length: rows }, () => new LogSum());
  const single: number[] = [];
  const curve = [];
  const counts = new Set(passCounts(passes));
  const meanOver = (count: number) => evaluated.map((value, row) => value + sums[row]! / count);
  for (let pass = 0; pass < passes; pass++) {
    const drawn = predictor.predict(pass);
    single.push(squaredError(drawn, targets));
    for (let row = 0; row < rows; row++) {
      const off = drawn[row]! - evaluated[row]!;
      sums[row]! += off;
      squares[row]! += off * off;
      densities[row]!.add(logDensity(targets[row]! - drawn[row]!, noise));
    }
    if (counts.has(pass + 1))
      curve.push({ passes: pass + 1, ...own(squaredError(meanOver(pass + 1), targets)) });
  }
  const means = meanOver(passes);
  const variances = squares.map((square, row) => Math.max(0, square / passes - (sums[row]! / passes) ** 2));
  const meanOf = (valueOf: (row: number) => number): number =>
    targets.reduce((sum, _, row) => sum + valueOf(row), 0) / rows;
  const isWithin = (row: number, level: (typeof intervalLevels)[number]): boolean =>
    Math.abs(targets[row]! - means[row]!) <= halfWidths[level] * Math.sqrt(variances[row]! + noise);
  const samples = Array.from({ length: rows }, (_, row) => ({
    row,
    target: targets[row]! * divisor + centre,
    mean: means[row]! * divisor + centre,
    sd: Math.sqrt(variances[row]!) * divisor,
    ...pictureOf(data, split, row),
  }));
  const byCertainty = [...samples].sort((one, other) => one.sd - other.sd || one.row - other.row);
  return {
    regression: {
      curve,
      eval: own(squaredError(evaluated, targets)),
      single: { loss: spreadOf(single), rmse: spreadOf(single.map((loss) => own(loss).rmse)) },
      precision: 1 / noise,
      logLikelihood: {
        averaged: meanOf((row) => densities[row]!.value - Math.log(passes)),
        eval: meanOf((row) => logDensity(targets[row]! - evaluated[row]!, noise)),
      },
      coverage: intervalLevels.map((level) => ({
        level,
        share: meanOf((row) => Number(isWithin(row, level))),
      })),
      sd: meanOf((row) => samples[row]!.sd),
      mostCertain: byCertainty.slice(0, mostSamplesShown),
      leastCertain: byCertainty.slice(-mostSamplesShown).reverse(),
    },
  };
}
