import type { Task } from "../../fields/task";
import { z } from "../../messages/zod";
import type { LossKind } from "./loss-kind";
import { meanSquaredError } from "./meanSquaredError/loss";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy/loss";

/** Every loss, in the order in which they are offered. */
export const losses = [softmaxCrossEntropy, meanSquaredError] as const;

export const lossTypes = losses.map(({ type }) => type);
export type Loss = (typeof lossTypes)[number];

export const lossSchema = z.enum(lossTypes);

export function lossOf(type: Loss): LossKind<Loss> {
  return losses.find((loss) => loss.type === type)!;
}

/** The loss that an experiment with this task gets. */
export function usualLossFor(task: Task): Loss {
  return losses.find(({ fits }) => fits === task)!.type;
}

/** What is measured where these losses are trained with, each measure once. */
export function measuresOf(types: readonly Loss[]): LossKind<Loss>["measures"] {
  return [...new Set(["loss" as const, ...types.flatMap((type) => lossOf(type).measures)])];
}
