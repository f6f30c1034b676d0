import { estimate } from "./estimate";
import { mainGroup, toldVariants } from "./main-group";
import { absenceOf, plannedPairs } from "./not-done";
import { correctByHolm, paired } from "./paired";
import type { RunRecords, VariantRuns } from "./runs";
import type { Analysis, Estimate, Paired } from "./schema";

/** A run with what the inspector says of its hidden units after one epoch. */
export interface CorrelatedRun {
  readonly run: RunRecords;
  /** The mean of |r| over the pairs of units of each hidden layer, null where no two vary; null as a whole: not looked at. */
  readonly correlations: readonly (number | null)[] | null;
}

/** A variant against its baseline in the correlation of one layer's units, seed by seed. */
export interface CoadaptationComparison extends Paired {
  /** Among the hidden layers, from 0. */
  readonly layer: number;
  readonly variant: string;
  readonly against: string;
  /** Over the same pairs. */
  readonly own: Estimate;
  readonly other: Estimate;
}

/** A mean of |r| lies between 0 and 1. */
const bounds = { least: 0, greatest: 1 };
const differenceBounds = { least: -1, greatest: 1 };

/**
 * The variants of the main group whose sentences tell them, and the baseline that they are compared with. Layers of another
 * network than the document's are other layers, so such variants are left out.
 */
export function coadaptedPairs(analysis: Analysis): { variant: string; against: string }[] {
  const main = mainGroup(analysis).filter(({ set = {} }) =>
    Object.keys(set).every((path) => !path.startsWith("network.") || path.endsWith(".rate")),
  );
  const told = toldVariants(main);
  return main.flatMap(({ variant, baseline }) =>
    told.has(variant) && baseline !== null ? [{ variant, against: baseline }] : [],
  );
}

/**
 * Each of these variants against its baseline, layer by layer. All of them, over all layers, are one family of Holm's
 * correction. A run that is done but was not looked at is not counted as missing.
 */
export function coadaptationOf(analysis: Analysis, runs: readonly CorrelatedRun[]): CoadaptationComparison[] {
  const layers = Math.max(0, ...runs.map(({ correlations }) => correlations?.length ?? 0));
  const compared = Array.from({ length: layers }, (_, layer) =>
    coadaptedPairs(analysis).flatMap(({ variant, against }) => {
      const [own, others] = [variant, against].map((name) => ofLayer(runs, name, layer)) as [
        Measured,
        Measured,
      ];
      const pairs = [...own.values].flatMap(([seed, value]) => {
        const twin = others.values.get(seed);
        return twin === undefined ? [] : [[value, twin] as const];
      });
      if (pairs.length === 0) return [];
      return [
        {
          ...{ layer, variant, against },
          ...plannedPairs(own, others),
          ...paired(
            pairs.map(([one, other]) => one - other),
            analysis.sampling,
            differenceBounds,
          ),
          own: estimate(
            pairs.map(([one]) => one),
            bounds,
            analysis.sampling.overlap,
          ),
          other: estimate(
            pairs.map(([, other]) => other),
            bounds,
            analysis.sampling.overlap,
          ),
        },
      ];
    }),
  );
  return correctByHolm(compared.flat());
}

interface Measured extends VariantRuns {
  readonly values: ReadonlyMap<number, number>;
}

function ofLayer(runs: readonly CorrelatedRun[], variant: string, layer: number): Measured {
  const known = runs
    .filter(({ run }) => run.variant === variant)
    .map(({ run, correlations }) => ({ run, value: correlations?.[layer] ?? null }))
    .filter(({ run, value }) => value !== null || absenceOf(run) !== null);
  const measured = known.flatMap(({ run, value }) => (value === null ? [] : [{ run, value }]));
  return {
    all: known.map(({ run }) => run),
    counted: new Map(measured.map(({ run }) => [run.seed, run])),
    values: new Map(measured.map(({ run, value }) => [run.seed, value])),
  };
}
