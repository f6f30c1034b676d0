import type { Output } from "../../../tensor/graph";
import { binary, matMul, reshape } from "../../../tensor/ops";
import { convolution, kernelGradient, pictureGradient } from "../../../tensor/pictures";
import { sizeOf, type Shape } from "../../shape";
import { graphLayer } from "../graph-layer";
import { residual } from "../kinds";
import { shortcutBetween } from "./shortcut";

/** Formulas: plain.ts. */
export const residualGraph = graphLayer(residual, {
  // Its layers stand before it in the list, each with a spec of its own.
  spec: ({ layers }) => layers.length,
  forward({ graph, inputs: body, shape, shortcut, read }) {
    const { inputs: x, shape: given } = shortcut!;
    const way = shortcutBetween(given, shape)!;
    const added = (projected: Output) => binary(graph, "AddV2", body, projected);
    const step = { toInputs: same, toShortcut: same };
    if (way.kind === "identity") return { ...step, outputs: added(x) };
    const kernel = read("shortcut.kernel");
    if (way.kind === "rows") {
      const row = (values: Output, of: Shape) =>
        of.length === 1 ? values : reshape(graph, values, [-1, sizeOf(of)]);
      const asPicture = (rows: Output, of: Shape) =>
        of.length === 1 ? rows : reshape(graph, rows, [-1, ...of]);
      return {
        ...step,
        outputs: added(asPicture(matMul(graph, row(x, given), kernel), shape)),
        toShortcut: (gradient) =>
          asPicture(matMul(graph, row(gradient, shape), kernel, { transposeB: true }), given),
        toParameters: (gradient) => ({
          "shortcut.kernel": matMul(graph, row(x, given), row(gradient, shape), { transposeA: true }),
        }),
        readBack: ["shortcut.kernel"],
      };
    }
    const window = { size: 1, stride: way.stride, padding: "valid" } as const;
    return {
      ...step,
      outputs: added(convolution(graph, x, kernel, window)),
      toShortcut: (gradient) => pictureGradient(graph, x, kernel, gradient, window),
      toParameters: (gradient) => ({
        "shortcut.kernel": kernelGradient(graph, x, way.kernel, gradient, window),
      }),
      readBack: ["shortcut.kernel"],
    };
  },
});

const same = (gradient: Output): Output => gradient;
