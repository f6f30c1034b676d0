import type { CallReader, FromCode } from "./layer-from-code";

/** The lab prepares its data by the data's own settings, not by a layer. */
const preparation: CallReader = {
  parameters: [],
  read(given) {
    given.ignore("mean", "variance", "axis", "scale", "offset", "invert", "shift", "divisor");
    given.tell("readPreparation");
    return [];
  },
};

/** What turns raw values into inputs before the first layer. */
export const preparationFromCode: FromCode = {
  "lab.torch.Standardise": { ...preparation, says: "Raw columns as the network takes them" },
  "lab.torch.Rescale": { ...preparation, says: "Raw pixels as the network takes them" },
  "keras.layers.Normalization": preparation,
  "keras.layers.Rescaling": preparation,
};
