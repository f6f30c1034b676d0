import type { Claim } from "../claim";
import { onDigits } from "../digits";

const { evaluation, ...document } = onDigits("Dropout as an L2 penalty", {
  train: 1000,
  network: {
    layers: [
      { type: "dropout", rate: 0.5 },
      { type: "dense", units: 10 },
    ],
  },
  variants: [
    { name: "p = 0.1", rate: 0.1 },
    { name: "p = 0.3", rate: 0.3 },
    { name: "p = 0.5", rate: 0.5 },
  ],
});

/** Dropout on the inputs of a logistic regression is, to first order, an L2 penalty scaled by the Fisher information. */
export const fisher: Claim = {
  source: "Wager et al. 2013, NIPS, sections 2 to 4",
  document: { ...document, evaluation: { ...evaluation, measureAt: "last", mcPasses: 20 } },
  readings: (
    [
      ["tenth", "p = 0.1"],
      ["third", "p = 0.3"],
      ["half", "p = 0.5"],
    ] as const
  ).map(([name, variant]) => ({
    name,
    measure: "penaltyRatio",
    contrast: { [variant]: 1 },
    closedForm: 1,
    expected: { within: 0.1 },
  })),
};
