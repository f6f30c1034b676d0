import type { Claim } from "../claim";
import { digitsNetwork, onDigits, reluDropout } from "../digits";

const constrained = { "training.maxNorm": 1 };

/** Dropout together with a max-norm constraint is better than either alone. */
export const maxNorm: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, table 9",
  document: onDigits("Max-norm with dropout", {
    train: 1000,
    network: digitsNetwork(reluDropout(0.5)),
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "dropout", rate: 0.5 },
      { name: "max-norm", rate: 0, set: constrained },
      { name: "both", rate: 0.5, set: constrained },
    ],
  }),
  readings: [
    { name: "overDropout", measure: "accuracy", contrast: { both: 1, dropout: -1 }, expected: "above" },
    { name: "overMaxNorm", measure: "accuracy", contrast: { both: 1, "max-norm": -1 }, expected: "above" },
  ],
};
