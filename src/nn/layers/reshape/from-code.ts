import type { CallArguments, FromCode } from "../layer-from-code";
import type { ReadLayer } from "../read-layer";

/** Sizes after the batch's: of a row, or of a picture as PyTorch has it, channels first. */
function reshaped(given: CallArguments, sizes: readonly number[]): readonly ReadLayer[] {
  if (sizes.length === 1) return [{ type: "flatten" }];
  const [channels, height, width] = sizes;
  if (sizes.length !== 3) given.tell("readUnknownCall", { name: "reshape" });
  if (sizes.length === 3 && channels! > 1) given.tell("readChannelsFirst");
  return sizes.length === 3 ? [{ type: "reshape", height, width, channels }] : [];
}

const view = {
  parameters: ["shape"],
  read: (given: CallArguments) => reshaped(given, (given.numbers("shape") ?? []).slice(1)),
};

export const reshapeFromCode: FromCode = {
  "lab.torch.Reshape": {
    parameters: ["height", "width", "channels"],
    says: "Values as a picture, pixel by pixel",
    read: (given) => {
      const [height, width, channels] = ["height", "width", "channels"].map((name) =>
        given.number(name, NaN),
      );
      return [{ type: "reshape", height, width, channels }];
    },
  },
  "torch.nn.Unflatten": {
    parameters: ["dim", "unflattened_size"],
    read(given) {
      given.ignore("dim");
      return reshaped(given, given.numbers("unflattened_size") ?? []);
    },
  },
  "torch.Tensor.view": view,
  "torch.Tensor.reshape": view,
  "keras.layers.Reshape": {
    parameters: ["target_shape"],
    read(given) {
      const sizes = given.numbers("target_shape") ?? [];
      if (sizes.length === 1) return [{ type: "flatten" }];
      const [height, width, channels = 1] = sizes;
      if (sizes.length < 2 || sizes.length > 3) given.tell("readUnknownCall", { name: "Reshape" });
      return [{ type: "reshape", height, width, channels }];
    },
  },
};
