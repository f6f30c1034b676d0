import { expect, test } from "vitest";
import { onBackends } from "../../engine/testing";
import type { z } from "../../messages/zod";
import { optimizerSchema } from "./kinds";
import { startOptimizer, stepOptimizer } from "./plain";

/** Weights after ten steps: bench/reference/optimizers.py. */
interface Reference {
  readonly settings: z.input<typeof optimizerSchema>;
  readonly keras: readonly number[];
  readonly torch?: readonly number[];
}

const start = [0.5, -1.25, 2.0, 0.001];
const gradients = Array.from({ length: 10 }, (_, index) => {
  const step = index + 1;
  return [0.1 * (step - 3), 1.5 - step, 1e-4 * step, -1e-6 * (step % 3)];
});

/** Declares a test for each reference, on every backend; engines-agree.test.ts then holds the graph's steps to these. */
export function expectSteps(references: Readonly<Record<string, Reference>>): void {
  onBackends((backend) => {
    test.each(Object.entries(references))("takes Keras' and PyTorch's steps: %s", (_, reference) => {
      const { tf } = backend();
      const settings = optimizerSchema.parse(reference.settings);
      const weights = tf.tidy(() => {
        let state = startOptimizer(tf, settings, tf.tensor1d(start));
        gradients.forEach((gradient, index) => {
          state = stepOptimizer(tf, settings, state, tf.tensor1d(gradient), index + 1);
        });
        return state.weights.dataSync();
      });
      expectClose(weights, reference.keras);
      // If gradients are as small as epsilon, PyTorch differs from Keras by design: it adds epsilon elsewhere.
      if (reference.torch) expectClose(weights.slice(0, 2), reference.torch.slice(0, 2));
    });
  });
}

/** To one part in 100,000: Keras computes powers of beta2 in float32, which loses that much of 1 - beta2ᵗ. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, index) => {
    expect(Math.abs(actual[index]! - value)).toBeLessThan(1e-5 * Math.max(Math.abs(value), 0.001));
  });
}
