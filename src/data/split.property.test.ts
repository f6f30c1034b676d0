import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fuzz } from "../test-size";
import { apportion, interleave } from "./apportion";
import { type RowFacts, type SplitConfig, splitRows } from "./split";
import { mapSplits, type Splits, splitNames } from "./source-kind";
import { usualCounts } from "./source-kind";
import { usualDivision } from "./usual";

/** Rows with classes of any sizes, and counts that they can give. */
const cases = fc
  .record({
    classes: fc.oneof(
      fc.array(fc.nat(4), { minLength: 2, maxLength: 60 }),
      // Nearly all rows of one class, or each of its own.
      fc.array(fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.nat(6)), {
        minLength: 2,
        maxLength: 300,
      }),
      fc.nat(40).map((rows) => Array.from({ length: rows + 2 }, (_, row) => row)),
    ),
    shares: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100), fc.oneof(fc.constant(0), fc.nat(100))),
    seed: fc.nat(0xffffffff),
  })
  .map(({ classes, shares, seed }) => {
    const rows = classes.length;
    const sum = shares.reduce((total, share) => total + share, 0) || 1;
    const train = Math.max(1, Math.floor((rows * shares[0]) / sum) - 1);
    const validation = Math.max(1, Math.floor((rows * shares[1]) / sum) - 1);
    const left = rows - train - validation;
    const test = shares[3] === 0 ? left : Math.max(0, Math.min(left, Math.floor((rows * shares[2]) / sum)));
    return { facts: { rows, classes }, config: { seed, train, validation, test } };
  });

const groupsOf = (rows: number) => fc.array(fc.nat(12), { minLength: rows, maxLength: rows }).map(numbered);

/** In the order of their first rows, as sources number them. */
function numbered(values: readonly number[]): number[] {
  const order = [...new Set(values)];
  return values.map((value) => order.indexOf(value));
}

function countsOf(rows: ArrayLike<number>, classes: ArrayLike<number>): number[] {
  const counts = Array.from({ length: Math.max(...Array.from(classes)) + 1 }, () => 0);
  for (const row of Array.from(rows)) counts[classes[row]!]! += 1;
  return counts;
}

/** No row twice, and all of them rows of the file. */
function expectDisjoint(splits: Splits<Int32Array>, rows: number): void {
  const all = splitNames.flatMap((name) => [...splits[name]]);
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((row) => row >= 0 && row < rows)).toBe(true);
}

const divisions = fc.constantFrom("random", "stratified", "inOrder");

describe("every division", () => {
  test("has as many rows as are asked for, none of them twice, and the same ones each time", () => {
    fc.assert(
      fc.property(cases, divisions, ({ facts, config }, division) => {
        const splits = splitRows({ ...config, division }, facts);
        const { train, validation, test } = config;
        expect(mapSplits(splits, ({ length }) => length)).toEqual({ train, validation, test });
        expectDisjoint(splits, facts.rows);
        expect(splitRows({ ...config, division }, facts)).toEqual(splits);
      }),
      fuzz,
    );
  });

  test("gives a test split nothing of the others", () => {
    fc.assert(
      fc.property(
        cases.chain((each) => fc.record({ each: fc.constant(each), groups: groupsOf(each.facts.rows) })),
        divisions,
        fc.boolean(),
        ({ each: { facts, config }, groups }, division, isGrouped) => {
          const known = isGrouped ? { ...facts, groups } : facts;
          const [without, with_] = [0, config.test].map((count) =>
            orNull({ ...config, division, test: count }, known),
          );
          expect(with_?.train).toEqual(without?.train);
          expect(with_?.validation).toEqual(without?.validation);
        },
      ),
      fuzz,
    );
  });
});

/** Null where no whole group fits. */
function orNull(config: SplitConfig, facts: RowFacts): Splits<Int32Array> | null {
  try {
    return splitRows(config, facts);
  } catch {
    return null;
  }
}

test("a random division is as it was before there were others", () => {
  // From commit 4d7a12a.
  const { train, validation, test } = splitRows({ seed: 7, train: 5, validation: 3, test: 2 }, { rows: 12 });
  const whole = splitRows(
    { seed: 7, train: 12, validation: 0, test: 0, division: "random" },
    { rows: 12 },
  ).train;
  expect([train, test, validation].map((rows) => [...rows])).toEqual([
    [...whole.subarray(0, 5)],
    [...whole.subarray(7, 9)],
    [...whole.subarray(9)],
  ]);
});

describe("stratified", () => {
  test("each class has its share of every split, rounded down or up", () => {
    fc.assert(
      fc.property(cases, ({ facts, config }) => {
        const splits = splitRows({ ...config, division: "stratified" }, facts);
        const { rows, classes } = facts;
        const sizes = countsOf(
          classes.map((_, row) => row),
          classes,
        );
        const isWhole = config.train + config.validation + config.test === rows;
        for (const name of splitNames) {
          const counts = countsOf(splits[name], classes);
          // A test split is divided among what the others leave: rounding twice.
          const most = name === "test" && !isWhole ? 2 : 1;
          for (const [each, size] of sizes.entries()) {
            expect(Math.abs(counts[each]! - (size * config[name]) / rows)).toBeLessThan(most);
          }
        }
      }),
      fuzz,
    );
  });

  test("every beginning of the training rows, which a variant of few rows trains on, is stratified too", () => {
    fc.assert(
      fc.property(cases, ({ facts, config }) => {
        const { train } = splitRows({ ...config, division: "stratified" }, facts);
        const sizes = countsOf(train, facts.classes);
        const counts = sizes.map(() => 0);
        for (const [place, row] of train.entries()) {
          counts[facts.classes[row]!]! += 1;
          for (const [each, size] of sizes.entries()) {
            expect(Math.abs(counts[each]! - (size * (place + 1)) / train.length)).toBeLessThan(1);
          }
        }
      }),
      { ...fuzz, numRuns: fuzz.numRuns / 4 },
    );
  });

  test("other seeds choose other rows of a class", () => {
    const facts = { rows: 60, classes: Array.from({ length: 60 }, (_, row) => row % 3) };
    const chosen = [1, 2].map((seed) =>
      [
        ...splitRows({ seed, train: 30, validation: 15, test: 15, division: "stratified" }, facts).train,
      ].sort(),
    );
    expect(chosen[0]).not.toEqual(chosen[1]);
  });

  // sklearn.model_selection.StratifiedShuffleSplit: floor(size * train / rows), and one more for the largest remainders.
  test.each([
    [[50, 50, 50], 105, 22],
    [[59, 71, 48], 124, 27],
    [[212, 357], 398, 85],
    [[90, 9, 1], 70, 15],
    [[342, 549], 624, 134],
    [[10, 18, 53, 199, 638, 681], 1119, 240],
  ])("classes of %j rows are divided as scikit-learn divides them", (sizes, train, validation) => {
    const classes = sizes.flatMap((size, each) => Array<number>(size).fill(each));
    const rows = classes.length;
    const test = rows - train - validation;
    const splits = splitRows({ seed: 3, train, validation, test, division: "stratified" }, { rows, classes });
    const rule = (those: readonly number[], count: number): number[] => {
      const total = those.reduce((sum, size) => sum + size, 0);
      const exact = those.map((size) => (size * count) / total);
      const counts = exact.map(Math.floor);
      const missing = count - counts.reduce((sum, each) => sum + each, 0);
      const largest = exact.map((each, at) => [each % 1, at] as const).sort(([one], [other]) => other - one);
      for (const [, at] of largest.slice(0, missing)) counts[at]! += 1;
      return counts;
    };
    const sorted = (counts: readonly number[]) => (new Set(sizes).size === 1 ? [...counts].sort() : counts);
    expect(sorted(countsOf(splits.train, classes))).toEqual(sorted(rule(sizes, train)));
  });

  test("a regression has no classes: as at random", () => {
    const config = { seed: 5, train: 6, validation: 2, test: 2 };
    expect(splitRows({ ...config, division: "stratified" }, { rows: 10 })).toEqual(
      splitRows(config, { rows: 10 }),
    );
  });
});

test("numbers are rounded down or up, and rows and columns keep their sums, also where one column alone could not decide", () => {
  const table = fc.record({
    sizes: fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }),
    cuts: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    ranks: fc.infiniteStream(fc.nat(1000)),
  });
  fc.assert(
    fc.property(table, ({ sizes, cuts, ranks }) => {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const [first, second] = cuts.map((cut) => Math.round(cut * total)).sort((one, other) => one - other);
      const parts = [first!, second! - first!, total - second!];
      const counts = apportion(
        sizes,
        parts,
        sizes.map(() => ranks.next().value as number),
      );
      for (const [row, size] of sizes.entries()) {
        expect(counts[row]!.reduce((sum, count) => sum + count, 0)).toBe(size);
        for (const [column, part] of parts.entries()) {
          if (total > 0) expect(Math.abs(counts[row]![column]! - (size * part) / total)).toBeLessThan(1);
        }
      }
      for (const [column, part] of parts.entries())
        expect(counts.reduce((sum, row) => sum + row[column]!, 0)).toBe(part);
    }),
    fuzz,
  );
});

test("mixing keeps every sample, and each class's order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), (sizes) => {
      let next = 0;
      const members = sizes.map((size) => Int32Array.from({ length: size }, () => next++));
      const mixed = [
        ...interleave(
          members,
          sizes.map((_, each) => each),
        ),
      ];
      expect([...mixed].sort((one, other) => one - other)).toEqual(mixed.map((_, place) => place));
      for (const own of members) expect(mixed.filter((row) => own.includes(row))).toEqual([...own]);
    }),
    fuzz,
  );
});

test("in the file's order the first rows train, those behind them validate, and the last ones test", () => {
  fc.assert(
    fc.property(cases, ({ facts, config }) => {
      const { train, validation, test } = splitRows({ ...config, division: "inOrder" }, facts);
      const from = (start: number, length: number) => Array.from({ length }, (_, place) => start + place);
      expect([...train]).toEqual(from(0, config.train));
      expect([...validation]).toEqual(from(config.train, config.validation));
      expect([...test]).toEqual(from(facts.rows - config.test, config.test));
    }),
    fuzz,
  );
});

describe("groups", () => {
  const grouped = cases.chain(({ facts, config }) =>
    fc.record({
      facts: groupsOf(facts.rows).map((groups) => ({ ...facts, groups })),
      config: divisions.map((division) => ({ ...config, division })),
    }),
  );

  test("never straddle splits, and no split has more rows than are asked for", () => {
    fc.assert(
      fc.property(grouped, ({ facts, config }) => {
        const splits = orNull(config, facts);
        if (splits === null) return;
        expectDisjoint(splits, facts.rows);
        const groups = splitNames.map((name) => new Set([...splits[name]].map((row) => facts.groups[row]!)));
        const together = groups.reduce((sum, { size }) => sum + size, 0);
        expect(new Set(groups.flatMap((own) => [...own])).size).toBe(together);
        for (const [place, name] of splitNames.entries()) {
          expect(splits[name].length).toBeLessThanOrEqual(config[name]);
          // Whole groups.
          const whole = facts.groups.filter((group) => groups[place]!.has(group)).length;
          expect(splits[name].length).toBe(whole);
          if (config.division === "inOrder")
            expect([...splits[name]]).toEqual([...splits[name]].sort((one, other) => one - other));
        }
      }),
      fuzz,
    );
  });

  test("what does not fit has a name", () => {
    const facts = { rows: 10, groups: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] };
    const code = (train: number, validation: number) => {
      try {
        splitRows({ seed: 1, train, validation, test: 0 }, facts);
        return null;
      } catch (error) {
        return error;
      }
    };
    expect(code(5, 5)).toBe(null);
    expect(code(4, 5)).toMatchObject({ code: "groupsAboveTraining", parameters: { count: 4, least: 5 } });
    expect(code(5, 4)).toMatchObject({ code: "groupsAboveValidation", parameters: { count: 4, least: 5 } });
  });

  test("a new document's counts are whole groups, and its splits have exactly these rows", () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 10, max: 400 }), ({ facts, config }, limit) => {
        const { seed, division } = config;
        const usual = usualDivision(facts, limit, "classification", { seed, division });
        if (new Set(facts.groups).size < 2) return;
        const splits = splitRows({ ...usual, seed, division }, facts);
        const { train, validation, test } = usual;
        expect(mapSplits(splits, ({ length }) => length)).toEqual({ train, validation, test });
        if (facts.rows <= limit) expect(train + validation + test).toBe(facts.rows);
      }),
      fuzz,
    );
  });
});

test("a new document has all rows, 70/15/15, with a row for training and validation each", () => {
  expect(usualCounts(1000)).toEqual({ train: 700, validation: 150, test: 150 });
  expect(usualCounts(60)).toEqual({ train: 42, validation: 9, test: 9 });
  expect(usualCounts(2)).toEqual({ train: 1, validation: 1, test: 0 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10_000_000 }), (rows) => {
      const { train, validation, test } = usualCounts(rows);
      expect(train + validation + test).toBe(rows);
      expect(Math.min(train, validation)).toBeGreaterThanOrEqual(1);
      for (const [count, share] of [
        [train, 0.7],
        [validation, 0.15],
        [test, 0.15],
      ] as const)
        expect(Math.abs(count - share * rows)).toBeLessThanOrEqual(1);
    }),
  );
  const facts = { rows: 1000 };
  expect(usualDivision(facts, 100, "regression", { seed: 1 })).toEqual({
    ...{ train: 70, validation: 15, test: 15 },
    division: "random",
  });
});
