import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { selu } from "./layer";

export const seluCode = layerCode(selu, {
  pytorch: () => plainPart(call("nn.SELU")),
  keras: () => plainPart(call("layers.Activation", [text("selu")])),
});
