import { type InitializerCode, startOf } from "../initializer-code";

export const glorotUniformCode: InitializerCode = {
  pytorch: startOf("glorot_uniform", "Glorot and Bengio (2010).", ["nn.init.xavier_uniform_(module.weight)"]),
  keras: () => ({}),
};
