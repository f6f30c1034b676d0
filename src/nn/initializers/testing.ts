import { expect, test } from "vitest";
import { RandomStream } from "../../random/random";
import type { Fans, InitializerKind } from "./initializer-kind";

/** Two deviations of the standard normal, over the deviation that is left when it is cut off there. */
export const truncation = 2 / 0.87962566103423978;

const fans = { inputs: 300, outputs: 200 };
const count = fans.inputs * fans.outputs;

/** Declares the test of an initialiser. @param facts variance and largest size, as Keras 3 and PyTorch document them */
export function expectDistribution(
  initializer: InitializerKind<string>,
  facts: (fans: Fans) => { variance: number; largest: number },
): void {
  test("has the mean, variance and range of its formula", () => {
    const { variance, largest } = facts(fans);
    const draw = initializer.kernel(fans)(new RandomStream(1, "initialWeights", { layer: 0 }));
    const kernel = Float32Array.from({ length: count }, draw);
    const mean = kernel.reduce((sum, weight) => sum + weight, 0) / count;
    const measured = kernel.reduce((sum, weight) => sum + weight ** 2, 0) / count;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / count));
    // The kurtosis is at most 3, so the variance's relative standard error is at most sqrt(2 / count).
    expect(Math.abs(measured / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    const size = kernel.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    expect(size).toBeLessThanOrEqual(Math.fround(largest));
    expect(size).toBeGreaterThan(0.99 * largest);
  });
}
