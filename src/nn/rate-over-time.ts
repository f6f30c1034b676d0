import type { NumberField } from "../fields/fields";
import { z } from "../messages/zod";
import type { Layer } from "./layers/kinds";
import { drops, mapLayers } from "./network";

/**
 * How the rates of the layers that drop change from epoch to epoch: all are multiplied by one factor. At 0 an epoch trains
 * as it would without these layers, bit for bit.
 */

const epochs = z.int().min(1).max(100_000).default(5);
const share = z.number().min(0).max(1);

export const rateOverTimeSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("constant") }),
  /** Only in the first epochs (Liu et al. 2023, "early dropout"). */
  z.strictObject({ type: z.literal("early"), epochs }),
  /** Only after the first epochs (Liu et al. 2023, "late dropout"). */
  z.strictObject({ type: z.literal("late"), epochs }),
  /** Evenly from one share to another, which the last of these epochs has (Morerio et al. 2017: from none to all). */
  z.strictObject({ type: z.literal("linear"), epochs, from: share.default(0), to: share.default(1) }),
]);
export type RateOverTime = z.infer<typeof rateOverTimeSchema>;

export const rateOverTimeTypes = rateOverTimeSchema.options.map(({ shape }) => shape.type.value);

const epochsField: NumberField = { kind: "number", key: "epochs", min: 1 };
const shareField = (key: string): NumberField => ({ kind: "number", key, min: 0, max: 1, step: 0.05 });

/** The settings of each, in the order in which they are shown. */
export const rateOverTimeFields: Readonly<Record<RateOverTime["type"], readonly NumberField[]>> = {
  constant: [],
  early: [epochsField],
  late: [epochsField],
  linear: [epochsField, shareField("from"), shareField("to")],
};

interface Plan {
  readonly rateOverTime?: RateOverTime | undefined;
}

/** The factor on every rate in an epoch, counted from 1. */
export function rateFactor({ rateOverTime }: Plan, epoch: number): number {
  switch (rateOverTime?.type) {
    case undefined:
    case "constant":
      return 1;
    case "early":
      return epoch <= rateOverTime.epochs ? 1 : 0;
    case "late":
      return epoch <= rateOverTime.epochs ? 0 : 1;
    case "linear": {
      const { epochs, from, to } = rateOverTime;
      return epoch >= epochs ? to : from + ((to - from) * (epoch - 1)) / (epochs - 1);
    }
  }
}

/** Whether the rates are not the same in all epochs. */
export function ratesVary({ rateOverTime }: Plan): boolean {
  return rateOverTime !== undefined && rateOverTime.type !== "constant";
}

/** The layers with their rates in an epoch. */
export function layersInEpoch(layers: readonly Layer[], plan: Plan, epoch: number): readonly Layer[] {
  if (!ratesVary(plan)) return layers;
  const factor = rateFactor(plan, epoch);
  return mapLayers(layers, (layer) => (drops(layer) ? { ...layer, rate: factor * layer.rate } : layer));
}
