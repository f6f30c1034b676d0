import fc from "fast-check";
import { expect, test } from "vitest";
import type { EpochRecord, RunStatus } from "../experiment/result";
import { recordOf } from "../experiment/testing";
import { sayFact } from "../messages/sentence";
import { analyse } from "./analyse";
import { claimOf } from "./claims.testing";
import { factsOf } from "./facts";
import { modeNames, epochSelections } from "./names";
import type { RunRecords } from "./runs";
import { analysisSchema } from "./schema";
import { experimentOf } from "./testing";

/** Whole result sets: rates × widths × sizes, 1 to 8 seeds, with ties, noise, trends, and runs that did not end well. */
const resultSet = fc.record({
  rates: fc.subarray([0, 0.1, 0.3, 0.5, null], { minLength: 1 }),
  widths: fc.subarray([0.25, 1, 2], { minLength: 1 }),
  sizes: fc.subarray([100, 1000], { minLength: 1 }),
  seeds: fc.integer({ min: 1, max: 8 }),
  epochs: fc.integer({ min: 1, max: 9 }),
  regression: fc.boolean(),
  /** Step of the losses: 0.5 makes many ties. */
  grain: fc.constantFrom(1e-9, 0.01, 0.5),
  noise: fc.constantFrom(0, 0.001, 0.02, 0.3),
  /** Effect of dropout on the loss, and on its slope. */
  effect: fc.constantFrom(-0.4, -0.05, 0, 0.05, 0.4),
  slope: fc.constantFrom(-0.2, -0.01, 0, 0.05),
  turn: fc.constantFrom(0, 0.1, -0.1, 1, -1),
  /** Offset of the accuracy, beside the loss. */
  scatter: fc.constantFrom(0, 0, 0.2),
  forgetting: fc.constantFrom(0, 0.2, -0.05),
  /** Share of runs that are missing, failed or unfinished. */
  missing: fc.constantFrom(0, 0.1, 0.4),
  /** The place of the variant that is chosen as the baseline; none in a third of the sets. */
  baseline: fc.option(fc.nat(), { freq: 2 }),
  numbers: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 }),
});
type ResultSet = typeof resultSet extends fc.Arbitrary<infer T> ? T : never;

function analysisOf(drawn: ResultSet) {
  const { rates, widths, sizes, grain } = drawn;
  const variants = sizes.flatMap((train) =>
    widths.flatMap((width) =>
      rates.map((rate) => ({
        name: `${rate ?? "own"}, ${train}, ${width}`,
        ...(rate !== null && { rate }),
        train,
        width,
      })),
    ),
  );
  let index = 0;
  /** Another number from -1 to 1 at each call, the same ones for the same drawn set. */
  const next = () => {
    index += 1;
    return Math.sin(1e4 * drawn.numbers[index % drawn.numbers.length]! + index * index);
  };
  const grained = (value: number) => Math.max(0, Math.round(value / grain) * grain);
  const recordAt = (rate: number, epoch: number, base: number): EpochRecord => {
    const trend = drawn.slope * epoch + (rate > 0 ? drawn.turn * (epoch - 3) : 0);
    const loss = grained(base + trend + drawn.noise * next());
    const forgotten = rate > 0 ? grained(loss + drawn.forgetting + drawn.noise * next()) : loss;
    const accuracy = (value: number) =>
      drawn.regression ? {} : { accuracy: Math.min(1, Math.max(0, 1 - value / 8 + drawn.scatter * next())) };
    const trained = grained(loss - 0.1 + drawn.noise * next());
    return recordOf({ loss, ...accuracy(loss) }, { loss: forgotten, ...accuracy(forgotten) }, epoch, {
      loss: trained,
      ...accuracy(trained),
    });
  };
  const runs = variants.flatMap(({ name, rate = 0.2, width }) =>
    Array.from({ length: drawn.seeds }, (_, seed): RunRecords[] => {
      const fate = (next() + 1) / 2;
      const isShort = fate < drawn.missing;
      if (fate < drawn.missing / 3) return [];
      const status: RunStatus = !isShort ? "done" : fate < (2 * drawn.missing) / 3 ? "failed" : "running";
      const epochs = isShort ? Math.ceil(drawn.epochs / 2) : drawn.epochs;
      const base = 2 + seed / 10 + drawn.effect * rate * (width < 1 ? 1 : 2) + drawn.noise * next();
      const records = Array.from({ length: epochs }, (_, epoch) => recordAt(rate, epoch + 1, base));
      return [{ variant: name, seed, status, records }];
    }).flat(),
  );
  const chosen = drawn.baseline === null ? undefined : variants[drawn.baseline % variants.length]!.name;
  return analyse(experimentOf(variants, { patience: 2 }), runs, { baseline: chosen });
}

test("no sentence claims what the corrected tests do not bear, and each names what it compares", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(resultSet, (drawn) => {
      const analysis = analysisOf(drawn);
      expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
      for (const moment of epochSelections) {
        for (const mode of modeNames) {
          const view = { moment, mode };
          for (const fact of factsOf(analysis, view)) {
            seen.add(fact.code);
            const claim = claimOf[fact.code];
            if (!claim) throw new Error(`Nobody knows what ${fact.code} claims.`);
            const said = sayFact(fact, "en");
            try {
              claim({ fact, analysis, view });
            } catch (error) {
              throw new Error(`${moment}, ${mode}: ${said}`, { cause: error });
            }
            for (const text of [said, sayFact(fact, "ko")]) {
              expect(text).not.toMatch(/\{\w+\}|NaN|undefined|Infinity|null/);
            }
          }
        }
      }
    }),
    // The same sets each time, so that the codes reached below do not depend on luck.
    { seed: 11, numRuns: 400 },
  );
  // Too rare for 400 sets: facts.test.ts makes one of each.
  const rare = ["rateBeaten"];
  const never = Object.keys(claimOf).filter((code) => !seen.has(code) && !rare.includes(code));
  expect(never).toEqual([]);
});

test("the interval of a share, and of a difference of shares, stays within what these can be, and says so", () => {
  const experiment = experimentOf([{ name: "no dropout", rate: 0 }, { name: "p" }]);
  const runs = [0.5, 1].flatMap((accuracy, seed) => [
    { variant: "no dropout", seed, status: "done" as const, records: [recordOf({ loss: 1, accuracy })] },
    { variant: "p", seed, status: "done" as const, records: [recordOf({ loss: 1, accuracy: 0.99 })] },
  ]);
  const { variants, comparisons } = analyse(experiment, runs);
  expect(variants[0]!.last!.correct.accuracy).toMatchObject({ low: 0, high: 1, clipped: true });
  expect(variants[1]!.last!.correct.accuracy!.clipped).toBeUndefined();
  const difference = comparisons.find(({ measure }) => measure === "accuracy")!.difference;
  expect(difference).toMatchObject({ low: -1, high: 1, clipped: true });
});
