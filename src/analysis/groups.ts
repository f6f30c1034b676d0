import type { Experiment, Variant } from "../experiment/schema";
import { isHalted } from "../experiment/halving-ranks";
import { forgetsEval, ratesOf } from "../nn/network";
import { epochsOf, layersOf, trainingRowsOf } from "../experiment/variants";
import { dataText, haveOneUnit, type OwnData, ownDataOf } from "./own-data";
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
  /** Absent where no variant of the experiment sets anything of its data. */
  readonly data?: OwnData;
  /** The planned epochs; absent where all variants have those of the experiment. */
  readonly epochs?: number;
  /** The epoch at which successive halving halted it. */
  readonly haltedAt?: number;
}

/** Variants of one size, width and data, and the one, where there is one, that the others are held against. */
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
    ...ownParts(variant, experiment),
  };
}

function ownParts(variant: Variant, experiment: Analysed): Pick<Described, "data" | "epochs"> {
  const paths = experiment.variants.flatMap(({ set = {} }) => Object.keys(set));
  return {
    ...(paths.some((path) => path.startsWith("data.")) && { data: ownDataOf(experiment, variant) }),
    ...(paths.includes("training.epochs") && { epochs: epochsOf(experiment, variant) }),
  };
}

/** The epoch after which a variant was halted, as any of its runs tells; undefined if it was not. */
export function haltedAt(experiment: Analysed, runs: readonly RunRecords[]): number | undefined {
  const ends = runs.map(({ status, records }) => ({ status, epochsDone: records.at(-1)?.epoch ?? 0 }));
  return ends.find((end) => isHalted(experiment, end))?.epochsDone;
}

/** Whether two variants differ in nothing but size, width and data. */
function areAlike(one: Described, other: Described): boolean {
  const set = ({ set = {} }: Described) =>
    JSON.stringify(
      Object.entries(set)
        .filter(([path]) => !path.startsWith("data."))
        .sort(),
    );
  return one.rate === other.rate && one.drops === other.drops && set(one) === set(other);
}

/**
 * The baseline of a group is the first variant that drops nothing. One that a person chose is that of its own group, and in
 * the other groups the variant that differs in nothing else is, if there is one.
 */
export function groupsOf(
  variants: readonly Described[],
  chosen: Described | null = null,
  isRegression = false,
): Group[] {
  const groups = new Map<string, Described[]>();
  for (const one of variants) {
    const key = `${one.train} ${one.width}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const ofOneData = [...groups.values()].flatMap((members) => dividedByData(members, variants, isRegression));
  return ofOneData.map((members) => {
    const alike = chosen && members.find((one) => areAlike(one, chosen));
    const own = chosen && members.includes(chosen) ? chosen : alike;
    const baseline = own ?? members.find(({ drops }) => !drops) ?? null;
    return { baseline, others: members.filter((one) => one !== baseline) };
  });
}

/**
 * Variants with equal data are compared with each other. One with data that no other has is held against those with the first
 * variant's data, and against others like itself, where their losses are in one unit: what is said of them names the data.
 */
function dividedByData(
  members: readonly Described[],
  [first]: readonly Described[],
  isRegression: boolean,
): Described[][] {
  const byData = new Map<string, Described[]>();
  for (const one of members) byData.set(dataText(one), [...(byData.get(dataText(one)) ?? []), one]);
  if (byData.size <= 1) return [[...members]];
  const isHost = (group: readonly Described[]) =>
    group.length === 1 || dataText(group[0]!) === dataText(first!);
  const hosts = members.filter((one) => isHost(byData.get(dataText(one))!));
  const whole = [...byData.values()].filter((group) => !isHost(group));
  const [host] = hosts;
  const [joined, alone] = [true, false].map((wanted) =>
    hosts.filter((one) => haveOneUnit(one, host!, isRegression) === wanted),
  );
  return [...(joined!.length > 0 ? [joined!] : []), ...whole, ...alone!.map((one) => [one])];
}
