import type { NumberField } from "../../fields/fields";
import type { SettingProblem } from "../../fields/registry";
import { z } from "../../messages/zod";

/** Settings that several optimizers have. */

export const learningRate = z.number().positive();
export const decay = z.number().min(0).lt(1);
export const epsilon = z.number().positive().default(1e-7);

/** Every optimizer has it, so the form shows it first. */
export const learningRateField: NumberField = {
  kind: "number",
  key: "learningRate",
  min: 0.0001,
  step: 0.0005,
};
export const decayField = (key: string): NumberField => ({
  kind: "number",
  key,
  min: 0,
  max: 0.9999,
  step: 0.01,
});
export const epsilonField: NumberField = { kind: "number", key: "epsilon", min: 0, max: 1, step: 1e-7 };

/** An optimizer that scales each gradient by its size changes each weight by about the learning rate. */
export function warnOfLargeSteps({ learningRate }: { readonly learningRate: number }): SettingProblem[] {
  return learningRate > 0.03
    ? [{ field: "learningRate", code: "learningRateLarge", parameters: { learningRate } }]
    : [];
}
