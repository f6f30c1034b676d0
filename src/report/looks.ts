import type { Experiment } from "../experiment/schema";
import { ratesOf } from "../nn/network";
import { layersOf } from "../experiment/variants";
import { type Marker, markers } from "./markers";
import { categories, category, type Ink, neutral, shade } from "./palette";

/**
 * Distinguishes a variant from the others everywhere: in pills, tables, plots and charts, on the page and in the
 * report. Dashes are not part of it: they show what is measured.
 */
export interface Look {
  readonly ink: Ink;
  /** On its curves and beside its name; null if the colour alone is enough. */
  readonly marker: Marker | null;
  /** Number among the looks made together. */
  readonly index: number;
}

/** With at least this many curves, their ends have labels as well. */
export const mostWithoutNames = 8;

/** The number of rates that colour alone can distinguish. */
const clearSteps = 7;

/** The looks of an experiment's variants, in their order. */
export function variantLooks(experiment: Pick<Experiment, "network" | "variants">): Look[] {
  return looksOf(experiment.variants.map((variant) => meanRate(experiment, variant)));
}

/** What a variant drops: one number, even if its layers differ. */
export function meanRate(
  experiment: Pick<Experiment, "network">,
  variant: Experiment["variants"][number],
): number {
  const rates = ratesOf(layersOf(experiment, variant));
  return rates.length === 0 ? 0 : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

/**
 * A look for each of these drop rates. If rates vary, colours follow the rate, and equal rates (of other sizes,
 * widths or experiments) get different markers. Otherwise each variant has its own colour, and from the ninth on also
 * a marker.
 */
export function looksOf(rates: readonly number[]): Look[] {
  const dropping = [...new Set(rates)].filter((rate) => rate > 0).sort((one, other) => one - other);
  const distinct = new Set(rates).size;
  const isByRate = distinct >= 3 || distinct === rates.length;
  return isByRate ? byRate(rates, dropping) : byPlace(rates);
}

function byRate(rates: readonly number[], dropping: readonly number[]): Look[] {
  // Neighbours on a long scale look too similar, so they alternate between markers.
  const turns = Math.max(1, Math.ceil(dropping.length / clearSteps));
  const seen = new Map<number, number>();
  return rates.map((rate, index) => {
    const before = seen.get(rate) ?? 0;
    seen.set(rate, before + 1);
    const step = dropping.indexOf(rate);
    const ink = step < 0 ? neutral : shade(position(step, dropping.length));
    return { ink, marker: markerAt(before * turns + (Math.max(0, step) % turns)), index };
  });
}

/**
 * Equal steps; the first one leads from the baseline to the lowest rate, so the baseline lies a little below the
 * scale.
 */
function position(step: number, steps: number): number {
  if (steps === 1) return 0.5;
  const baseline = -1 / (clearSteps - 1);
  return baseline + ((1 - baseline) * (step + 1)) / steps;
}

function byPlace(rates: readonly number[]): Look[] {
  const hasBaseline = rates.filter((rate) => rate === 0).length === 1;
  let number = 0;
  return rates.map((rate, index) => {
    if (hasBaseline && rate === 0) return { ink: neutral, marker: null, index };
    const look = {
      ink: category(number),
      marker: markerAt(Math.floor(number / categories.length)),
      index,
    };
    number += 1;
    return look;
  });
}

/** The first one has no marker. */
function markerAt(number: number): Marker | null {
  const index = number % (markers.length + 1);
  return index === 0 ? null : markers[index - 1]!;
}

/** Colours nearer than this in red, green and blue are taken for one; neighbours on the scale of rates are further apart. */
const alikeWithin = 40;

/**
 * The looks of several experiments that are shown together. Each keeps its own unless one before it looks alike: then it
 * keeps its colour and gets another marker, and where all are taken, another colour too.
 */
export function togetherLooks(experiments: readonly (readonly Look[])[]): Look[][] {
  const taken: ShownLook[] = [];
  let index = 0;
  return experiments.map((looks) => {
    // One experiment's own looks are told apart as they are, however near their colours.
    const before = [...taken];
    const placed = looks.map((look): Look => {
      if (!before.some((other) => areAlike(other, look))) return { ...look, index: index++ };
      const avoided = [...taken, ...looks];
      const free = candidates(look).find((one) => !avoided.some((other) => areAlike(other, one))) ?? look;
      const changed = { ...free, index: index++ };
      taken.push(changed);
      return changed;
    });
    taken.push(...placed);
    return placed;
  });
}

type ShownLook = Pick<Look, "ink" | "marker">;

function areAlike(one: ShownLook, other: ShownLook): boolean {
  return keyOf(one.marker) === keyOf(other.marker) && distance(one.ink.light, other.ink.light) < alikeWithin;
}

function candidates({ ink, marker }: Look): ShownLook[] {
  const all = [marker, ...[null, ...markers].filter((other) => keyOf(other) !== keyOf(marker))];
  return [ink, ...categories].flatMap((colour) => all.map((other) => ({ ink: colour, marker: other })));
}

const keyOf = (marker: Marker | null) => (marker ? `${marker.shape} ${marker.hollow}` : "");

function distance(one: string, other: string): number {
  const apart = [1, 3, 5].map(
    (at) => parseInt(one.slice(at, at + 2), 16) - parseInt(other.slice(at, at + 2), 16),
  );
  return Math.hypot(...apart);
}
