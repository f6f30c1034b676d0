import type * as tfjs from "@tensorflow/tfjs-core";

/**
 * The tfjs module of the loaded backend. The engine gets it as an argument instead of importing it, so that only the
 * process that trains loads the native library.
 */
export type Tensorflow = typeof tfjs;
export type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
