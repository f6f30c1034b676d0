import type { Dataset } from "../data/dataset";
import type { Environment, Measures } from "../experiment/result";
import type { Experiment, Layer, Training, Variant } from "../experiment/schema";
import { layersOf } from "../experiment/variants";
import type { SampleSums } from "./sample-sums";

/** One variant trained with one seed: everything a run is a function of, besides its data. */
export interface RunPlan {
  /** The network with the variant's rate in its dropout layers and its width in its hidden ones. */
  readonly layers: readonly Layer[];
  readonly training: Training;
  readonly seed: number;
}

/** Trainable values of one dense layer, by the layer's place in `layers`. */
export interface DenseWeights {
  readonly layer: number;
  /** [inputs, outputs], row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

export type Mode = "eval" | "train";
export type SplitName = "train" | "validation";

/**
 * Where the training of a run is between two batches, and all it depends on from there: the random numbers still to come
 * are functions of the place, so a run that is opened with it goes on to the last bit, in the engine that gave it.
 */
export interface TrainingState {
  /** The epoch under way, or the last one that was trained. */
  readonly epoch: number;
  /** Of this epoch. */
  readonly samplesDone: number;
  /** Over these samples. */
  readonly sums: SampleSums;
  /** The vector of all trainable values (parameters.ts). */
  readonly weights: Float32Array;
  /** The optimizer's own vectors, each as long. */
  readonly slots: readonly Float32Array[];
}

/** Lets the caller of an epoch stop or pause it between batches. */
export interface EpochControl {
  /**
   * Called before every batch, with the training samples done in this epoch (during an evaluation: all of them). It
   * may wait (pause) or throw (cancel); what it throws comes out of `trainEpoch` or `evaluate` unchanged.
   */
  beforeBatch(samplesDone: number): Promise<void> | void;
}

/**
 * An engine trains networks. It is all the rest of the lab knows of TensorFlow; the first one (plain/) uses tfjs
 * ops only, and is the reference that faster ones are held against.
 */
export interface Engine {
  readonly environment: Environment;
  /** @param start what `state` gave of the very same plan and data; the run's beginning unless told */
  openRun(plan: RunPlan, data: Dataset, start?: TrainingState): EngineRun;
}

export interface EngineRun {
  /**
   * Trains one epoch (counted from 1): every training row once, in the epoch's own seeded order, the last batch as
   * short as it comes. Returns the running mean over the epoch's samples, dropout on, weights moving. Of an epoch that
   * the run is in the middle of it trains what is left.
   */
  trainEpoch(epoch: number, control: EpochControl): Promise<Measures>;
  /**
   * Evaluates a split on the weights as they are. In mode `train` dropout is on, with masks that are a function of
   * (seed, layer, epoch, pass): two passes differ, the same pass repeats. Passes are counted from 0.
   */
  evaluate(
    split: SplitName,
    mode: Mode,
    epoch: number,
    pass: number,
    control: EpochControl,
  ): Promise<Measures>;
  weights(): Promise<DenseWeights[]>;
  /** To be asked for while the run waits for `beforeBatch`, or does nothing. */
  state(): Promise<TrainingState>;
  /** Frees every tensor. The run cannot be used after it. */
  dispose(): void;
}

/** The run that a variant and a seed of an experiment stand for. */
export function planRun(experiment: Experiment, variant: Variant, seed: number): RunPlan {
  return { layers: layersOf(experiment, variant), training: experiment.training, seed };
}
