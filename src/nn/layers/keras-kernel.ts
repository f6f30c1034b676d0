import { initializerCodeOf } from "../initializers/codes";
import type { InitializerName } from "../initializers/kinds";
import type { Fans } from "../initializers/initializer-kind";
import { call, type Definition, type Python } from "../python";
import type { KerasPlace } from "./layer-code";

interface KernelKeywords {
  readonly keywords: Readonly<Record<string, Python | undefined>>;
  readonly needs: readonly Definition[];
}

/**
 * What a Keras layer says of its kernel: how it and the bias start, its penalties, its constraint.
 * @param axes those along which the weights into a unit lie
 */
export function kernelKeywords(
  initializer: InitializerName,
  fans: Fans,
  { trains, penalty: { l1, l2 }, maxNorm }: KerasPlace,
  axes: Python,
): KernelKeywords {
  if (!trains) return { keywords: {}, needs: [] };
  const { keras, kerasNeeds } = initializerCodeOf(initializer);
  return {
    keywords: {
      ...keras(fans),
      kernel_regularizer: regularizer(l1, l2),
      kernel_constraint:
        maxNorm > 0 ? call("keras.constraints.MaxNorm", [maxNorm], { axis: axes }) : undefined,
    },
    needs: kerasNeeds ? [kerasNeeds] : [],
  };
}

/** l1 · Σ |w| + l2 · Σ w², as the lab's. */
function regularizer(l1: number, l2: number): Python | undefined {
  if (l1 > 0 && l2 > 0) return call("keras.regularizers.L1L2", [], { l1, l2 });
  if (l1 > 0) return call("keras.regularizers.L1", [l1]);
  return l2 > 0 ? call("keras.regularizers.L2", [l2]) : undefined;
}
