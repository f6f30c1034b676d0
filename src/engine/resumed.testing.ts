import type { layersOf } from "./testing";

/** Networks whose runs are ended and go on, on five features and three classes: all layers that compute with pictures or draw. */
export const resumed: Readonly<Record<string, Parameters<typeof layersOf>>> = {
  "convolutions and pools": [
    { type: "dense", units: 32 },
    { type: "reshape", height: 4, width: 4, channels: 2 },
    { type: "conv2d", filters: 4, padding: "same" },
    { type: "relu" },
    { type: "maxPool2d" },
    { type: "conv2d", filters: 3, kernelSize: 2, padding: "same" },
    { type: "batchNorm" },
    { type: "averagePool2d", stride: 1, padding: "same" },
    { type: "globalAveragePool2d" },
  ],
  "dropout, gaussianDropout, gaussianNoise and dropConnect": [
    { type: "gaussianNoise", deviation: 0.3 },
    { type: "dropConnect", units: 12, rate: 0.3 },
    { type: "relu" },
    { type: "gaussianDropout", rate: 0.4 },
    { type: "dense", units: 9 },
    { type: "layerNorm" },
    { type: "dropout", rate: 0.2 },
    { type: "dense", units: 3 },
  ],
  "alphaDropout, spatialDropout and stochasticDepth": [
    {
      type: "residual",
      layers: [
        { type: "dense", units: 5 },
        { type: "stochasticDepth", rate: 0.4 },
      ],
    },
    { type: "dense", units: 18 },
    { type: "selu" },
    { type: "alphaDropout", rate: 0.2 },
    { type: "reshape", height: 3, width: 3, channels: 2 },
    {
      type: "residual",
      layers: [
        { type: "conv2d", filters: 2, padding: "same" },
        { type: "spatialDropout", rate: 0.3 },
      ],
    },
    { type: "dense", units: 3 },
  ],
};
