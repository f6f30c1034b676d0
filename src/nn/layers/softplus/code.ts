import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { softplus } from "./layer";

export const softplusCode = layerCode(softplus, {
  pytorch: () => plainPart(call("nn.Softplus")),
  keras: () => plainPart(call("layers.Activation", [text("softplus")])),
});
