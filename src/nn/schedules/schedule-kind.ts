import type { NumberField } from "../../fields/fields";
import type { z } from "../../messages/zod";

/** Where a run stands, counted from the end of its warm-up. */
export interface ScheduleMoment {
  /** Whole epochs. */
  readonly epochs: number;
  /** The steps done, as a share of all after the warm-up: from 0 to below 1. */
  readonly progress: number;
}

/** What a schedule that watches the validation loss has seen. A checkpoint holds it. */
export interface WatchedLoss {
  /** The lowest loss so far. */
  readonly best: number;
  /** Epochs in a row that were not better. */
  readonly worse: number;
  /** The factor that the learning rate has come to. */
  readonly factor: number;
}

/** A learning-rate schedule: a factor on the optimizer's learning rate. */
export interface ScheduleKind<Type extends string, Schema extends z.ZodObject> {
  /** Its name in a document; the page's text has the same name under `schedules`. */
  readonly type: Type;
  /** Settings with their bounds and defaults; every schedule has a warm-up (settings.ts). */
  readonly schema: Schema;
  /** In the order in which they are shown, before the warm-up. */
  readonly fields: readonly NumberField[];
  /** @param watched the factor that `watch` has come to */
  factor(settings: z.output<Schema>, moment: ScheduleMoment, watched: number): number;
  /** What is known after an epoch with this validation loss; only for a schedule that depends on it. */
  readonly watch?: (settings: z.output<Schema>, seen: WatchedLoss | undefined, loss: number) => WatchedLoss;
}

export function defineSchedule<const Type extends string, Schema extends z.ZodObject>(
  kind: ScheduleKind<Type, Schema>,
): ScheduleKind<Type, Schema> {
  return kind;
}
