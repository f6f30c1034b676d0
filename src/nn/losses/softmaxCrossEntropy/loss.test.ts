import { expectLoss } from "../testing";

const ln = Math.log;
/** Outputs are logarithms, so that softmax(outputs) are round shares; the last row would overflow e^x. */
expectLoss("softmaxCrossEntropy", {
  outputs: [
    [ln(1), ln(2), ln(1)],
    [ln(5), ln(3), ln(2)],
    [1000, 0, 0],
  ],
  classes: [1, 2, 0],
  perSample: [ln(2), ln(5), 0],
  gradient: [
    [0.25, -0.5, 0.25],
    [0.5, 0.3, -0.8],
    [0, 0, 0],
  ],
});
