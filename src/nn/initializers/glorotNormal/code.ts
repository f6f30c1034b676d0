import { text } from "../../python";
import { fanIn, fanOut, type InitializerCode, startOf, truncatedNormal } from "../initializer-code";

export const glorotNormalCode: InitializerCode = {
  pytorch: startOf(
    "glorot_normal",
    "Glorot and Bengio (2010), cut off at two standard deviations, as in Keras.",
    [fanIn, fanOut, ...truncatedNormal("(2 / (fan_in + fan_out)) ** 0.5")],
  ),
  keras: () => ({ kernel_initializer: text("glorot_normal") }),
};
