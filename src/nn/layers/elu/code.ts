import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { elu } from "./layer";

export const eluCode = layerCode(elu, {
  pytorch: ({ alpha }) => plainPart(call("nn.ELU", alpha === 1 ? [] : [alpha])),
  keras: ({ alpha }) => plainPart(call("layers.ELU", alpha === 1 ? [] : [alpha])),
});
