import type { Claim } from "../claim";
import { digitsNetwork, onDigits, reluDropout } from "../digits";

const sizes = [100, 300, 1000, 4000, 16_000];
const [without, dropout] = ["no dropout", "p = 0.5"].map(
  (name) => (size: number) => `${name}, ${size} rows`,
) as [(size: number) => string, (size: number) => string];
/** Accuracy with dropout minus that without. */
const gain = (size: number, factor = 1) => ({ [dropout(size)]: factor, [without(size)]: -factor });

/** The gain of dropout against the size of the training split: none, growing, then shrinking. */
export const dataSize: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, figure 10",
  document: onDigits("Gain against data size", {
    train: 16_000,
    network: digitsNetwork(reluDropout(0.5)),
    variants: sizes.flatMap((train) => [
      { name: without(train), rate: 0, train },
      { name: dropout(train), rate: 0.5, train },
    ]),
  }),
  readings: [
    { name: "few", measure: "accuracy", contrast: gain(100), expected: { within: 0.01 } },
    { name: "grows", measure: "accuracy", contrast: { ...gain(1000), ...gain(100, -1) }, expected: "above" },
    {
      name: "shrinks",
      measure: "accuracy",
      contrast: { ...gain(16_000), ...gain(1000, -1) },
      expected: "below",
    },
  ],
};
