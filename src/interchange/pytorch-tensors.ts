import type { TensorName } from "../nn/layers/layer-code";
import { inverseOf, reordered, transposed } from "./axes";
import type { Tensor } from "./tensor";

/**
 * A tensor of the lab as PyTorch has it.
 * @param order of the values that come in as a row, where PyTorch's differs: for each of its places which of the lab's it is
 */
export function toPyTorch(tensor: Tensor, { axes, along }: TensorName, order?: readonly number[]): Tensor {
  const sorted = order && along !== undefined ? reordered(tensor, along, order) : tensor;
  const moved = axes?.[sorted.shape.length];
  return moved ? transposed(sorted, moved) : sorted;
}

/** The way back. */
export function fromPyTorch(tensor: Tensor, { axes, along }: TensorName, order?: readonly number[]): Tensor {
  const moved = axes?.[tensor.shape.length];
  const sorted = moved ? transposed(tensor, inverseOf(moved)) : tensor;
  return order && along !== undefined ? reordered(sorted, along, inverseOf(order)) : sorted;
}
