import type { Claim } from "../claim";

const place = { outer: "network.layers[0].rate", inner: "network.layers[2].rate" };

/**
 * y = w x with x multiplied by m, of mean 1 and mean square 1 / (1 - p). The mean of (x - w m x)² over masks is
 * (1 - 2 w + w² / (1 - p)) x², which is least at w = 1 - p. In eval mode m is 1, so that the error is p² times the mean of x²,
 * 1 after standardisation. Two independent masks on the way have the mean square 1 / (1 - p)²: w = (1 - p)².
 */
export const shrinkage: Claim = {
  source: "Srivastava et al. 2014, JMLR 15, section 9.1",
  document: {
    name: "claim: Dropout shrinks a regression",
    data: { source: "line", train: 4000, validation: 1000, seed: 1 },
    network: {
      layers: [
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 1 },
        { type: "dropout", rate: 0.5 },
        { type: "dense", units: 1 },
      ],
    },
    training: {
      loss: "meanSquaredError",
      optimizer: { type: "adam", learningRate: 0.02 },
      schedule: { type: "cosine" },
      batchSize: 500,
      epochs: 100,
    },
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "p = 0.2 once", set: { [place.outer]: 0.2, [place.inner]: 0 } },
      { name: "p = 0.5 once", set: { [place.inner]: 0 } },
      { name: "p = 0.5 twice" },
    ],
    seeds: [1, 2, 3, 4, 5],
    evaluation: { resample: "draws", snapshots: 0, measureAt: "last" },
  },
  readings: (
    [
      ["none", "no dropout", 0],
      ["fifth", "p = 0.2 once", 0.2 ** 2],
      ["half", "p = 0.5 once", 0.5 ** 2],
      ["twice", "p = 0.5 twice", (1 - 0.5 ** 2) ** 2],
    ] as const
  ).map(([name, variant, closedForm]) => ({
    name,
    measure: "trainingLoss",
    contrast: { [variant]: 1 },
    closedForm,
    expected: { within: 0.01 },
  })),
};
