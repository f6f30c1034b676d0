import { defineLoss } from "../loss-kind";

/** -ln softmax(outputs)[class] */
export const softmaxCrossEntropy = defineLoss({
  type: "softmaxCrossEntropy",
  fits: "classification",
  measures: ["loss", "accuracy"],
  ofSample: (outputs, target) => {
    // Plain loops: this is called for each row.
    let highest = outputs[0]!;
    for (let place = 1; place < outputs.length; place++) highest = Math.max(highest, outputs[place]!);
    let sum = 0;
    for (const output of outputs) sum += Math.exp(output - highest);
    return Math.log(sum) + highest - outputs[target]!;
  },
  misfit: "lossForClassification",
  activationAfterOutput: "activationBeforeSoftmax",
});
