import { defineLoss } from "../loss-kind";

/** Mean over the outputs of (output - target)², as in Keras and PyTorch. */
export const meanSquaredError = defineLoss({
  type: "meanSquaredError",
  fits: "regression",
  measures: ["loss"],
  misfit: "lossForRegression",
  activationAfterOutput: "activationAfterRegression",
});
