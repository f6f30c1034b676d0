import { call, unless } from "../../python";
import { scheduleCode } from "../schedule-code";
import { plateau } from "./schedule";

/** Keras' ReduceLROnPlateau has an absolute threshold, so there the loop says it in full. */
export const plateauCode = scheduleCode(plateau, {
  pytorch: ({ factor, patience, threshold }) =>
    call("torch.optim.lr_scheduler.ReduceLROnPlateau", ["optimizer"], {
      factor: unless(factor, 0.1),
      patience,
      threshold: unless(threshold, 1e-4),
    }),
  by: "loss",
});
