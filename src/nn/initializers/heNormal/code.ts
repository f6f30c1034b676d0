import { text } from "../../python";
import { fanIn, type InitializerCode, startOf, truncatedNormal } from "../initializer-code";

export const heNormalCode: InitializerCode = {
  pytorch: startOf("he_normal", "He et al. (2015), cut off at two standard deviations, as in Keras.", [
    fanIn,
    ...truncatedNormal("(2 / fan_in) ** 0.5"),
  ]),
  keras: () => ({ kernel_initializer: text("he_normal") }),
};
