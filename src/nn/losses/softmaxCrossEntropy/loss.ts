import { defineLoss } from "../loss-kind";

/** -ln softmax(outputs)[class] */
export const softmaxCrossEntropy = defineLoss({
  type: "softmaxCrossEntropy",
  fits: "classification",
  measures: ["loss", "accuracy"],
  misfit: "lossForClassification",
  activationAfterOutput: "activationBeforeSoftmax",
});
