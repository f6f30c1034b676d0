import type { Loss } from "./kinds";
import type { LossCode } from "./loss-code";
import { meanSquaredErrorCode } from "./meanSquaredError/code";
import { softmaxCrossEntropyCode } from "./softmaxCrossEntropy/code";

const codes: Readonly<Record<Loss, LossCode>> = {
  softmaxCrossEntropy: softmaxCrossEntropyCode,
  meanSquaredError: meanSquaredErrorCode,
};

export function lossCodeOf(loss: Loss): LossCode {
  return codes[loss];
}
