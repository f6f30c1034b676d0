import type { Claim } from "../claim";
import { onDigits } from "../digits";

type Layer = Claim["document"]["network"]["layers"][number];

const rate = 0.2;
const block = (filters: number): Layer[] => [
  { type: "conv2d", filters, kernelSize: 3, padding: "same" },
  { type: "relu" },
  { type: "spatialDropout", rate },
  { type: "maxPool2d" },
];
const places = [2, 6];

/** Pixels of a map resemble their neighbours, so that dropping whole maps regularises convolutions better than dropping single pixels. */
export const spatial: Claim = {
  source: "Tompson et al. 2015, CVPR, section 3.2",
  document: onDigits("Spatial against plain dropout", {
    train: 500,
    epochs: 30,
    network: {
      layers: [
        ...block(16),
        ...block(32),
        { type: "dense", units: 64 },
        { type: "relu" },
        { type: "dense", units: 10 },
      ],
    },
    variants: [
      { name: "no dropout", rate: 0 },
      {
        name: "plain dropout",
        rate,
        set: Object.fromEntries(places.map((place) => [`network.layers[${place}].type`, "dropout"])),
      },
      { name: "spatial dropout", rate },
    ],
  }),
  readings: [
    {
      name: "helps",
      measure: "accuracy",
      contrast: { "spatial dropout": 1, "no dropout": -1 },
      expected: "above",
    },
    {
      name: "overPlain",
      measure: "accuracy",
      contrast: { "spatial dropout": 1, "plain dropout": -1 },
      expected: "above",
    },
  ],
};
