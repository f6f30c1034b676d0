import { addBias, columnSums, matMul, reshape } from "../../../tensor/ops";
import { sizeOf } from "../../shape";
import { graphLayer } from "../graph-layer";
import { dense } from "./layer";

export const denseGraph = graphLayer(dense, {
  forward({ graph, inputs, shape, read }) {
    const isRow = shape.length === 1;
    const x = isRow ? inputs : reshape(graph, inputs, [-1, sizeOf(shape)]);
    const kernel = read("kernel");
    return {
      outputs: addBias(graph, matMul(graph, x, kernel), read("bias")),
      toInputs(gradient) {
        const ofRow = matMul(graph, gradient, kernel, { transposeB: true });
        return isRow ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
      },
      toParameters: (gradient) => ({
        kernel: matMul(graph, x, gradient, { transposeA: true }),
        bias: columnSums(graph, gradient),
      }),
      readBack: ["kernel"],
    };
  },
});
