import { columnSums, reshape } from "../../../tensor/ops";
import { kernelProducts } from "../../../tensor/products";
import { sizeOf } from "../../shape";
import { graphLayer } from "../graph-layer";
import { dense } from "./layer";
import { isWideKernel } from "./wide";

export const denseGraph = graphLayer(dense, {
  chain: () => ({ link: "dense" }),
  forward({ layer, graph, inputs, shape, products: precision, read }) {
    const isRow = shape.length === 1;
    const x = isRow ? inputs : reshape(graph, inputs, [-1, sizeOf(shape)]);
    const bfloat16 = precision === "bfloat16" && isWideKernel(shape, layer.units);
    const products = kernelProducts(graph, read("kernel"), bfloat16);
    return {
      outputs: products.forward(x, read("bias")),
      toInputs(gradient) {
        const ofRow = products.toInputs(gradient);
        return isRow ? ofRow : reshape(graph, ofRow, [-1, ...shape]);
      },
      toParameters: (gradient) => ({
        kernel: products.toKernel(x, gradient),
        bias: columnSums(graph, gradient),
      }),
      readBack: ["kernel"],
    };
  },
});
