import type { Experiment, Variant } from "../experiment/schema";
import { isHalted } from "../experiment/halving-ranks";
import { forgetsEval, ratesOf } from "../nn/network";
import { layersOf, trainingRowsOf } from "../experiment/variants";
import type { RunRecords } from "./runs";

/** The part of an experiment that an analysis needs. */
export type Analysed = Pick<
  Experiment,
  "variants" | "network" | "data" | "training" | "evaluation" | "seeds"
>;

/** A variant with what makes it comparable to others. */
export interface Described {
  readonly variant: string;
  readonly rate: number | null;
  readonly drops: boolean;
  readonly forgetsEval: boolean;
  readonly train: number;
  readonly width: number;
  /** What else differs from the experiment; absent if nothing does. */
  readonly set?: Variant["set"];
  /** The epoch at which successive halving halted it. */
  readonly haltedAt?: number;
}

/** Variants of one size and width, and the one, where there is one, that the others are held against. */
export interface Group {
  readonly baseline: Described | null;
  readonly others: readonly Described[];
}

export function describe(variant: Variant, experiment: Analysed): Described {
  const { name, rate = null, width = 1, set } = variant;
  const layers = layersOf(experiment, variant);
  return {
    variant: name,
    rate,
    drops: ratesOf(layers).some((each) => each > 0),
    forgetsEval: forgetsEval(layers),
    train: trainingRowsOf(experiment, variant),
    width,
    ...(set && { set }),
  };
}

/** The epoch after which a variant was halted, as any of its runs tells; undefined if it was not. */
export function haltedAt(experiment: Analysed, runs: readonly RunRecords[]): number | undefined {
  const ends = runs.map(({ status, records }) => ({ status, epochsDone: records.at(-1)?.epoch ?? 0 }));
  return ends.find((end) => isHalted(experiment, end))?.epochsDone;
}

/** Whether two variants differ in nothing but size and width. */
function areAlike(one: Described, other: Described): boolean {
  const set = ({ set = {} }: Described) => JSON.stringify(Object.entries(set).sort());
  return one.rate === other.rate && one.drops === other.drops && set(one) === set(other);
}

/**
 * The baseline of a group is the first variant that drops nothing. One that a person chose is that of its own group, and in
 * the other groups the variant that differs in nothing else is, if there is one.
 */
export function groupsOf(variants: readonly Described[], chosen: Described | null = null): Group[] {
  const groups = new Map<string, Described[]>();
  for (const one of variants) {
    const key = `${one.train} ${one.width}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((members) => {
    const alike = chosen && members.find((one) => areAlike(one, chosen));
    const own = chosen && members.includes(chosen) ? chosen : alike;
    const baseline = own ?? members.find(({ drops }) => !drops) ?? null;
    return { baseline, others: members.filter((one) => one !== baseline) };
  });
}
