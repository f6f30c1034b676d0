import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { alphaDropout } from "./layer";

export const alphaDropoutCode = layerCode(alphaDropout, {
  pytorch: ({ rate }) => plainPart(call("nn.AlphaDropout", [rate])),
  keras: ({ rate }) => plainPart(call("layers.AlphaDropout", [rate])),
});
