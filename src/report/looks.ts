import type { Experiment } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import { type Marker, markers } from "./markers";
import { categories, category, type Ink, neutral, shade } from "./palette";

/**
 * How a variant is told from the others wherever it is shown: in pills, tables, plots and charts, on the page and in the
 * report. Dashes are not among it: they tell what is measured.
 */
export interface Look {
  readonly ink: Ink;
  /** On its curves, and beside its name; null where the colour alone tells it from the others. */
  readonly marker: Marker | null;
  /** Among the looks it was made with. */
  readonly place: number;
}

/** From this many on, curves have their names at their ends as well. */
export const mostWithoutNames = 8;

/** Steps of the scale of rates that are told apart by colour alone. */
const clearSteps = 7;

/** The looks of an experiment's variants, in their order. */
export function variantLooks(experiment: Pick<Experiment, "network" | "variants">): Look[] {
  return looksOf(experiment.variants.map((variant) => meanRate(experiment, variant)));
}

/** What a variant drops: one number also where its layers differ. */
export function meanRate(
  experiment: Pick<Experiment, "network">,
  variant: Experiment["variants"][number],
): number {
  const rates = layersOf(experiment, variant).flatMap((layer) =>
    layer.type === "dropout" ? [layer.rate] : [],
  );
  return rates.length === 0 ? 0 : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

/**
 * A look for each of these drop rates. Where rates are what is varied, colours follow them, and what has the same rate
 * (another size, width or experiment) has another marker; else each has a colour of its own, and from the ninth on a
 * marker too.
 */
export function looksOf(rates: readonly number[]): Look[] {
  const dropping = [...new Set(rates)].filter((rate) => rate > 0).sort((one, other) => one - other);
  const distinct = new Set(rates).size;
  const isByRate = distinct >= 3 || distinct === rates.length;
  return isByRate ? byRate(rates, dropping) : byPlace(rates);
}

function byRate(rates: readonly number[], dropping: readonly number[]): Look[] {
  // Neighbours on a long scale are too much alike: markers by turns.
  const turns = Math.max(1, Math.ceil(dropping.length / clearSteps));
  const seen = new Map<number, number>();
  return rates.map((rate, place) => {
    const before = seen.get(rate) ?? 0;
    seen.set(rate, before + 1);
    const step = dropping.indexOf(rate);
    const ink = step < 0 ? neutral : shade(position(step, dropping.length));
    return { ink, marker: markerAt(before * turns + (Math.max(0, step) % turns)), place };
  });
}

/** Steps of one width, the first of them from the baseline to the lowest rate: it lies a little below the scale. */
function position(step: number, steps: number): number {
  if (steps === 1) return 0.5;
  const baseline = -1 / (clearSteps - 1);
  return baseline + ((1 - baseline) * (step + 1)) / steps;
}

function byPlace(rates: readonly number[]): Look[] {
  const hasBaseline = rates.filter((rate) => rate === 0).length === 1;
  let number = 0;
  return rates.map((rate, place) => {
    if (hasBaseline && rate === 0) return { ink: neutral, marker: null, place };
    const look = { ink: category(number), marker: markerAt(Math.floor(number / categories.length)), place };
    number += 1;
    return look;
  });
}

/** The first has none. */
function markerAt(number: number): Marker | null {
  const place = number % (markers.length + 1);
  return place === 0 ? null : markers[place - 1]!;
}

/** Colours nearer than this in red, green and blue are taken for one; neighbours on the scale of rates are further apart. */
const alikeWithin = 40;

/**
 * The looks of several experiments that are shown together. Each keeps its own unless one before it looks alike: then it
 * keeps its colour and gets another marker, and where all are taken, another colour too.
 */
export function togetherLooks(experiments: readonly (readonly Look[])[]): Look[][] {
  const taken: ShownLook[] = [];
  let place = 0;
  return experiments.map((looks) => {
    // One experiment's own looks are told apart as they are, however near their colours.
    const before = [...taken];
    const placed = looks.map((look): Look => {
      if (!before.some((other) => areAlike(other, look))) return { ...look, place: place++ };
      const avoided = [...taken, ...looks];
      const free = candidates(look).find((one) => !avoided.some((other) => areAlike(other, one))) ?? look;
      const changed = { ...free, place: place++ };
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
