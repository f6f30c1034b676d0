import type { CallReader, FromCode } from "../layer-from-code";

const pytorch: CallReader = {
  parameters: ["approximate"],
  read(given) {
    if (given.text("approximate", "none") !== "none")
      given.tell("readArgumentLeftOut", { argument: "approximate" });
    return [{ type: "gelu" }];
  },
};

export const geluFromCode: FromCode = {
  "torch.nn.GELU": pytorch,
  "torch.nn.functional.gelu": pytorch,
  "keras.activations.gelu": {
    parameters: ["approximate"],
    read(given) {
      if (given.flag("approximate", false)) given.tell("readArgumentLeftOut", { argument: "approximate" });
      return [{ type: "gelu" }];
    },
  },
};
