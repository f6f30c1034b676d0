import type { Claim } from "../claim";
import { onDigits } from "../digits";

type Layer = Claim["document"]["network"]["layers"][number];

const rate = 0.5;
const hidden = [200, 100, 50].flatMap((units): Layer[] => [
  { type: "dense", units },
  { type: "batchNorm" },
  { type: "relu" },
  { type: "dropout", rate },
]);
const { evaluation, ...document } = onDigits("Dropout before batch normalisation", {
  train: 1000,
  network: { layers: [...hidden, { type: "dense", units: 10 }] },
  variants: [
    { name: "no dropout", rate: 0 },
    { name: "dropout before", rate },
    // Only the last dropout layer is left: no batch normalisation comes after it.
    { name: "dropout after", set: { "network.layers[3].rate": 0, "network.layers[7].rate": 0 } },
  ],
});

/** Dropout before batch normalisation gives its inputs another variance in training than in eval mode, which costs accuracy. */
export const varianceShift: Claim = {
  source: "Li et al. 2019, CVPR, sections 3 and 5",
  document: { ...document, evaluation: { ...evaluation, measureAt: "last" } },
  readings: [
    {
      name: "shift",
      measure: "varianceRatio",
      contrast: { "dropout before": 1 },
      closedForm: 1,
      expected: "above",
    },
    {
      name: "harm",
      measure: "accuracy",
      contrast: { "dropout before": 1, "no dropout": -1 },
      expected: "below",
    },
    { name: "cure", measure: "reestimatedGain", contrast: { "dropout before": 1 }, expected: "above" },
    {
      name: "after",
      measure: "accuracy",
      contrast: { "dropout after": 1, "no dropout": -1 },
      expected: "above",
    },
  ],
};
