/** A named tensor's values, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
