import type { ModeName } from "../../src/analysis/names";
import type { XAxis } from "./axis";
import type { RunGroup } from "./groups";
import { type Kind, kinds } from "./kinds";

/** How the seeds of a group are drawn: their mean, the mean with the single ones behind it, or these alone. */
export const seedLooks = ["mean", "both", "single"] as const;
export type SeedLook = (typeof seedLooks)[number];

/** What the band around a mean is: nothing, one standard deviation, the 95 % interval of the mean, all seeds. */
export const bandKinds = ["none", "sd", "interval", "range"] as const;
export type BandKind = (typeof bandKinds)[number];

/** By the key of a group: of each seed that counts, the epoch at which it does. */
export type Counted = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** What is drawn, and how. */
export interface CurveChoice {
  /** Those that are switched on. */
  readonly groups: readonly RunGroup[];
  readonly kinds: ReadonlySet<Kind>;
  readonly seeds: SeedLook;
  readonly band: BandKind;
  /** Weight of the moving average; 0 draws the values as they are. */
  readonly smoothing: number;
  /** The evaluation mode in front: the other one steps back. */
  readonly front: ModeName;
  readonly counted: Counted;
  readonly xAxis: XAxis;
  readonly logX: boolean;
  /** Of the loss; shares of right answers have no use for it. */
  readonly logY: boolean;
  /** Whether the vertical axis leaves out the most extreme values. */
  readonly ignoreOutliers: boolean;
}

/** The kinds that are drawn, in the order of the legend. */
export function shownKinds(choice: CurveChoice): Kind[] {
  return kinds.filter((kind) => choice.kinds.has(kind));
}

/** Whether a kind is the evaluation mode that is not looked at, while the one that is looked at is there too. */
export function stepsBack(kind: Kind, { front, kinds: shown }: CurveChoice): boolean {
  return (kind === "correct" || kind === "forgotten") && kind !== front && shown.has(front);
}
