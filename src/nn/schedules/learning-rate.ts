import { type Schedule, scheduleOf } from "./kinds";
import type { WatchedLoss } from "./schedule-kind";

/** The settings on which a run's learning rate depends. */
export interface LearningRatePlan {
  readonly optimizer: { readonly learningRate: number };
  readonly schedule?: Schedule | undefined;
  readonly epochs: number;
}

/** A step of training. */
export interface StepPlace {
  /** From 1. */
  readonly epoch: number;
  /** Its batch in the epoch, from 0, of so many. */
  readonly batch: number;
  readonly batches: number;
}

/**
 * The learning rate of a step. In the warm-up it is (steps done + 1) / (steps of the warm-up) of the whole: PyTorch's
 * LinearLR. Then the schedule begins, as after a milestone of SequentialLR.
 * @param watched the factor that a schedule which watches the validation loss has come to
 */
export function learningRateOf(
  { optimizer: { learningRate }, schedule, epochs }: LearningRatePlan,
  { epoch, batch, batches }: StepPlace,
  watched = 1,
): number {
  if (!schedule) return learningRate;
  const { warmup } = schedule;
  const stepsBefore = (epoch - 1 - warmup) * batches + batch;
  const stepsOfWarmup = warmup * batches;
  if (stepsBefore < 0) return learningRate * ((stepsBefore + stepsOfWarmup + 1) / stepsOfWarmup);
  const moment = { epochs: epoch - 1 - warmup, progress: stepsBefore / ((epochs - warmup) * batches) };
  return learningRate * scheduleOf(schedule).factor(schedule as never, moment, watched);
}

/** What a schedule knows after an epoch; undefined where it watches nothing, or not yet. */
export function watchedAfter(
  { schedule }: Pick<LearningRatePlan, "schedule">,
  seen: WatchedLoss | undefined,
  epoch: number,
  loss: number,
): WatchedLoss | undefined {
  if (!schedule || epoch <= schedule.warmup) return undefined;
  return scheduleOf(schedule).watch?.(schedule as never, seen, loss);
}
