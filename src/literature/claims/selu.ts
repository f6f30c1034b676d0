import type { Claim } from "../claim";
import { onDigits } from "../digits";

type Layer = Claim["document"]["network"]["layers"][number];

const depth = 8;
const hidden = Array.from({ length: depth }, (): Layer[] => [
  { type: "dense", units: 100, initializer: "lecunNormal" },
  { type: "selu" },
  { type: "alphaDropout", rate: 0.1 },
]).flat();
const places = Array.from({ length: depth }, (_, layer) => 3 * layer + 2);

/** A deep network of SELUs is harmed by plain dropout, which moves mean and variance, and not by alpha dropout, which keeps them. */
export const selu: Claim = {
  source: "Klambauer et al. 2017, NeurIPS 30, section 2",
  document: onDigits("SELU with plain and alpha dropout", {
    train: 1000,
    network: { layers: [...hidden, { type: "dense", units: 10, initializer: "lecunNormal" }] },
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "alpha dropout", rate: 0.1 },
      {
        name: "plain dropout",
        rate: 0.1,
        set: Object.fromEntries(places.map((place) => [`network.layers[${place}].type`, "dropout"])),
      },
    ],
  }),
  readings: [
    {
      name: "alpha",
      measure: "loss",
      contrast: { "alpha dropout": 1, "no dropout": -1 },
      expected: "below",
    },
    {
      name: "plain",
      measure: "trainingLoss",
      contrast: { "plain dropout": 1, "alpha dropout": -1 },
      expected: "above",
    },
  ],
};
