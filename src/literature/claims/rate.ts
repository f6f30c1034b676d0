import type { Claim } from "../claim";
import { digitsNetwork, onDigits, reluDropout } from "../digits";

const rates = [0, 0.1, 0.3, 0.5, 0.6, 0.8];
const named = (rate: number): string => (rate === 0 ? "no dropout" : `p = ${rate}`);

/** Error against the rate is flat between; with fewer units to drop it rises, unless the network is wider. */
export const rate: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, figure 9",
  document: onDigits("Rate against error", {
    train: 1000,
    network: digitsNetwork(reluDropout(0.5)),
    variants: [
      ...rates.map((each) => ({ name: named(each), rate: each })),
      // As many units are kept as of the network at p = 0.5.
      { name: "p = 0.8, width × 2.5", rate: 0.8, width: 2.5 },
    ],
  }),
  readings: [
    { name: "helps", measure: "accuracy", contrast: { "p = 0.5": 1, "no dropout": -1 }, expected: "above" },
    {
      name: "flat",
      measure: "accuracy",
      contrast: { "p = 0.6": 1, "p = 0.3": -1 },
      expected: { within: 0.01 },
    },
    { name: "tooMuch", measure: "accuracy", contrast: { "p = 0.8": 1, "p = 0.5": -1 }, expected: "below" },
    {
      name: "wider",
      measure: "accuracy",
      contrast: { "p = 0.8, width × 2.5": 1, "p = 0.8": -1 },
      expected: "above",
    },
  ],
};
