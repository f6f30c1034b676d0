import type { ModeName } from "../../src/analysis/names";
import type { XAxis } from "./axis";
import type { RunGroup } from "./groups";
import { type Kind, kinds } from "./kinds";

/**
 * How the seeds of a group are drawn: as their mean, as the mean with the single seeds behind it, or as single seeds
 * only.
 */
export const seedLooks = ["mean", "both", "single"] as const;
export type SeedLook = (typeof seedLooks)[number];

/** The band around a mean: none, one standard deviation, the 95 % interval of the mean, or all seeds. */
export const bandKinds = ["none", "sd", "interval", "range"] as const;
export type BandKind = (typeof bandKinds)[number];

/** The chosen epoch of each counted seed, by the group's key. */
export type Counted = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Which curves are drawn, and how. */
export interface CurveChoice {
  /** The kinds that are switched on. */
  readonly groups: readonly RunGroup[];
  readonly kinds: ReadonlySet<Kind>;
  readonly seeds: SeedLook;
  readonly band: BandKind;
  /** Weight of the moving average; 0 draws the values as they are. */
  readonly smoothing: number;
  /** The chosen evaluation mode; the other one steps back. */
  readonly front: ModeName;
  readonly counted: Counted;
  readonly xAxis: XAxis;
  readonly logX: boolean;
  /** For losses; shares have no use for a logarithmic axis. */
  readonly logY: boolean;
  /** Whether the vertical axis leaves out the most extreme values. */
  readonly ignoreOutliers: boolean;
}

/** The kinds that are drawn, in the order of the legend. */
export function shownKinds(choice: CurveChoice): Kind[] {
  return kinds.filter((kind) => choice.kinds.has(kind) && choice.groups.some((group) => has(group, kind)));
}

/** Whether the runs of a group measure it. */
export function has({ averages }: RunGroup, kind: Kind): boolean {
  return kind !== "averaged" || averages;
}

/** Whether a kind belongs to the mode that is not chosen, while the chosen mode is drawn too. */
export function stepsBack(kind: Kind, { front, kinds: shown }: CurveChoice): boolean {
  return (kind === "correct" || kind === "forgotten") && kind !== front && shown.has(front);
}
