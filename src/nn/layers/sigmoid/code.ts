import { call, text } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { sigmoid } from "./layer";

export const sigmoidCode = layerCode(sigmoid, {
  pytorch: () => plainPart(call("nn.Sigmoid")),
  keras: () => plainPart(call("layers.Activation", [text("sigmoid")])),
});
