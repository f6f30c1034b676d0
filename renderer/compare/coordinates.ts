import { layersOf, trainingRowsOf } from "../../src/experiment/variants";
import type { Experiment, Variant } from "../../src/experiment/schema";
import { ratesOf } from "../../src/nn/network";

/** A variant's position on an axis; null if its layers drop at different rates. */
export interface Coordinates {
  readonly rate: number | null;
  readonly rows: number;
  readonly width: number;
}

export function coordinatesOf(experiment: Experiment, variant: Variant): Coordinates {
  const rates = ratesOf(layersOf(experiment, variant));
  return {
    rate: new Set(rates).size > 1 ? null : (rates[0] ?? 0),
    rows: trainingRowsOf(experiment, variant),
    width: variant.width ?? 1,
  };
}
