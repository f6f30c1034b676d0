import { python } from "../../python";
import { scheduleCode } from "../schedule-code";
import { constant } from "./schedule";

export const constantCode = scheduleCode(constant, {
  by: "epoch",
  keras: (_settings, { learningRate }) => python(learningRate),
});
