import type { Halving } from "./halving";
import { evenPoints, type Range, valueAt } from "./sample";
import type { Experiment, Variant } from "./schema";

/** Another setting that a sweep varies, by its place in the document. */
export interface Axis {
  readonly path: string;
  readonly values: readonly unknown[];
  /** Samples take equal factors as equal steps. */
  readonly log?: boolean;
}

/** What a sweep varies: every combination is a variant, or a sample of what lies between; each is trained with every seed. */
export interface Sweep {
  /** Empty, and with other settings: the variants keep the network's rates. */
  readonly rates: readonly number[];
  /** Numbers of training samples. Left out, all variants train on all samples. */
  readonly sizes?: readonly number[] | undefined;
  /** Factors on the units of hidden layers. Left out, all variants keep the network's width. */
  readonly widths?: readonly number[] | undefined;
  readonly axes?: readonly Axis[] | undefined;
  /**
   * So many variants, whose numbers lie between the least and the greatest of each list, evenly spread (sample.ts); left out,
   * every combination.
   */
  readonly sample?: { readonly count: number; readonly seed: number } | undefined;
  /** Left out, that of the experiment. */
  readonly halving?: Halving | undefined;
  /** Left out, the experiment's own seeds. */
  readonly seeds?: readonly number[] | undefined;
}

/** The textbook's steps. */
export const usualRates: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

/** One more than a document may have: of more, the check tells the same problem. */
export const mostSampled = 101;

/** Seeds 1 to `count`. */
export function seedsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** What a sweep replaces; the rest of a draft may be unfinished. */
type Sweepable = Pick<Experiment, "variants" | "seeds" | "evaluation"> & {
  readonly data: { readonly train: number };
};

/**
 * Replaces the experiment's variants by the sweep's, all rates of one size and width after another. Enlarges the
 * training split to the largest size; this changes no sample of either split.
 */
export function sweepOf<Document extends Sweepable>(experiment: Document, sweep: Sweep): Document {
  const { sizes = [], seeds = experiment.seeds, sample, halving } = sweep;
  const lists = listsOf(sweep);
  const changes = sample ? sampled(lists, sample) : combined(lists);
  const train = Math.max(experiment.data.train, ...sizes);
  return {
    ...experiment,
    data: { ...experiment.data, train },
    variants: changes.map(variantOf),
    seeds: [...seeds],
    evaluation: { ...experiment.evaluation, ...(halving && { halving }) },
  };
}

/** A list of values with the setting that takes them: one of a variant's own fields, or a path. */
interface List extends Range {
  readonly field: "rate" | "train" | "width" | null;
  readonly path: string;
}

function listsOf({ rates, sizes = [], widths = [], axes = [] }: Sweep): List[] {
  const own = (field: "rate" | "train" | "width", values: readonly number[], whole = false): List[] =>
    values.length > 0 ? [{ field, path: field, values, whole }] : [];
  const others = axes.map(({ path, values, log }): List => {
    const whole = values.every((value) => Number.isInteger(value));
    return { field: null, path, values, log, whole };
  });
  const settings = [...own("train", sizes, true), ...own("width", widths), ...others];
  // Without any list, the missing rates are the problem that the check tells.
  return settings.length > 0
    ? [...settings, ...own("rate", rates)]
    : [{ field: "rate", path: "rate", values: rates }];
}

type Chosen = readonly { readonly list: List; readonly value: unknown }[];

function combined(lists: readonly List[]): Chosen[] {
  return lists.reduce<Chosen[]>(
    (before, list) => before.flatMap((chosen) => list.values.map((value) => [...chosen, { list, value }])),
    [[]],
  );
}

function sampled(lists: readonly List[], { count, seed }: NonNullable<Sweep["sample"]>): Chosen[] {
  return evenPoints(count, lists.length, seed).map((point) =>
    lists.map((list, index) => ({ list, value: valueAt(list, point[index]!) })),
  );
}

/** Names are English in documents; src/messages/given-names.ts translates them where people read them. */
function variantOf(chosen: Chosen): Variant {
  const own = (field: List["field"]) =>
    chosen.find(({ list }) => list.field === field)?.value as number | undefined;
  const [rate, train, width] = [own("rate"), own("train"), own("width")];
  const others = chosen.filter(({ list }) => list.field === null);
  const parts = [
    ...(rate === undefined ? [] : [rate === 0 ? "no dropout" : `p = ${rate}`]),
    ...(train === undefined ? [] : [`${train} rows`]),
    ...(width === undefined ? [] : [`width × ${width}`]),
    ...others.map(({ list, value }) => `${shortPath(list.path)} = ${textOf(value)}`),
  ];
  return {
    name: parts.join(", ").slice(0, 200),
    ...(rate !== undefined && { rate }),
    ...(train !== undefined && { train }),
    ...(width !== undefined && { width }),
    ...(others.length > 0 && {
      set: Object.fromEntries(others.map(({ list, value }) => [list.path, value])),
    }),
  };
}

/** "l2" of the training, "noise" of the data, "optimizer" for its type, "layers[3].units" of the network. */
export function shortPath(path: string): string {
  return path
    .replace(/^(data|network|training|evaluation)\./, "")
    .replace(/^optimizer\.(?!type$)/, "")
    .replace(/\.type$/, "");
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
