import type { Claim } from "../claim";
import { digitsNetwork, onDigits, reluDropout } from "../digits";

/** A null result: a network that cannot overfit its data gains nothing. */
export const plentyOfData: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, section 7.5 and figure 10",
  document: onDigits("Plenty of data, no gain", {
    train: 30_000,
    epochs: 10,
    network: digitsNetwork(reluDropout(0.3)),
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
  }),
  readings: [
    {
      name: "noGain",
      measure: "accuracy",
      contrast: { dropout: 1, "no dropout": -1 },
      expected: { within: 0.01 },
    },
  ],
};
