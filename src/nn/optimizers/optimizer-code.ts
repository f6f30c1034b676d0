import type { z } from "../../messages/zod";
import type { Call, Definition, Python } from "../python";

/** How an optimizer is written in PyTorch and in Keras 3: the `code.ts` of its folder. */
export interface OptimizerCode<Settings> {
  /** Of all parameters of `net`. */
  readonly pytorch: (settings: Settings) => Call;
  /** What the script must define for that. */
  readonly pytorchNeeds?: Definition;
  /**
   * @param rate its learning rate, a number or a schedule
   * @param clipNorm of the gradient of all parameters, if it is clipped
   * @param changes whether the rate changes while the network is trained
   */
  readonly keras: (settings: Settings, rate: Python, clipNorm: number | undefined, changes: boolean) => Call;
  /** What the script must define where that calls it. */
  readonly kerasNeeds?: Definition;
}

export function optimizerCode<Schema extends z.ZodObject>(
  _kind: { readonly schema: Schema },
  code: OptimizerCode<z.output<Schema>>,
): OptimizerCode<z.output<Schema>> {
  return code;
}
