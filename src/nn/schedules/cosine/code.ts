import { call, unless } from "../../python";
import { scheduleCode } from "../schedule-code";
import { cosine } from "./schedule";

export const cosineCode = scheduleCode(cosine, {
  pytorch: ({ lowest }, { learningRate, steps }) =>
    call("torch.optim.lr_scheduler.CosineAnnealingLR", ["optimizer", steps], {
      eta_min: unless(Number((lowest * learningRate).toPrecision(12)), 0),
    }),
  by: "batch",
  keras: ({ lowest }, { learningRate, steps }) =>
    call("keras.optimizers.schedules.CosineDecay", [learningRate, steps], { alpha: unless(lowest, 0) }),
});
