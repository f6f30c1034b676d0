import type { StepSettings } from "../step/settings";
import type { Call } from "../python";

/** How a loss is written in PyTorch and in Keras 3: the `code.ts` of its folder. */
export interface LossCode {
  /** The mean over the rows, of `outputs` and `targets`. @param options of the training; none where the loss is only measured */
  readonly pytorch: (outputs: string, targets: string, options?: TargetSettings) => Call;
  /** The loss that a model is compiled with. */
  readonly keras: (options: TargetSettings) => Call;
  /** Of one-hot targets. */
  readonly oneHotInKeras: (options: TargetSettings) => boolean;
  /** Of each row, of `targets` and `outputs`. */
  readonly kerasEach: Call;
}

/** What changes the targets. With class weights PyTorch's loss is that of each row. */
export type TargetSettings = Pick<StepSettings, "labelSmoothing" | "classWeights">;
