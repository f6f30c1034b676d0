import fc from "fast-check";
import { expect, test } from "vitest";
import { allMasks, fullOutput, type LinearUnit, scaledUnits, scalings } from "./linear-unit";

/** Tenths, so that equal and unequal means are told apart whatever the rounding. */
const tenths = fc.integer({ min: -99, max: 99 }).map((value) => value / 10);
const units: fc.Arbitrary<LinearUnit> = fc
  .array(fc.tuple(tenths, tenths), { minLength: 1, maxLength: 6 })
  .map((pairs) => ({ inputs: pairs.map(([input]) => input), weights: pairs.map(([, weight]) => weight) }));
const rates = fc.integer({ min: 0, max: 99 }).map((value) => value / 100);

const terms = ({ inputs, weights }: LinearUnit) => inputs.map((input, index) => input * weights[index]!);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const byName = (unit: LinearUnit, rate: number) =>
  Object.fromEntries(scaledUnits(unit, rate).map((each) => [each.scaling, each]));

test("the 2ⁿ masks are all different, and their probabilities are p^dropped · (1 - p)^kept and add up to 1", () => {
  fc.assert(
    fc.property(units, rates, (unit, rate) => {
      const masks = allMasks(unit, rate);
      expect(new Set(masks.map(({ kept }) => kept.join())).size).toBe(2 ** unit.inputs.length);
      expect(masks[0]!.kept.every(Boolean)).toBe(true);
      expect(masks.at(-1)!.kept.some(Boolean)).toBe(false);
      expect(sum(masks.map(({ probability }) => probability))).toBeCloseTo(1, 12);
      for (const { kept, probability } of masks) {
        const dropped = kept.filter((isKept) => !isKept).length;
        expect(probability).toBeCloseTo(rate ** dropped * (1 - rate) ** (kept.length - dropped), 14);
      }
    }),
  );
});

test("each mask's output is the sum over its kept inputs, and inverted dropout multiplies it by 1/(1 - p)", () => {
  fc.assert(
    fc.property(units, rates, (unit, rate) => {
      for (const { kept, output, inverted } of allMasks(unit, rate)) {
        const own = sum(terms(unit).filter((_, index) => kept[index]));
        expect(output).toBeCloseTo(own, 9);
        expect(inverted).toBeCloseTo(own / (1 - rate), 6);
      }
    }),
  );
});

test("mean and spread over all masks are the closed forms: (1 - p) w·x and p (1 - p) Σ (w x)²", () => {
  fc.assert(
    fc.property(units, rates, (unit, rate) => {
      const full = sum(terms(unit));
      const squares = sum(terms(unit).map((term) => term ** 2));
      const near = (value: number, expected: number) =>
        expect(Math.abs(value - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
      for (const { scaling, mean, deviation } of scaledUnits(unit, rate)) {
        const isInverted = scaling === "inverted";
        near(mean, isInverted ? full : (1 - rate) * full);
        near(deviation ** 2, squares * (isInverted ? rate / (1 - rate) : rate * (1 - rate)));
      }
    }),
  );
});

test("× (1 - p) and inverted scaling keep the mean at every p, × p at p = 0.5 only, no scaling at p = 0 only", () => {
  fc.assert(
    fc.property(units, rates, (unit, rate) => {
      const full = fullOutput(unit);
      const isZero = Math.abs(full) < 1e-9;
      const { none, timesRate, classic, inverted } = byName(unit, rate);
      expect(none!.inference).toBe(full);
      expect(timesRate!.inference).toBe(rate * full);
      expect(classic!.inference).toBe((1 - rate) * full);
      expect(inverted!.inference).toBe(full);
      expect([classic!.keepsMean, inverted!.keepsMean]).toEqual([true, true]);
      expect(none!.keepsMean).toBe(rate === 0 || isZero);
      expect(timesRate!.keepsMean).toBe(rate === 0.5 || isZero);
    }),
    { examples: [[{ inputs: [1, 2, 3, 4], weights: [0.4, 0.3, -0.2, 0.4] }, 0.5]] },
  );
});

test("four inputs at p = 0.5: the mean output without scaling is half of the full one", () => {
  const unit = { inputs: [1, 2, 3, 4], weights: [0.4, 0.3, -0.2, 0.4] };
  expect(allMasks(unit, 0.5)).toHaveLength(16);
  const found = scaledUnits(unit, 0.5);
  expect(found.map(({ scaling }) => scaling)).toEqual([...scalings]);
  const numbers = found.map(({ mean, inference }) =>
    [mean, inference].map((value) => Number(value.toFixed(12))),
  );
  expect(numbers).toEqual([
    [1, 2],
    [1, 1],
    [1, 1],
    [2, 2],
  ]);
});
