import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { tanh } from "./layer";

export const tanhCode = layerCode(tanh, {
  pytorch: () => plainPart(call("nn.Tanh")),
  keras: () => plainPart(call("layers.Activation", [text("tanh")])),
});
