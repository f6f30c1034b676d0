import type { CallReader, FromCode } from "../layer-from-code";

const kerasDropout: CallReader = {
  parameters: ["rate", "noise_shape", "seed"],
  read(given) {
    given.ignore("seed");
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

export const dropoutFromCode: FromCode = {
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
