import { expect, test } from "vitest";
import type { z } from "zod";
import { optimizerSchema } from "../experiment/schema";
import { startOptimizer, stepOptimizer } from "./optimizers";
import { onBackends } from "./testing";

const start = [0.5, -1.25, 2.0, 0.001];
const gradients = Array.from({ length: 10 }, (_, index) => {
  const step = index + 1;
  return [0.1 * (step - 3), 1.5 - step, 1e-4 * step, -1e-6 * (step % 3)];
});

/** Weights after ten steps: bench/reference/optimizers.py. */
const references: Record<
  string,
  { settings: z.input<typeof optimizerSchema>; keras: number[]; torch?: number[] }
> = {
  sgd: {
    settings: { type: "sgd", learningRate: 0.1 },
    keras: [0.2499999701976776, 2.75, 1.9994499683380127, 0.0010010000551119447],
    torch: [0.2499999701976776, 2.75, 1.9994499683380127, 0.0010010000551119447],
  },
  "sgd with momentum": {
    settings: { type: "sgd", learningRate: 0.1, momentum: 0.9 },
    keras: [-0.03427290916442871, 10.299886703491211, 1.9982242584228516, 0.0010043212678283453],
    torch: [-0.03427285701036453, 10.299886703491211, 1.9982242584228516, 0.0010043212678283453],
  },
  "sgd with Nesterov": {
    settings: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true },
    keras: [-0.2308456152677536, 13.1448974609375, 1.9978519678115845, 0.001004889141768217],
    torch: [-0.2308455854654312, 13.144898414611816, 1.9978519678115845, 0.001004889141768217],
  },
  adam: {
    settings: { type: "adam", learningRate: 0.01, beta1: 0.8, beta2: 0.95 },
    keras: [0.48144209384918213, -1.183574914932251, 1.8974754810333252, 0.06967748701572418],
    torch: [0.48144209384918213, -1.183574914932251, 1.8974045515060425, 0.07661786675453186],
  },
  adamW: {
    settings: { type: "adamW", learningRate: 0.01, weightDecay: 0.1 },
    keras: [0.4875652492046356, -1.1786702871322632, 1.8827979564666748, 0.038805294781923294],
    torch: [0.48756542801856995, -1.1786699295043945, 1.882105827331543, 0.07711118459701538],
  },
  rmsprop: {
    settings: { type: "rmsprop", learningRate: 0.01 },
    keras: [0.4011802077293396, -1.0745940208435059, 1.8824235200881958, 0.001316226553171873],
    torch: [0.4011802673339844, -1.0745940208435059, 1.7713468074798584, 0.11864040791988373],
  },
  "rmsprop with momentum": {
    settings: { type: "rmsprop", learningRate: 0.01, decay: 0.8, momentum: 0.7 },
    keras: [0.3526829481124878, -0.9307840466499329, 1.751874566078186, 0.0018377137603238225],
  },
};

onBackends((backend) => {
  test.each(Object.entries(references))("%s takes Keras' and PyTorch's steps", (_, reference) => {
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

/** To one part in 100,000: Keras computes powers of beta2 in float32, which loses that much of 1 - beta2ᵗ. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, place) => {
    expect(Math.abs(actual[place]! - value)).toBeLessThan(1e-5 * Math.max(Math.abs(value), 0.001));
  });
}
