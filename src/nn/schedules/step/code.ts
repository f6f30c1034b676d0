import { call, times } from "../../python";
import { scheduleCode } from "../schedule-code";
import { step } from "./schedule";

export const stepCode = scheduleCode(step, {
  pytorch: ({ every, factor }) => call("torch.optim.lr_scheduler.StepLR", ["optimizer", every, factor]),
  by: "epoch",
  keras: ({ every, factor }, { learningRate, batches }) =>
    call("keras.optimizers.schedules.ExponentialDecay", [learningRate, times(every, batches), factor], {
      staircase: true,
    }),
});
