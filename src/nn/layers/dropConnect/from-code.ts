import { saysRounded } from "../dense/rounded-code";
import type { FromCode } from "../layer-from-code";

const says = "Training drops weights, not units (Wan et al. 2013)";

/** No framework has it: these are the classes of the lab's own scripts. */
const own = {
  "lab.torch.DropConnect": {
    parameters: ["in_features", "out_features", "p"],
    takes: "in_features",
    says,
    read(given) {
      given.ignore("in_features");
      const units = given.width("out_features");
      return [
        {
          type: "dropConnect",
          units,
          rate: given.number("p", 0.5),
          initializer: given.initializer("lab_start", "pytorch"),
          ...given.penalty("lab_penalty"),
        },
      ];
    },
  },
  "lab.keras.DropConnect": {
    parameters: ["units", "rate"],
    says,
    read: (given) => [
      {
        type: "dropConnect",
        units: given.width("units"),
        rate: given.number("rate", 0.5),
        initializer: given.initializer("kernel_initializer", "glorotUniform"),
        ...given.penalty("kernel_regularizer"),
      },
    ],
  },
} satisfies FromCode;

export const dropConnectFromCode: FromCode = {
  ...own,
  "lab.torch.RoundedDropConnect": { ...own["lab.torch.DropConnect"], says: saysRounded },
  "lab.keras.RoundedDropConnect": { ...own["lab.keras.DropConnect"], says: saysRounded },
};
