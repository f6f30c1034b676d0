import type * as tfjs from "@tensorflow/tfjs-core";

/**
 * The tfjs module of whichever backend was loaded. The engine is handed it rather than importing it, so that the
 * native library is loaded by the one process that trains and by nothing else.
 */
export type Tensorflow = typeof tfjs;
export type { Rank, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
