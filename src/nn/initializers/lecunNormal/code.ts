import { text } from "../../python";
import { fanIn, type InitializerCode, startOf, truncatedNormal } from "../initializer-code";

export const lecunNormalCode: InitializerCode = {
  pytorch: startOf("lecun_normal", "LeCun et al. (1998), cut off at two standard deviations, as in Keras.", [
    fanIn,
    ...truncatedNormal("(1 / fan_in) ** 0.5"),
  ]),
  keras: () => ({ kernel_initializer: text("lecun_normal") }),
};
