import type { FromCode } from "./layer-from-code";

/** How both frameworks write a layer that drops at a rate. @param type the layer */
export function droppingFromCode(
  type: string,
  { torch, torchFunction, keras }: Readonly<Record<"torch" | "torchFunction" | "keras", string>>,
): FromCode {
  return {
    [torch]: {
      parameters: ["p", "inplace"],
      read(given) {
        given.ignore("inplace");
        return [{ type, rate: given.number("p", 0.5) }];
      },
    },
    [torchFunction]: {
      parameters: ["p", "training", "inplace"],
      read(given) {
        given.ignore("inplace");
        // Of dropout of maps; that of `alpha_dropout` is False.
        const isUsual = !given.has("training") && type !== "alphaDropout";
        if (isUsual || given.flag("training", false)) given.tell("readAlwaysOn");
        given.ignore("training");
        return [{ type, rate: given.number("p", 0.5) }];
      },
    },
    [keras]: {
      parameters: ["rate", "noise_shape", "seed"],
      read(given) {
        given.ignore("seed", "data_format");
        return [{ type, rate: given.number("rate", 0.5) }];
      },
    },
  };
}
