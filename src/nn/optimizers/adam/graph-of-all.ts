import type { AdamW } from "../adamW/optimizer";
import { learningRateOf, powerOfStep, type UpdatedVariable, type UpdateStep } from "../graph-optimizer";
import type { Adam } from "./optimizer";

/**
 * A step of Adam or AdamW on all variables by one of the lab's own operations (native/ops.cc), which changes their memory in place: who
 * reads an old value must run before it. @returns the name of the updating node
 */
export function adamOfAll(step: UpdateStep<Adam | AdamW>, all: readonly UpdatedVariable[]): string {
  const { graph, variables, settings } = step;
  const { beta1, beta2, epsilon } = settings;
  const slots = [0, 1].flatMap((slot) => all.map((each) => variables.read(each.slots[slot]!)));
  return graph.addAction("LabAdam", {
    inputs: [
      powerOfStep(step, beta1),
      powerOfStep(step, beta2),
      learningRateOf(step),
      ...all.map(({ variable }) => variables.read(variable)),
      ...slots,
      ...all.map(({ gradient }) => gradient),
    ],
    after: all.flatMap(({ after }) => after),
    attributes: {
      N: { integer: all.length },
      beta1: { float: beta1 },
      beta2: { float: beta2 },
      epsilon: { float: epsilon },
      decay: { float: settings.type === "adamW" ? settings.weightDecay : 0 },
    },
  });
}
