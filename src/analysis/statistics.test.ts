import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { python, pythonMissing, runWithPackage } from "../../scripts/test/python-packages.mjs";
import { analyse } from "./analyse";
import { estimate } from "./estimate";
import { correctByHolm, holm, paired as pairedWith } from "./paired";
// Made by bench/reference/tests_over_seeds.py with the SciPy version named there.
import scipy from "./scipy.json";
import { criticalValue } from "./student-t";
import { recordOf } from "../experiment/testing";
import { experimentOf, runOf } from "./testing";

const paired = (differences: readonly number[]) => pairedWith(differences, { over: "draw", overlap: 0 });

/** Checks that every number of `expected` is there, to a relative error of 1e-10. */
function expectEqual(actual: unknown, expected: unknown, path = ""): void {
  if (typeof expected === "number" && expected !== 0) {
    expect(Math.abs((actual as number) / expected - 1), `${path}: ${actual} for ${expected}`).toBeLessThan(
      1e-10,
    );
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      expectEqual((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else expect(actual, path).toEqual(expected);
}

describe(`SciPy ${scipy.scipy} says the same`, () => {
  test.each(scipy.samples)("of $name", ({ differences, difference, tTest, wilcoxon, effect }) => {
    expectEqual(paired(differences), { difference, tTest, wilcoxon, effect, untested: null });
  });

  test("of the value that 95 % lie within", () => {
    expectEqual(
      scipy.criticalValues.map((_, index) => criticalValue(index + 1)),
      scipy.criticalValues,
    );
  });

  test("of a whole experiment: every variant, and both families with Holm's correction", () => {
    const { values, estimates, baseline, others } = scipy.experiment;
    const variants = values.map((_, index) => ({ name: String(index), rate: index / 10 }));
    const runs = values.flatMap((ofVariant, index) =>
      ofVariant.map((loss, seed) => runOf(String(index), seed, recordOf({ loss, accuracy: 1 - loss / 2 }))),
    );
    const { variants: analysed, comparisons } = analyse(experimentOf(variants), runs);
    expectEqual(
      analysed.map(({ last }) => last!.correct.loss),
      estimates,
    );
    const of = (family: "baseline" | "others") =>
      comparisons.filter(
        (one) =>
          one.family === family &&
          one.moment === "stopped" &&
          one.measure === "loss" &&
          one.mode === "forgotten",
      );
    const named = (expected: typeof baseline) =>
      expected.map((one) => ({ ...one, variant: String(one.variant), against: String(one.against) }));
    expectEqual(of("baseline"), named(baseline));
    expectEqual(of("others"), named(others));
  });

  test.skipIf(python === null)(`and says so again (without Python skipped: ${pythonMissing})`, () => {
    const script = fileURLToPath(new URL(`../../${scipy.madeBy}`, import.meta.url));
    const again = JSON.parse(runWithPackage("scipy", [script])) as typeof scipy;
    expectEqual(again, { ...scipy, scipy: again.scipy });
  });
});

describe("what cannot be tested is said, not printed", () => {
  test("two pairs and one", () => {
    expect(paired([0.1, 0.3])).toMatchObject({ untested: "fewerThan3Seeds", tTest: null, wilcoxon: null });
    const one = paired([0.1]);
    expect(one.untested).toBe("fewerThan3Seeds");
    expect(one.difference).toEqual({ n: 1, mean: 0.1, sd: null, low: null, high: null });
  });

  test("differences that are all 0", () => {
    expect(paired([0, 0, 0])).toEqual({
      over: "draw",
      difference: { n: 3, mean: 0, sd: 0, low: 0, high: 0 },
      tTest: null,
      wilcoxon: null,
      effect: null,
      untested: "allEqual",
    });
  });

  test("differences that are all the same, to the last binary digits or but for these", () => {
    for (const differences of [
      [0.25, 0.25, 0.25],
      [0.91 - 0.9, 0.81 - 0.8, 0.71 - 0.7],
    ]) {
      const { tTest, effect, wilcoxon, untested } = paired(differences);
      expect({ tTest, effect, untested }).toEqual({ tTest: null, effect: null, untested: "noSpread" });
      expect(wilcoxon).toEqual({ statistic: 0, p: 0.25, holm: 0.25, exact: true });
    }
  });

  test("they do not count in Holm's family", () => {
    const family = correctByHolm([paired([0, 0, 0]), paired([1, 2, 4]), paired([1, 2])]);
    expect(family.map(({ tTest }) => tTest && tTest.holm === tTest.p)).toEqual([null, true, null]);
  });
});

test("Holm's correction keeps the order of the p, is never below Bonferroni's smallest nor above 1", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([])).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (ps) => {
      const corrected = holm(ps);
      for (const [one, p] of ps.entries()) {
        expect(corrected[one]).toBeGreaterThanOrEqual(p);
        expect(corrected[one]).toBeLessThanOrEqual(Math.min(1, p * ps.length));
        for (const [other, q] of ps.entries()) {
          if (p < q) expect(corrected[one]).toBeLessThanOrEqual(corrected[other]!);
        }
      }
    }),
  );
});

test("nothing that finite numbers give is NaN or infinite", () => {
  const value = fc.oneof(
    fc.constantFrom(0, 0.5, -0.5, 0.1),
    fc.double({ min: -1e38, max: 1e38, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (differences) => {
      const numbers = JSON.stringify(paired(differences), (_, inner: unknown) =>
        typeof inner === "number" && !Number.isFinite(inner) ? "not finite" : inner,
      );
      expect(numbers).not.toContain("not finite");
    }),
  );
});

test("a single value has no spread", () => {
  expect(estimate([2])).toEqual({ n: 1, mean: 2, sd: null, low: null, high: null });
});
