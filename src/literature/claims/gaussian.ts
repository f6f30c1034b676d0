import type { Claim } from "../claim";
import { digitsNetwork, dropoutPlaces, onDigits, reluDropout } from "../digits";

/** Multipliers N(1, p / (1 - p)) do as well as Bernoulli's, whose mean and variance are the same. */
export const gaussian: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, table 10",
  document: onDigits("Gaussian against Bernoulli dropout", {
    train: 1000,
    network: digitsNetwork(reluDropout(0.5)),
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "Bernoulli", rate: 0.5 },
      {
        name: "Gaussian",
        rate: 0.5,
        set: Object.fromEntries(
          dropoutPlaces.map((place) => [`network.layers[${place}].type`, "gaussianDropout"]),
        ),
      },
    ],
  }),
  readings: [
    {
      name: "bernoulli",
      measure: "accuracy",
      contrast: { Bernoulli: 1, "no dropout": -1 },
      expected: "above",
    },
    { name: "gaussian", measure: "accuracy", contrast: { Gaussian: 1, "no dropout": -1 }, expected: "above" },
    {
      name: "equal",
      measure: "accuracy",
      contrast: { Gaussian: 1, Bernoulli: -1 },
      expected: { within: 0.01 },
    },
  ],
};
