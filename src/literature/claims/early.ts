import type { Claim } from "../claim";
import { digitsNetwork, onDigits, reluDropout } from "../digits";

const epochs = 12;

/** Dropout in the first epochs only lowers the training loss of a network that underfits. */
export const early: Claim = {
  source: "Liu et al. 2023, ICML, sections 3 and 5",
  document: onDigits("Early dropout against underfitting", {
    train: 16_000,
    epochs,
    network: digitsNetwork(reluDropout(0.1)),
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "dropout", rate: 0.1 },
      {
        name: "early dropout",
        rate: 0.1,
        set: { "training.rateOverTime": { type: "early", epochs: epochs / 3 } },
      },
    ],
  }),
  readings: [
    {
      name: "early",
      measure: "trainingLoss",
      contrast: { "early dropout": 1, "no dropout": -1 },
      expected: "below",
    },
    {
      name: "always",
      measure: "trainingLoss",
      contrast: { dropout: 1, "early dropout": -1 },
      expected: "above",
    },
  ],
};
