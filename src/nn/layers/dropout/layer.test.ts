import fc from "fast-check";
import { expect, test } from "vitest";
import { layerSchema } from "../kinds";
import { dropoutScalings } from "./scalings";
import { drawDropoutMask, dropoutOdds } from "./mask";
import { RandomStream } from "../../../random/random";

const rates = [0.1, 0.3, 0.5, 0.9];

test.each(rates)("the multipliers at rate %d have mean 1 and variance p/(1-p)", (rate) => {
  const count = 1_000_000;
  const mask = drawDropoutMask(new RandomStream(1, "trainingMask"), rate, 1000, 1000);
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(dropoutOdds(rate).kept)]));
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  const odds = rate / (1 - rate);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(odds / count));
  // The share of kept units has standard error sqrt(p·(1-p)/n); the variance is its function s·(1-s)/(1-p)².
  const slope = Math.abs(2 * rate - 1) / (1 - rate) ** 2;
  const error = slope * Math.sqrt((rate * (1 - rate)) / count) + 1 / count;
  expect(Math.abs(variance - odds)).toBeLessThan(4 * error + 1e-4 * odds);
});

test("neighbours in a row, which share a word, are dropped independently of each other", () => {
  const count = 500_000;
  const mask = drawDropoutMask(new RandomStream(1, "trainingMask"), 0.3, count, 2);
  let both = 0;
  for (let row = 0; row < count; row++) if (mask[2 * row] === 0 && mask[2 * row + 1] === 0) both++;
  expect(Math.abs(both / count - 0.09)).toBeLessThan(4 * Math.sqrt((0.09 * 0.91) / count));
});

test("over all numbers of 16 bits the multiplier's mean is exactly 1, and the rate within 2⁻¹⁷", () => {
  for (const rate of [...rates, 1e-7, 1 / 3, 0.12345]) {
    const { firstKept, kept } = dropoutOdds(rate);
    expect(((65536 - firstKept) * kept) / 65536).toBe(1);
    expect(Math.abs(firstKept / 65536 - rate)).toBeLessThanOrEqual(2 ** -17);
  }
  // A rate below 1 drops no unit for good.
  expect(dropoutOdds(1 - 1e-12)).toEqual({ firstKept: 65535, kept: 65536, inference: 1 });
});

test("a unit is kept where its half of its row's words is not below the rate's number", () => {
  const [rows, units, rate] = [7, 9, 0.3];
  const mask = drawDropoutMask(new RandomStream(3, "trainingMask", { step: 9 }), rate, rows, units);
  const random = new RandomStream(3, "trainingMask", { step: 9 });
  const halves = Array.from({ length: rows }, () =>
    Array.from({ length: 5 }, () => random.nextUint32())
      .flatMap((word) => [word % 65536, Math.floor(word / 65536)])
      .slice(0, units),
  );
  expect(Array.from(mask, (multiplier) => multiplier > 0)).toEqual(
    halves.flat().map((half) => half >= Math.round(rate * 65536)),
  );
});

test("a mask drawn in parts is the mask drawn at once", () => {
  const whole = drawDropoutMask(new RandomStream(1, "forgottenMask"), 0.5, 100, 3);
  const random = new RandomStream(1, "forgottenMask");
  const parts = [33, 7, 60].flatMap((rows) => Array.from(drawDropoutMask(random, 0.5, rows, 3)));
  expect(parts).toEqual(Array.from(whole));
});

test("each scaling has its factors: inverted 1/(1 - p) in training, classic 1 - p at inference, none neither", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (rate) => {
      const inverted = dropoutOdds(rate, "inverted");
      const classic = dropoutOdds(rate, "classic");
      const none = dropoutOdds(rate, "none");
      expect(dropoutOdds(rate)).toEqual(inverted);
      expect(classic).toEqual({
        firstKept: inverted.firstKept,
        kept: 1,
        inference: 1 - inverted.firstKept / 65536,
      });
      expect(none).toEqual({ firstKept: inverted.firstKept, kept: 1, inference: 1 });
      expect(inverted.inference).toBe(1);
      expect(inverted.kept * classic.inference).toBeCloseTo(1, 12);
    }),
  );
});

test("the same units are dropped under each scaling", () => {
  const drawn = dropoutScalings.map((scaling) =>
    drawDropoutMask(new RandomStream(1, "trainingMask"), 0.3, 50, 9, scaling),
  );
  const kept = drawn.map((mask) => Array.from(mask, (multiplier) => multiplier > 0));
  expect(kept[1]).toEqual(kept[0]);
  expect(kept[2]).toEqual(kept[0]);
  expect(new Set(drawn[1])).toEqual(new Set([0, 1]));
});

test("a document without scaling is inverted", () => {
  expect(layerSchema.parse({ type: "dropout", rate: 0.3 })).toEqual({
    type: "dropout",
    rate: 0.3,
    scaling: "inverted",
  });
  expect(layerSchema.safeParse({ type: "dropout", rate: 0.3, scaling: "half" }).success).toBe(false);
});
