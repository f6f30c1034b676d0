import type { Claim } from "../claim";

const rate = 0.05;

/** MC dropout, the mixture of many passes with dropout on, predicts better and knows better how far off it may be. */
export const mcRegression: Claim = {
  source: "Gal and Ghahramani 2016, ICML, table 1",
  ownTable: true,
  document: {
    name: "claim: MC dropout on regression",
    data: { source: "friedman1", train: 300, validation: 300, test: 1000, seed: 1 },
    network: {
      layers: [
        { type: "dropout", rate },
        { type: "dense", units: 50 },
        { type: "relu" },
        { type: "dropout", rate },
        { type: "dense", units: 1 },
      ],
    },
    training: {
      loss: "meanSquaredError",
      optimizer: { type: "adam", learningRate: 0.005 },
      batchSize: 32,
      epochs: 150,
    },
    variants: [{ name: "no dropout", rate: 0 }, { name: "dropout" }],
    seeds: [1, 2, 3, 4, 5],
    evaluation: { resample: "draws", snapshots: 0, measureAt: "last", mcPasses: 50 },
  },
  readings: [
    { name: "rmse", measure: "mcRmse", contrast: { dropout: 1, "no dropout": -1 }, expected: "below" },
    {
      name: "likelihood",
      measure: "mcLogLikelihood",
      contrast: { dropout: 1, "no dropout": -1 },
      expected: "above",
    },
    { name: "mixture", measure: "mcGain", contrast: { dropout: 1 }, expected: "above" },
  ],
};
