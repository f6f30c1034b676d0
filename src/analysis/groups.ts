import type { Experiment, Variant } from "../experiment/schema";
import { forgetsEval, ratesOf } from "../nn/network";
import { layersOf, trainingRowsOf } from "../experiment/variants";

/** The part of an experiment that an analysis needs. */
export type Analysed = Pick<Experiment, "variants" | "network" | "data" | "evaluation" | "seeds">;

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
