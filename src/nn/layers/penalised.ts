import { kindOf, type Layer } from "./kinds";
import { type Penalty, penaltySettings } from "./penalty";

export const penaltyNames = Object.keys(penaltySettings) as (keyof Penalty)[];

/** A layer that can have penalties of its own. */
export type PenalisedLayer = Layer & { -readonly [Name in keyof Penalty]?: number | undefined };

export function takesPenalty(layer: Layer): layer is PenalisedLayer {
  return penaltyNames.every((name) => name in kindOf(layer).schema.shape);
}
