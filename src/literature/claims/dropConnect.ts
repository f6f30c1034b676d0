import type { Claim } from "../claim";
import { onDigits } from "../digits";

type Layer = Claim["document"]["network"]["layers"][number];

const rate = 0.5;
const hidden = [200, 100, 50].flatMap((units): Layer[] => [
  { type: "dropConnect", units, rate },
  { type: "relu" },
  { type: "dropout", rate },
]);
const without = (places: readonly number[]) =>
  Object.fromEntries(places.map((place) => [`network.layers[${place}].rate`, 0]));

/** Dropping weights does better than dropping units, and both better than neither. */
export const dropConnect: Claim = {
  source: "Wan et al. 2013, ICML, sections 6.1 and 6.2",
  document: onDigits("DropConnect against dropout", {
    train: 1000,
    network: { layers: [...hidden, { type: "dense", units: 10 }] },
    variants: [
      { name: "no dropout", rate: 0 },
      { name: "dropout", set: without([0, 3, 6]) },
      { name: "DropConnect", set: without([2, 5, 8]) },
    ],
  }),
  readings: [
    {
      name: "helps",
      measure: "accuracy",
      contrast: { DropConnect: 1, "no dropout": -1 },
      expected: "above",
    },
    {
      name: "overDropout",
      measure: "accuracy",
      contrast: { DropConnect: 1, dropout: -1 },
      expected: "above",
    },
  ],
};
