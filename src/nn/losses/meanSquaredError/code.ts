import { call } from "../../python";
import type { LossCode } from "../loss-code";

export const meanSquaredErrorCode: LossCode = {
  pytorch: (outputs, targets) => call("nn.functional.mse_loss", [outputs, targets]),
  keras: () => call("keras.losses.MeanSquaredError"),
  oneHotInKeras: () => false,
  kerasEach: call("keras.losses.mean_squared_error", ["y", "outputs"]),
};
