import { call } from "../../python";
import { scheduleCode } from "../schedule-code";
import { exponential } from "./schedule";

export const exponentialCode = scheduleCode(exponential, {
  pytorch: ({ factor }) => call("torch.optim.lr_scheduler.ExponentialLR", ["optimizer", factor]),
  by: "epoch",
  keras: ({ factor }, { learningRate, batches }) =>
    call("keras.optimizers.schedules.ExponentialDecay", [learningRate, batches, factor], { staircase: true }),
});
