import { type MetricName, type ModeName, modeNames } from "../../src/analysis/names";
import type { Estimate, VariantAtEpoch } from "../../src/analysis/schema";
import { ratesOf } from "../../src/nn/network";
import { layersOf, trainingRowsOf } from "../../src/experiment/variants";
import { type Look, looksOf } from "../../src/report/looks";
import type { Experiment, Variant } from "../../src/experiment/schema";

/** The settings that the horizontal axis can show. */
export const axisNames = ["rate", "rows", "width", "variant"] as const;
export type AxisName = (typeof axisNames)[number];

/** A variant's position on an axis; null if its layers drop at different rates. */
export interface Coordinates {
  readonly rate: number | null;
  readonly rows: number;
  readonly width: number;
}

/** One group with its numbers at the chosen moment. */
export interface PlottedGroup extends Coordinates {
  readonly key: string;
  readonly name: string;
  readonly experimentId: string;
  readonly experimentName: string;
  readonly look: Look;
  readonly numbers: VariantAtEpoch | null;
  /** One per counted seed, in the order of `numbers.seeds`; regression has no accuracy. */
  readonly seeds: Readonly<Record<ModeName, Partial<Record<MetricName, readonly number[]>>>>;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** The 95 % interval; null for a single seed. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the interval is cut at the bound of its measure. */
  readonly clipped: boolean;
  readonly seeds: readonly number[];
  readonly name: string;
}

export interface PlotLine {
  readonly mode: ModeName;
  /** Lines with the same number differ only in their mode. */
  readonly number: number;
  /** The look of its groups if they look the same; otherwise its own. */
  readonly look: Look;
  /** Distinguishes its points from other lines' points. */
  readonly parts: LineParts;
  readonly points: readonly PlotPoint[];
}

/** Only the settings that differ between lines. */
export interface LineParts extends Partial<Coordinates> {
  readonly experiment?: string;
}

export function coordinatesOf(experiment: Experiment, variant: Variant): Coordinates {
  const rates = ratesOf(layersOf(experiment, variant));
  return {
    rate: new Set(rates).size > 1 ? null : (rates[0] ?? 0),
    rows: trainingRowsOf(experiment, variant),
    width: variant.width ?? 1,
  };
}

/** Whether the groups have different positions on an axis. */
export function differAlong(axis: keyof Coordinates, groups: readonly Coordinates[]): boolean {
  return new Set(groups.map((group) => group[axis])).size > 1;
}

/** The axes with more than one position. */
export function possibleAxes(groups: readonly Coordinates[]): AxisName[] {
  const numbered = groups.every(({ rate }) => rate !== null);
  return axisNames.filter(
    (axis) => axis === "variant" || (differAlong(axis, groups) && (axis !== "rate" || numbered)),
  );
}

/** Sizes and widths are swept to see how the gain changes with them; otherwise the rate is the question. */
export function usualAxis(groups: readonly Coordinates[]): AxisName {
  const possible = possibleAxes(groups);
  return (["rows", "width", "rate"] as const).find((axis) => possible.includes(axis)) ?? "variant";
}

/**
 * A line for each mode and each combination of the settings that the axis does not show, its points from left to
 * right.
 */
export function plotLines(groups: readonly PlottedGroup[], axis: AxisName, measure: MetricName): PlotLine[] {
  const lines = new Map<string, PlottedGroup[]>();
  for (const group of groups) {
    const rest =
      axis === "variant" ? [] : (["rate", "rows", "width"] as const).filter((name) => name !== axis);
    const key = JSON.stringify([group.experimentId, ...rest.map((name) => group[name])]);
    lines.set(key, [...(lines.get(key) ?? []), group]);
  }
  const members = [...lines.values()];
  const looks = lineLooks(members);
  return members.flatMap((line, number) =>
    modeNames.map((mode) => ({
      mode,
      number,
      look: looks[number]!,
      parts: partsOf(line[0]!, groups, axis),
      points: line
        .flatMap((group) =>
          pointOf(group, axis === "variant" ? groups.indexOf(group) : group[axis], mode, measure),
        )
        .sort((one, other) => one.x - other.x),
    })),
  );
}

/** A line whose groups have one colour keeps it. Along rates a line covers all of them, and gets its own colour. */
function lineLooks(lines: readonly (readonly PlottedGroup[])[]): Look[] {
  const isOfOne = lines.every((line) => new Set(line.map(({ look }) => look.ink.light)).size === 1);
  const own = lines.map((line) => line[0]!.look);
  const areTold = (keys: readonly string[]) => isOfOne && new Set(keys).size === lines.length;
  if (lines.some(({ length }) => length > 1) && areTold(own.map(({ ink }) => ink.light)))
    return own.map((look) => ({ ...look, marker: null }));
  if (areTold(own.map(({ ink, marker }) => JSON.stringify([ink.light, marker])))) return own;
  return looksOf(lines.map(() => 1));
}

/** The bounds of a measure, which an interval over few seeds can pass: the plot ends there. */
export interface Limits {
  readonly least: number;
  readonly greatest: number;
}

export const limitsOf: Record<MetricName, Limits> = {
  loss: { least: 0, greatest: Infinity },
  accuracy: { least: 0, greatest: 1 },
};

/** Where intervals are cut, and how many. */
export function cutIntervals(
  lines: readonly PlotLine[],
  { least, greatest }: Limits,
): { limit: number; count: number }[] {
  const points = lines.flatMap((line) => line.points);
  return [
    {
      limit: least,
      count: points.filter(({ low, clipped }) => low !== null && (low < least || (clipped && low === least)))
        .length,
    },
    {
      limit: greatest,
      count: points.filter(
        ({ high, clipped }) => high !== null && (high > greatest || (clipped && high === greatest)),
      ).length,
    },
  ].filter(({ count }) => count > 0);
}

function partsOf(group: PlottedGroup, groups: readonly PlottedGroup[], axis: AxisName): LineParts {
  const differs = (name: keyof PlottedGroup) => groups.some((other) => other[name] !== group[name]);
  const own = (name: keyof Coordinates) =>
    axis !== name && axis !== "variant" && differs(name) ? { [name]: group[name] } : {};
  return {
    ...(differs("experimentId") && { experiment: group.experimentName }),
    ...own("rate"),
    ...own("rows"),
    ...own("width"),
  };
}

function pointOf(group: PlottedGroup, x: number | null, mode: ModeName, measure: MetricName): PlotPoint[] {
  const estimate: Estimate | undefined = group.numbers?.[mode][measure];
  if (!estimate || x === null) return [];
  const { mean, low, high, clipped = false } = estimate;
  return [{ x, y: mean, low, high, clipped, seeds: group.seeds[mode][measure] ?? [], name: group.name }];
}
