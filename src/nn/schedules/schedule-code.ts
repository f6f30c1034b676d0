import type { z } from "../../messages/zod";
import type { Call, Python } from "../python";

/** What a schedule's code is told. */
export interface SchedulePlace {
  readonly learningRate: number;
  /** Python's name of the steps in an epoch, and of all steps after the warm-up. */
  readonly batches: string;
  readonly steps: string;
}

/** How a learning-rate schedule is written in PyTorch and in Keras 3: the `code.ts` of its folder. */
export interface ScheduleCode<Settings> {
  /** The scheduler of `optimizer`, from the end of the warm-up on; none for a constant rate. */
  readonly pytorch?: (settings: Settings, place: SchedulePlace) => Call;
  /** When the scheduler is stepped: after each batch, after each epoch, or after each epoch with the validation loss. */
  readonly by: "batch" | "epoch" | "loss";
  /** The learning rate as a schedule of Keras; left out where the loop itself sets it by the validation loss. */
  readonly keras?: (settings: Settings, place: SchedulePlace) => Python;
}

export function scheduleCode<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  code: ScheduleCode<z.output<Schema>>,
): ScheduleCode<z.output<Schema>> {
  return code;
}
