import { text } from "../../python";
import { fanIn, type InitializerCode, startOf } from "../initializer-code";

export const lecunUniformCode: InitializerCode = {
  pytorch: startOf("lecun_uniform", "LeCun et al. (1998).", [
    fanIn,
    "limit = (3 / fan_in) ** 0.5",
    "nn.init.uniform_(module.weight, -limit, limit)",
  ]),
  keras: () => ({ kernel_initializer: text("lecun_uniform") }),
};
