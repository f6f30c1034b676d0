import { defineLoss } from "../loss-kind";

/** Mean over the outputs of (output - target)², as in Keras and PyTorch. */
export const meanSquaredError = defineLoss({
  type: "meanSquaredError",
  fits: "regression",
  measures: ["loss"],
  ofSample: (outputs, target) =>
    outputs.reduce((sum, output) => sum + (output - target) ** 2, 0) / outputs.length,
  misfit: "lossForRegression",
  activationAfterOutput: "activationAfterRegression",
});
