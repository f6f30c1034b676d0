import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { leakyRelu } from "./layer";

export const leakyReluCode = layerCode(leakyRelu, {
  pytorch: ({ slope }) => plainPart(call("nn.LeakyReLU", [slope])),
  keras: ({ slope }) => plainPart(call("layers.LeakyReLU", [], { negative_slope: slope })),
});
