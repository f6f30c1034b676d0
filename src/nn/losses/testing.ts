import { expect, test } from "vitest";
import { onBackends } from "../../engine/testing";
import type { Tensor2D } from "../../tensor/tensorflow";
import { type Loss, lossOf } from "./kinds";
import { plainLosses } from "./plain";

interface Example {
  readonly outputs: number[][];
  /** The rows' classes or values. */
  readonly classes?: readonly number[];
  readonly values?: number[][];
  readonly perSample: readonly number[];
  /** Of the sum over the rows. */
  readonly gradient: readonly (readonly number[])[];
}

/**
 * Declares the test of an example with known results, on every backend. gradients.test.ts and engines-agree.test.ts train
 * with every loss.
 */
export function expectLoss(type: Loss, { outputs, classes, values, perSample, gradient }: Example): void {
  test("has the loss of each sample", () => {
    outputs.forEach((row, index) => {
      const target = classes?.[index] ?? values![index]![0]!;
      expect(lossOf(type).ofSample(Float32Array.from(row), target)).toBeCloseTo(perSample[index]!, 6);
    });
  });

  onBackends((backend) => {
    test("has the loss and gradient that one can work out by hand", () => {
      const { tf } = backend();
      const width = outputs[0]!.length;
      const oneHot = classes?.map((own) =>
        Array.from({ length: width }, (_, unit) => (unit === own ? 1 : 0)),
      );
      const results = tf.tidy(() => {
        const targets: Tensor2D = tf.tensor2d(oneHot ?? values!);
        const loss = plainLosses[type](tf, tf.tensor2d(outputs), targets);
        return { perSample: loss.perSample.arraySync(), gradient: loss.gradient().arraySync() };
      });
      results.perSample.forEach((each, row) => expect(each).toBeCloseTo(perSample[row]!, 5));
      results.gradient.flat().forEach((each, index) => {
        expect(outputs.length * each).toBeCloseTo(gradient.flat()[index]!, 5);
      });
    });
  });
}
