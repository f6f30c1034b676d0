import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { relu } from "./layer";

export const reluCode = layerCode(relu, {
  pytorch: () => plainPart(call("nn.ReLU")),
  keras: () => plainPart(call("layers.ReLU")),
});
