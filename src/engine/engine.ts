import type { Dataset, Split } from "../data/dataset";
import type { Environment, Metrics } from "../experiment/result";
import type { Experiment, Layer, Training, Variant } from "../experiment/schema";
import { experimentOf } from "../experiment/variants";
import type { NetworkMode } from "../nn/mode";
import type { SampleSums } from "./sample-sums";

/** One variant trained with one seed: together with its data, this determines every number of the run. */
export interface RunPlan {
  /** The network as the variant trains it. */
  readonly layers: readonly Layer[];
  readonly training: Training;
  readonly seed: number;
}

/**
 * A network's state (nn/network.ts) as two vectors: all parameters, which optimizers use, and all buffers, each in the
 * order of the state. Layers use their parts.
 */
export interface StateVectors {
  readonly weights: Float32Array;
  readonly buffers: Float32Array;
}

/** The network's state at one time, which is read only where it is wanted. */
export interface KeptState {
  /** The same vectors each time. @throws Error once it was let go, or once its run's memory is freed */
  read(): StateVectors;
  /** Frees its memory, unless others keep the same state. */
  letGo(): void;
}

/** The values of one tensor of the network's state, row-major. */
export interface NamedValues {
  /** Its name in weights files: `layers.0.kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type EvaluationMode = Exclude<NetworkMode, "train">;
export type SplitName = "train" | "validation";

/**
 * Where training stands between two batches. The rest of the run depends on nothing else, because the random numbers
 * to come are functions of the position. So the engine that returned a state can continue from it, exact to the last
 * bit.
 */
export interface TrainingState extends StateVectors {
  /** The current epoch, or the last one trained. */
  readonly epoch: number;
  /** Samples of this epoch. */
  readonly samplesDone: number;
  /** Sums over these samples. */
  readonly sums: SampleSums;
  /** The optimizer's own vectors, as long as `weights`. */
  readonly slots: readonly Float32Array[];
}

/** Lets the caller of an epoch stop or pause it between batches. */
export interface EpochControl {
  /**
   * Called before every batch, with the training samples done in this epoch (during an evaluation: all of them). It
   * may wait (pause) or throw (cancel); `trainEpoch` or `evaluate` passes its error on unchanged.
   */
  beforeBatch(samplesDone: number): Promise<void> | void;
}

/**
 * An engine trains networks. The rest of the lab knows nothing else of TensorFlow. The plain engine uses tfjs ops
 * only and is the reference for faster ones.
 */
export interface Engine {
  readonly environment: Environment;
  /** @param start a state that `state` returned for the same plan and data; by default the run's beginning */
  openRun(plan: RunPlan, data: Dataset, start?: TrainingState): EngineRun;
  /** Frees what it keeps for later runs that are like those before. No run may be open. */
  rest(): void;
}

/** A pass with eval forgotten by the layers that draw: its masks are those of `evaluate`. */
export interface MaskedPass {
  readonly epoch: number;
  readonly pass: number;
}

export interface EngineRun {
  /**
   * Trains one epoch (counted from 1): every training row once, in the epoch's own seeded order; the last batch may
   * be shorter. Returns the running mean over the epoch's samples, with dropout on, while the weights change. If the
   * run is in the middle of the epoch, this trains the rest.
   * @param watched the factor that a schedule which watches the validation loss has come to; 1 if left out
   */
  trainEpoch(epoch: number, control: EpochControl, watched?: number): Promise<Metrics>;
  /**
   * Evaluates a split on the weights as they are. With eval forgotten, dropout is on, with masks that are a function of
   * (seed, layer, epoch, pass): two passes differ, the same pass repeats. Passes are counted from 0. Batch normalisation
   * then takes the statistics of the evaluated batch: the split's rows in their order, in batches as large as in training.
   * Its running statistics stay as they are. The two modes in which eval is partly forgotten are for networks that have
   * both, dropout and batch normalisation; pass n has the masks of pass n with all forgotten.
   */
  evaluate(
    split: SplitName,
    mode: EvaluationMode,
    epoch: number,
    pass: number,
    control: EpochControl,
  ): Promise<Metrics>;
  /**
   * The network's outputs for the validation split in mode `eval`, [rows, outputs], if it was evaluated on the weights as they are and
   * they were kept: what `predict` would give.
   */
  evaluatedOutputs?(): Float32Array | null;
  /**
   * The network's outputs for the rows in mode `eval`, [rows, outputs], in parts of whole rows. Changes nothing.
   * @param state by default the network's state as it is
   * @param masked with dropout on instead, batch normalisation as in `eval`
   */
  predict(rows: Split, state?: StateVectors, masked?: MaskedPass): AsyncIterable<Float32Array>;
  /**
   * What a layer over the batch is given for the rows in mode `eval`, [rows, values], in parts of whole rows. Changes nothing.
   * @param layer its place in order among all layers
   */
  inputsOf(layer: number, rows: Split, state: StateVectors): AsyncIterable<Float32Array>;
  /** The network's state as it is, by name. */
  weights(): Promise<NamedValues[]>;
  vectors(): Promise<StateVectors>;
  /** A copy of the state as it is, which stays what it is while the run goes on. Until it is read, the engine has it. */
  keep(): Promise<KeptState>;
  /** May be called while the run waits for `beforeBatch` or does nothing. */
  state(): Promise<TrainingState>;
  /** Frees every tensor. The run cannot be used afterwards. */
  dispose(): void;
}

/** The plan of a variant and a seed of an experiment. */
export function planRun(experiment: Experiment, variant: Variant, seed: number): RunPlan {
  const { network, training } = experimentOf(experiment, variant);
  return { layers: network.layers, training, seed };
}
