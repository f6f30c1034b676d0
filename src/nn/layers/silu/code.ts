import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { silu } from "./layer";

export const siluCode = layerCode(silu, {
  pytorch: () => plainPart(call("nn.SiLU")),
  keras: () => plainPart(call("layers.Activation", [text("silu")])),
});
