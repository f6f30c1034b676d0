import { expect, test } from "vitest";
import { drawDropoutMask } from "./dropout";
import { RandomStream } from "./random";

const rates = [0.1, 0.3, 0.5, 0.9];

test.each(rates)("the multipliers at rate %d have mean 1 and variance p/(1-p)", (rate) => {
  const count = 1_000_000;
  const mask = drawDropoutMask(new RandomStream(1, "trainingMask"), rate, count);
  const kept = Math.fround(1 / (1 - rate));
  expect(new Set(mask)).toEqual(new Set([0, kept]));
  const mean = mask.reduce((sum, multiplier) => sum + multiplier, 0) / count;
  const variance = mask.reduce((sum, multiplier) => sum + (multiplier - mean) ** 2, 0) / count;
  const odds = rate / (1 - rate);
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(odds / count));
  // The share of kept units has standard error sqrt(p·(1-p)/n); the variance is its function s·(1-s)/(1-p)².
  const slope = Math.abs(2 * rate - 1) / (1 - rate) ** 2;
  const error = slope * Math.sqrt((rate * (1 - rate)) / count) + 1 / count;
  expect(Math.abs(variance - odds)).toBeLessThan(4 * error + 1e-4 * odds);
});

test("a unit is kept where its uniform number is not below the rate", () => {
  for (const rate of rates) {
    const mask = drawDropoutMask(new RandomStream(3, "trainingMask", { step: 9 }), rate, 999);
    const random = new RandomStream(3, "trainingMask", { step: 9 });
    expect(Array.from(mask, (multiplier) => multiplier > 0)).toEqual(
      Array.from({ length: 999 }, () => random.uniform() >= Math.fround(rate)),
    );
  }
});

test("a mask drawn in parts is the mask drawn at once", () => {
  const whole = drawDropoutMask(new RandomStream(1, "forgottenMask"), 0.5, 100);
  const random = new RandomStream(1, "forgottenMask");
  const parts = [33, 7, 60].flatMap((count) => Array.from(drawDropoutMask(random, 0.5, count)));
  expect(parts).toEqual(Array.from(whole));
});
