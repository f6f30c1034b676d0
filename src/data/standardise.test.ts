import fastCheck from "fast-check";
import { expect, test } from "vitest";
import { standardise as standardised } from "./standardise";

const standardise = (...args: Parameters<typeof standardised>) => standardised(...args).values;

test("the training split gets mean 0 and standard deviation 1, the others the same change", () => {
  const train = Float64Array.of(1, 100, 3, 300, 5, 200);
  const result = standardise({ train, validation: Float64Array.of(7, 0), test: Float64Array.of(1, 100) }, 2);
  const deviation = Math.sqrt(8 / 3);
  expect(result.train[0]).toBeCloseTo(-2 / deviation, 6);
  expect(result.train[1]).toBeCloseTo(-100 / (50 * deviation), 6);
  expect(result.validation[0]).toBeCloseTo(4 / deviation, 6);
  expect(result.validation[1]).toBeCloseTo(-200 / (50 * deviation), 6);
  expect(result.test).toEqual(result.train.slice(0, 2));
});

test("a feature that never changes in training is only moved to 0", () => {
  const { train, validation } = standardise(
    {
      train: Float64Array.of(0.1, 0.1, 0.1),
      validation: Float64Array.of(0.1, 2.1),
      test: new Float64Array(),
    },
    1,
  );
  expect(Math.max(...train.map(Math.abs))).toBeLessThan(1e-9);
  expect(validation[1]).toBeCloseTo(2, 6);
});

test("nothing of the other splits reaches the training split", () => {
  const value = fastCheck.double({ min: -1e6, max: 1e6, noNaN: true });
  fastCheck.assert(
    fastCheck.property(
      fastCheck.array(value, { minLength: 1, maxLength: 30 }),
      fastCheck.array(value, { maxLength: 30 }),
      fastCheck.array(value, { maxLength: 30 }),
      (train, one, other) => {
        const scaledWith = (others: number[]) =>
          standardise(
            {
              train: Float64Array.from(train),
              validation: Float64Array.from(others),
              test: Float64Array.from(others),
            },
            1,
          );
        const first = scaledWith(one);
        expect(first.train).toEqual(scaledWith(other).train);
        expect(first.train.every(Number.isFinite)).toBe(true);
      },
    ),
  );
});
