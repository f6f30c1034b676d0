import type { Graph, Output } from "./graph";
import { addBias, matMul } from "./ops";
import { ownProduct } from "./own-ops";

/** Below this many weights a product is the library's, which is faster there. */
const wide = 2 ** 18;

/** The products of a kernel [inputs, units]. */
export interface KernelProducts {
  /** x · kernel + bias, of x [rows, inputs] */
  forward(x: Output, bias: Output): Output;
  /** gradient · kernelᵀ, of a gradient [rows, units] */
  toInputs(gradient: Output): Output;
  /** xᵀ · gradient */
  toKernel(x: Output, gradient: Output): Output;
}

export function kernelProducts(graph: Graph, kernel: Output, weights: number): KernelProducts {
  if (graph.kernels.ownProducts && weights >= wide)
    return {
      forward: (x, bias) => ownProduct(graph, [x, kernel, bias]),
      toInputs: (gradient) => ownProduct(graph, [gradient, kernel], { transposeB: true }),
      toKernel: (x, gradient) => ownProduct(graph, [x, gradient], { transposeA: true }),
    };
  return {
    forward: (x, bias) => addBias(graph, matMul(graph, x, kernel), bias),
    toInputs: (gradient) => matMul(graph, gradient, kernel, { transposeB: true }),
    toKernel: (x, gradient) => matMul(graph, x, gradient, { transposeA: true }),
  };
}
