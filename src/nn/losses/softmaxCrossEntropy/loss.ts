import { defineLoss } from "../loss-kind";

/** -ln softmax(outputs)[class] */
export const softmaxCrossEntropy = defineLoss({
  type: "softmaxCrossEntropy",
  fits: "classification",
  measures: ["loss", "accuracy"],
  ofSample: (outputs, target) => {
    const highest = Math.max(...outputs);
    const sum = outputs.reduce((total, output) => total + Math.exp(output - highest), 0);
    return Math.log(sum) + highest - outputs[target]!;
  },
  misfit: "lossForClassification",
  activationAfterOutput: "activationBeforeSoftmax",
});
