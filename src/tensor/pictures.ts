import type { Attribute, Graph, Output } from "./graph";
import { addBias, columnSums, integers, oneDnnLabel, reshape } from "./ops";
import { convolved, convolvedToInputs, convolvedToKernel, pooled, pooledToInputs } from "./own-ops";

/** The TensorFlow ops on pictures [rows, height, width, channels], each as a function that adds it and returns its output. */

/** A square window, its steps, and how it meets the border. */
interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: "valid" | "same";
}

const ofPicture = (pixels: number): Attribute => ({ integers: [1, pixels, pixels, 1] });

const attributesOf = ({ stride, padding }: Window): Record<string, Attribute> => ({
  T: { type: "float32" },
  strides: ofPicture(stride),
  padding: { string: padding.toUpperCase() },
  data_format: { string: "NHWC" },
});

/** By oneDNN's kernel where matrix products are: a step of LeNet-5 then takes a quarter of the time. */
function convolve(graph: Graph, op: string, inputs: readonly Output[], window: Window): Output {
  const isOneDnn = graph.kernels.matMul === "_MklMatMul";
  const attributes = {
    ...attributesOf(window),
    ...(isOneDnn && oneDnnLabel),
    dilations: ofPicture(1),
  };
  return graph.addOne(isOneDnn ? `_MklNative${op}` : op, {
    inputs,
    attributes,
    outputs: { output: "float32" },
  });
}

/** x with so many pixels of 0 on each side. */
export function bordered(graph: Graph, x: Output, pixels: number): Output {
  const sides = reshape(graph, integers(graph, [0, 0, pixels, pixels, pixels, pixels, 0, 0]), [4, 2]);
  return graph.addOne("Pad", {
    inputs: [x, sides],
    attributes: { T: { type: x.type }, Tpaddings: { type: "int32" } },
    outputs: { output: x.type },
  });
}

function pooling(graph: Graph, op: string, inputs: readonly Output[], window: Window): Output {
  const attributes = { ...attributesOf(window), ksize: ofPicture(window.size) };
  return graph.addOne(op, { inputs, attributes, outputs: { output: "float32" } });
}

/** Of x with a kernel [size, size, channels, filters]. */
export function convolution(graph: Graph, x: Output, kernel: Output, window: Window): Output {
  return convolve(graph, "Conv2D", [x, kernel], window);
}

/** dE/dx of a convolution, given dE/d(its outputs). */
export function pictureGradient(
  graph: Graph,
  x: Output,
  kernel: Output,
  gradient: Output,
  window: Window,
): Output {
  return convolve(graph, "Conv2DBackpropInput", [shapeOf(graph, x), kernel, gradient], window);
}

/** dE/dkernel of a convolution, given dE/d(its outputs). @param shape the kernel's */
export function kernelGradient(
  graph: Graph,
  x: Output,
  shape: readonly number[],
  gradient: Output,
  window: Window,
): Output {
  return convolve(graph, "Conv2DBackpropFilter", [x, integers(graph, shape), gradient], window);
}

interface Convolution {
  readonly outputs: Output;
  toInputs(gradient: Output): Output;
  toParameters(gradient: Output): { kernel: Output; bias: Output };
}

/**
 * A convolution with a bias [filters], and its gradients: by the lab's own operations where there are few channels, because oneDNN's
 * blocks hold 16 of them.
 * @param sizes the kernel's
 */
export function biasedConvolution(
  graph: Graph,
  x: Output,
  kernel: Output,
  bias: Output,
  sizes: readonly number[],
  window: Window,
): Convolution {
  if (!graph.kernels.own || !hasFewChannels(sizes)) {
    return {
      outputs: addBias(graph, convolution(graph, x, kernel, window), bias),
      toInputs: (gradient) => pictureGradient(graph, x, kernel, gradient, window),
      toParameters: (gradient) => ({
        kernel: kernelGradient(graph, x, sizes, gradient, window),
        bias: columnSums(graph, gradient),
      }),
    };
  }
  return {
    outputs: convolved(graph, [x, kernel, bias], window),
    toInputs: (gradient) => convolvedToInputs(graph, [x, kernel, gradient], window),
    toParameters: (gradient) => convolvedToKernel(graph, [x, kernel, gradient], window),
  };
}

/** Measured in docs/graph-engine.md. */
function hasFewChannels([, , channels, filters]: readonly number[]): boolean {
  return channels! < 16 && filters! <= 32;
}

export function maxPool(graph: Graph, x: Output, window: Window): Output {
  if (graph.kernels.own) return pooled(graph, "LabMaxPool", x, window, window.size);
  return pooling(graph, "MaxPool", [x], window);
}

export function maxPoolGradient(
  graph: Graph,
  x: Output,
  outputs: Output,
  gradient: Output,
  window: Window,
): Output {
  if (graph.kernels.own)
    return pooledToInputs(graph, "LabMaxPool", [x, gradient, outputs], window, window.size);
  return pooling(graph, "MaxPoolGrad", [x, outputs, gradient], window);
}

export function averagePool(graph: Graph, x: Output, window: Window): Output {
  if (graph.kernels.own) return pooled(graph, "LabAveragePool", x, window, window.size);
  return pooling(graph, "AvgPool", [x], window);
}

export function averagePoolGradient(graph: Graph, x: Output, gradient: Output, window: Window): Output {
  if (graph.kernels.own) return pooledToInputs(graph, "LabAveragePool", [x, gradient], window, window.size);
  return pooling(graph, "AvgPoolGrad", [shapeOf(graph, x), gradient], window);
}

/** Means [rows, channels] over each whole picture. */
export function meanOfPicture(graph: Graph, x: Output): Output {
  return graph.addOne("Mean", {
    inputs: [x, integers(graph, [1, 2])],
    attributes: { T: { type: x.type }, Tidx: { type: "int32" }, keep_dims: { boolean: false } },
    outputs: { output: x.type },
  });
}

function shapeOf(graph: Graph, x: Output): Output {
  return graph.addOne("Shape", {
    inputs: [x],
    attributes: { T: { type: x.type }, out_type: { type: "int32" } },
    outputs: { output: "int32" },
  });
}
