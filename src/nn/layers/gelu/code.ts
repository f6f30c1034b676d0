import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { gelu } from "./layer";

export const geluCode = layerCode(gelu, {
  pytorch: () => plainPart(call("nn.GELU")),
  keras: () => plainPart(call("layers.Activation", [text("gelu")])),
});
