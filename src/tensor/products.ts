import type { Graph, Output } from "./graph";
import { addBias, cast, matMul } from "./ops";
import { ownProduct } from "./own-ops";

/** The products of a kernel [inputs, units]. */
export interface KernelProducts {
  /** x · kernel + bias, of x [rows, inputs] */
  forward(x: Output, bias: Output): Output;
  /** gradient · kernelᵀ, of a gradient [rows, units] */
  toInputs(gradient: Output): Output;
  /** xᵀ · gradient */
  toKernel(x: Output, gradient: Output): Output;
}

/** @param bfloat16 whether both factors are rounded to it */
export function kernelProducts(graph: Graph, kernel: Output, bfloat16 = false): KernelProducts {
  if (graph.kernels.own)
    return {
      forward: (x, bias) => ownProduct(graph, [x, kernel, bias], { bfloat16 }),
      toInputs: (gradient) => ownProduct(graph, [gradient, kernel], { bfloat16, transposeB: true }),
      toKernel: (x, gradient) => ownProduct(graph, [x, gradient], { bfloat16, transposeA: true }),
    };
  const factor = (values: Output) => (bfloat16 ? rounded(graph, values) : values);
  return {
    forward: (x, bias) => addBias(graph, matMul(graph, factor(x), factor(kernel)), bias),
    toInputs: (gradient) => matMul(graph, factor(gradient), factor(kernel), { transposeB: true }),
    toKernel: (x, gradient) => matMul(graph, factor(x), factor(gradient), { transposeA: true }),
  };
}

/** As roundedToBfloat16 does. */
function rounded(graph: Graph, values: Output): Output {
  return graph.once(`bfloat16 of ${values.node}:${values.index}`, () =>
    cast(graph, cast(graph, values, "bfloat16"), "float32"),
  );
}
