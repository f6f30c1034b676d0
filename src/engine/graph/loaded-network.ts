import type { Tensor } from "../../tensor/tensorflow";
import type { EvaluationMode, StateVectors } from "../engine";
import type { InputName } from "./program";

/** What a call is given, by name; program.ts explains each. Who calls frees them. */
export type CallInputs = Partial<Record<InputName, Tensor>>;

/** Sums over the samples of a call, in parts that the caller adds up. */
export interface CallSums {
  readonly losses: readonly ArrayLike<number>[];
  /** Correctly classified samples; none for regression. */
  readonly hits: readonly ArrayLike<number>[];
}

/** Rows `from` up to and without `to` of a split. */
export interface PredictedRows {
  /** [rows, ...shape]: at least these of the split's. */
  readonly inputs: Tensor;
  /** The row of the split with which `inputs` begin: a multiple of 4. */
  readonly before: number;
  readonly from: number;
  readonly to: number;
}

/** A network in native TensorFlow, with the state and the optimizer's values of one run. */
export interface LoadedNetwork {
  /** @param slots the optimizer's values; null or none: zeros; by default they stay as they are */
  assign(state: StateVectors, slots?: readonly Float32Array[] | null): void;
  state(): StateVectors;
  /** float32 [parameters] each: the optimizer's own values. */
  slots(): Float32Array[];
  /** Trains some batches. @param copies whether the state before them is kept, in place of one that was kept so; only if it can */
  train(inputs: CallInputs, copies: boolean): CallSums;
  /** Reads the state that `train` kept, once; null if this network cannot keep one. */
  readonly copy: (() => StateVectors) | null;
  /**
   * Evaluates some rows in a mode, or in `eval` and `evalForgotten` where it can do both by one call.
   * @param keeps whether the outputs in mode `eval` are kept, in place of others, if this network can
   */
  evaluate(modes: readonly EvaluationMode[], inputs: CallInputs, keeps: boolean): CallSums[];
  /** [rows, outputs]: those that were kept last; null if none were. */
  outputs(): Float32Array | null;
  readonly evaluatesBoth: boolean;
  /** [rows, outputs]. @param random what draws masks; null for mode `eval` */
  predict(rows: PredictedRows, random: CallInputs | null): Float32Array;
  /** [rows, values]: what a layer over the batch is given in mode `eval`. */
  given(layer: number, rows: PredictedRows): Float32Array;
  /** Frees it, or leaves it to later runs. */
  dispose(): void;
}
