import type { Experiment, Variant } from "./schema";

/** What a sweep varies: every combination of rate, size and width is a variant, trained with every seed. */
export interface Sweep {
  readonly rates: readonly number[];
  /** Numbers of training samples. Left out, all variants train on all samples. */
  readonly sizes?: readonly number[] | undefined;
  /** Factors on the units of hidden layers. Left out, all variants keep the network's width. */
  readonly widths?: readonly number[] | undefined;
  /** Left out, the experiment's own seeds. */
  readonly seeds?: readonly number[] | undefined;
}

/** The textbook's steps. */
export const usualRates: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** Seeds 1 to `count`. */
export function seedsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** What a sweep replaces; the rest of a draft may be unfinished. */
type Sweepable = Pick<Experiment, "variants" | "seeds"> & { readonly data: { readonly train: number } };

/**
 * Replaces the experiment's variants by the sweep's, all rates of one size and width after another. Enlarges the
 * training split to the largest size; this changes no sample of either split.
 */
export function sweepOf<Document extends Sweepable>(
  experiment: Document,
  { rates, sizes, widths, seeds = experiment.seeds }: Sweep,
): Document {
  const choices = <T>(values: readonly T[] | undefined) => values ?? [undefined];
  const variants = choices(sizes).flatMap((train) =>
    choices(widths).flatMap((width) => rates.map((rate) => variantOf({ rate, train, width }))),
  );
  const train = Math.max(experiment.data.train, ...(sizes ?? []));
  return { ...experiment, data: { ...experiment.data, train }, variants, seeds: [...seeds] };
}

interface Change {
  readonly rate: number;
  readonly train: number | undefined;
  readonly width: number | undefined;
}

/** Names are English in documents; src/messages/given-names.ts translates them where people read them. */
function variantOf({ rate, train, width }: Change): Variant {
  const parts = [
    rate === 0 ? "no dropout" : `p = ${rate}`,
    ...(train === undefined ? [] : [`${train} rows`]),
    ...(width === undefined ? [] : [`width × ${width}`]),
  ];
  return {
    name: parts.join(", "),
    rate,
    ...(train !== undefined && { train }),
    ...(width !== undefined && { width }),
  };
}
