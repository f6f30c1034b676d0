import { kernelAxes } from "../layer-code";
import {
  asRow,
  asShape,
  channelsFirst,
  channelsLast,
  onnxLayer,
  type OnnxPass,
  type OnnxValue,
} from "../onnx-layer";
import { residual } from "../kinds";
import { shortcutBetween } from "./shortcut";

/** What its layers put out, plus what they were given; the shortcut is turned to where their channels stand. */
export const residualOnnx = onnxLayer(residual, (pass) => {
  const { graph, inputs: body } = pass;
  const given = projected(pass);
  const turned = body.channelsFirst ? channelsFirst(graph, given) : channelsLast(graph, given);
  return { ...body, name: graph.add("Add", [body.name, turned.name]) };
});

function projected({ graph, shape, shortcut, weight }: OnnxPass<unknown>): OnnxValue {
  const { inputs: x, shape: given } = shortcut!;
  const way = shortcutBetween(given, shape)!;
  if (way.kind === "identity") return x;
  if (way.kind === "rows") {
    const product = graph.add("MatMul", [asRow(graph, x, given).name, weight("shortcut.kernel")]);
    return asShape(graph, { name: product }, shape);
  }
  const kernel = weight("shortcut.kernel", kernelAxes[4]);
  const strides = { integers: [way.stride, way.stride] };
  return {
    name: graph.add("Conv", [channelsFirst(graph, x).name, kernel], { strides }),
    channelsFirst: true,
  };
}
