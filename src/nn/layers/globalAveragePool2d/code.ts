import { call } from "../../python";
import { layerCode, plainPart } from "../layer-code";
import { globalAveragePool2d } from "./layer";

export const globalAveragePool2dCode = layerCode(globalAveragePool2d, {
  pytorch: () => [{ call: call("nn.AdaptiveAvgPool2d", [1]) }, { call: call("nn.Flatten") }],
  keras: () => plainPart(call("layers.GlobalAveragePooling2D")),
});
