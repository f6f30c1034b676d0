import type { CallReader, FromCode } from "../layer-from-code";

const kerasDropout: CallReader = {
  parameters: ["rate", "noise_shape", "seed"],
  read(given) {
    given.ignore("seed");
    // One value of the mask for each sample drops it whole.
    const [, ...sizes] = given.numbers("noise_shape") ?? [];
    if (sizes.length > 0 && sizes.every((size) => size === 1))
      return [{ type: "stochasticDepth", rate: given.number("rate", 0.5) }];
    if (sizes.length > 0) given.tell("readArgumentLeftOut", { argument: "noise_shape" });
    return [{ type: "dropout", rate: given.number("rate", 0.5) }];
  },
};

/** TensorFlow 1 gave the share that is kept: in `tf.nn.dropout(x, keep_prob=0.7)`, 0.3 are dropped. */
const tensorflowDropout: CallReader = {
  parameters: ["rate", "noise_shape", "seed"],
  read(given) {
    given.ignore("seed", "noise_shape");
    if (!given.has("keep_prob")) return [{ type: "dropout", rate: given.number("rate", 0.5) }];
    const kept = given.number("keep_prob", 0.5);
    const rate = Number((1 - kept).toPrecision(12));
    given.tell("readKeepProb", { kept, rate });
    return [{ type: "dropout", rate }];
  },
};

/** The lab's own classes for what frameworks no longer have. */
const scaled = (scaling: string, says: string): CallReader => ({
  parameters: ["p"],
  says,
  read: (given) => [{ type: "dropout", rate: given.number("p", given.number("rate", 0.5)), scaling }],
});
const classic = scaled("classic", "Dropout as in 2014: training only drops");
const none = scaled("none", "Dropout that nothing makes up for");

export const dropoutFromCode: FromCode = {
  "lab.torch.ClassicDropout": classic,
  "lab.keras.ClassicDropout": classic,
  "lab.torch.UnscaledDropout": none,
  "lab.keras.UnscaledDropout": none,
  "torch.nn.Dropout": {
    parameters: ["p", "inplace"],
    read(given) {
      given.ignore("inplace");
      return [{ type: "dropout", rate: given.number("p", 0.5) }];
    },
  },
  "torch.nn.functional.dropout": {
    parameters: ["p", "training", "inplace"],
    read(given) {
      given.ignore("inplace");
      // Its default is True, in eval mode too.
      if (!given.has("training") || given.flag("training", false)) given.tell("readAlwaysOn");
      given.ignore("training");
      return [{ type: "dropout", rate: given.number("p", 0.5) }];
    },
  },
  "keras.layers.Dropout": kerasDropout,
  "tensorflow.nn.dropout": tensorflowDropout,
};
