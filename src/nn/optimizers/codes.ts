import { adamCode } from "./adam/code";
import { adamWCode } from "./adamW/code";
import type { Optimizer, OptimizerType } from "./kinds";
import type { OptimizerCode } from "./optimizer-code";
import { rmspropCode } from "./rmsprop/code";
import { sgdCode } from "./sgd/code";

const codes = { sgd: sgdCode, adam: adamCode, adamW: adamWCode, rmsprop: rmspropCode } satisfies {
  readonly [Type in OptimizerType]: OptimizerCode<Extract<Optimizer, { type: Type }>>;
};

/** The type selects the settings that its functions take, which the compiler cannot follow. */
export function optimizerCodeOf({ type }: Pick<Optimizer, "type">): OptimizerCode<Optimizer> {
  return codes[type] as unknown as OptimizerCode<Optimizer>;
}
