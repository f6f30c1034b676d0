import type { Experiment, Variant } from "./schema";

/** What a sweep varies; every combination of rate, size and width is a variant, trained with every seed. */
export interface Sweep {
  readonly rates: readonly number[];
  /** Numbers of training samples. Left out, all variants train on all. */
  readonly sizes?: readonly number[] | undefined;
  /** Factors on the units of hidden layers. Left out, the network is as wide as it is. */
  readonly widths?: readonly number[] | undefined;
  /** Left out, the experiment's own. */
  readonly seeds?: readonly number[] | undefined;
}

/** How a variant is named: the parts of what is swept, one after another. */
export interface SweepNames {
  readonly noDropout: string;
  rate(rate: number): string;
  rows(rows: number): string;
  width(width: number): string;
}

/** src/messages/given-names.ts translates these where people read them. */
const englishNames: SweepNames = {
  noDropout: "no dropout",
  rate: (rate) => `p = ${rate}`,
  rows: (rows) => `${rows} rows`,
  width: (width) => `width × ${width}`,
};

/** The textbook's steps. */
export const usualRates: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** Seeds 1 to `count`. */
export function seedsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place + 1);
}

/**
 * The experiment with the sweep's variants in the place of its own; rates stand together, size by size. Its training
 * split is made as large as the largest size needs, which changes neither split's samples.
 */
export function sweepOf(
  experiment: Experiment,
  { rates, sizes, widths, seeds = experiment.seeds }: Sweep,
  names = englishNames,
): Experiment {
  const choices = <T>(values: readonly T[] | undefined) => values ?? [undefined];
  const variants = choices(sizes).flatMap((train) =>
    choices(widths).flatMap((width) => rates.map((rate) => variantOf({ rate, train, width }, names))),
  );
  const train = Math.max(experiment.data.train, ...(sizes ?? []));
  return { ...experiment, data: { ...experiment.data, train }, variants, seeds: [...seeds] };
}

interface Change {
  readonly rate: number;
  readonly train: number | undefined;
  readonly width: number | undefined;
}

function variantOf({ rate, train, width }: Change, names: SweepNames): Variant {
  const parts = [
    rate === 0 ? names.noDropout : names.rate(rate),
    ...(train === undefined ? [] : [names.rows(train)]),
    ...(width === undefined ? [] : [names.width(width)]),
  ];
  return {
    name: parts.join(", "),
    rate,
    ...(train !== undefined && { train }),
    ...(width !== undefined && { width }),
  };
}
