import { text } from "../../python";
import { type InitializerCode, startOf } from "../initializer-code";

export const heUniformCode: InitializerCode = {
  pytorch: startOf("he_uniform", "He et al. (2015).", [
    'nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")',
  ]),
  keras: () => ({ kernel_initializer: text("he_uniform") }),
};
