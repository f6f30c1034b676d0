import type { Division } from "../fields/division";
import { RandomStream } from "../random/random";
import { LabError } from "../messages/failure";
import { apportion, interleave } from "./apportion";
import type { RawSplit } from "./source";
import type { Folded, Splits } from "./source-kind";

type Counts = Splits<number>;
export interface SplitConfig extends Counts, Folded {
  readonly seed: number;
  readonly division?: Division;
}

/** What is known of the rows of a file that can be trained on. */
export interface RowFacts {
  readonly rows: number;
  /** Class number of each row. */
  readonly classes?: ArrayLike<number>;
  /** Number of each row's group, in the order of their first rows. */
  readonly groups?: ArrayLike<number>;
}

/** The failure of a source with fewer rows than the splits need; null if there are enough. */
export function rowShortage({ train, validation, test }: Counts, rows: number): LabError | null {
  if (train + validation + test <= rows) return null;
  return new LabError("tooFewRows", { rows, train, validation, test });
}

/**
 * Divides rows by data.seed; the rows of each split are told in the order in which they are trained on. Neither training nor
 * validation rows depend on the number of test rows.
 * @throws LabError `tooFewRows`; `groupsAboveTraining`, `groupsAboveValidation`
 */
export function splitRows(config: SplitConfig, facts: RowFacts): Splits<Int32Array> {
  const shortage = rowShortage(config, facts.rows);
  if (shortage !== null) throw shortage;
  const { division = "random", fold } = config;
  if (fold !== undefined) return byFolds(config, facts, fold);
  if (facts.groups) return byGroups(config, facts, facts.groups);
  if (division === "stratified" && facts.classes) return byClasses(config, facts, facts.classes);
  if (division === "inOrder") return inOrder(config, facts);
  return atRandom(config, facts);
}

/**
 * Training rows come from the front of one random order, validation rows from its end, and test rows from before these.
 * So training and validation rows do not depend on the sizes of the others.
 */
function atRandom({ seed, train, validation, test }: SplitConfig, { rows }: RowFacts): Splits<Int32Array> {
  const order = randomOrder(seed, rows);
  const end = rows - validation;
  return {
    train: order.subarray(0, train),
    validation: order.subarray(end),
    test: order.subarray(end - test, end),
  };
}

/**
 * The rows that are used, in a random order, form a ring. Fold 0 validates the first ones of it, fold 1 those behind
 * them, and so on; the test rows are those behind the validation rows, and all others train. With `stratified` each class
 * has its share of every piece of the ring, but for two samples.
 */
function byFolds(
  { seed, division, train, validation, test }: SplitConfig,
  { rows, classes }: RowFacts,
  fold: number,
): Splits<Int32Array> {
  const random = randomOrder(seed, rows);
  const order = division === "stratified" && classes ? mixed(seed, membersOf(random, classes)) : random;
  const ring = order.subarray(0, train + validation + test);
  const begin = fold * validation;
  const piece = (from: number, length: number) =>
    Int32Array.from({ length }, (_, place) => ring[(begin + from + place) % ring.length]!);
  return {
    train: piece(validation + test, train),
    validation: piece(0, validation),
    test: piece(validation, test),
  };
}

/** The first rows train, those behind them validate, and the last ones test. */
function inOrder({ train, validation, test }: SplitConfig, { rows }: RowFacts): Splits<Int32Array> {
  const order = fileOrder(rows);
  return {
    train: order.subarray(0, train),
    validation: order.subarray(train, train + validation),
    test: order.subarray(rows - test),
  };
}

/**
 * Each class in the same shares: of the training and the validation rows its share rounded down or up, and so of the rows
 * that are left for the test rows. So has every beginning of a split, which variants of fewer rows train on.
 */
function byClasses(
  { seed, train, validation, test }: SplitConfig,
  { rows }: RowFacts,
  classes: ArrayLike<number>,
): Splits<Int32Array> {
  const members = membersOf(randomOrder(seed, rows), classes);
  const sizes = members.map(({ length }) => length);
  const ranks = classRanks(seed, members.length);
  const counts = apportion(sizes, [train, validation, rows - train - validation], ranks);
  const rests = counts.map(([, , rest]) => rest!);
  const tested = apportion(rests, [test, rows - train - validation - test], ranks);
  const take = (part: (own: Int32Array, each: number) => Int32Array) => interleave(members.map(part), ranks);
  return {
    train: take((own, each) => own.subarray(0, counts[each]![0])),
    validation: take((own, each) => own.subarray(own.length - counts[each]![1]!)),
    test: take((own, each) => {
      const end = own.length - counts[each]![1]!;
      return own.subarray(end - tested[each]![0]!, end);
    }),
  };
}

/**
 * Whole groups: training rows are the groups from the front of one order of groups, each that still fits into their
 * number; validation rows those from its end, and test rows from before these. So a split may have fewer rows than are asked for.
 */
function byGroups(
  config: SplitConfig,
  { rows, classes }: RowFacts,
  groups: ArrayLike<number>,
): Splits<Int32Array> {
  const { seed, division, train, validation, test } = config;
  const sizes = groupSizes(groups, rows);
  const order = groupOrder(config, sizes.length);
  const free = new Set(order);
  const fill = (limit: number, those: readonly number[]): Set<number> => {
    const taken = new Set<number>();
    let left = limit;
    for (const group of those) {
      if (!free.has(group) || sizes[group]! > left) continue;
      free.delete(group);
      taken.add(group);
      left -= sizes[group]!;
    }
    return taken;
  };
  const smallest = () => [...free].reduce((least, group) => Math.min(least, sizes[group]!), Infinity);
  const refuse = (code: "groupsAboveTraining" | "groupsAboveValidation", count: number) => {
    const least = smallest();
    return new LabError(code, { count, least: Number.isFinite(least) ? least : 0, groups: sizes.length });
  };
  const forTraining = fill(train, order);
  if (forTraining.size === 0) throw refuse("groupsAboveTraining", train);
  const backwards = [...order].reverse();
  const forValidation = fill(validation, backwards);
  if (forValidation.size === 0) throw refuse("groupsAboveValidation", validation);
  const forTest = fill(test, backwards);
  const all = division === "inOrder" ? fileOrder(rows) : randomOrder(seed, rows);
  const rowsOf = (those: ReadonlySet<number>): Int32Array => {
    const own = all.filter((row) => those.has(groups[row]!));
    if (division !== "stratified" || !classes) return own;
    const members = membersOf(own, classes);
    return interleave(members, fileOrder(members.length));
  };
  return { train: rowsOf(forTraining), validation: rowsOf(forValidation), test: rowsOf(forTest) };
}

/** Layers of the `dataSplit` streams. */
const layers = { rows: 0, classes: 1, groups: 2 } as const;

function randomOrder(seed: number, rows: number): Int32Array<ArrayBuffer> {
  return new RandomStream(seed, "dataSplit", { layer: layers.rows }).permutation(rows);
}

function classRanks(seed: number, classes: number): Int32Array {
  return new RandomStream(seed, "dataSplit", { layer: layers.classes }).permutation(classes);
}

function mixed(seed: number, members: readonly Int32Array[]): Int32Array {
  return interleave(members, classRanks(seed, members.length));
}

function fileOrder(rows: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

/** The order in which groups are given to splits. */
export function groupOrder({ seed, division }: SplitConfig, groups: number): number[] {
  if (division === "inOrder") return [...fileOrder(groups)];
  return [...new RandomStream(seed, "dataSplit", { layer: layers.groups }).permutation(groups)];
}

/** How many rows each group has. */
export function groupSizes(groups: ArrayLike<number>, rows: number): number[] {
  const sizes: number[] = [];
  for (let row = 0; row < rows; row++) sizes[groups[row]!] = (sizes[groups[row]!] ?? 0) + 1;
  return sizes;
}

/** The rows of each class, in the order in which they come. */
function membersOf(order: Int32Array, classes: ArrayLike<number>): Int32Array[] {
  const sizes: number[] = [];
  for (const row of order) sizes[classes[row]!] = (sizes[classes[row]!] ?? 0) + 1;
  const members = Array.from(sizes, (size = 0) => new Int32Array(size));
  const filled = new Int32Array(members.length);
  for (const row of order) members[classes[row]!]![filled[classes[row]!]!++] = row;
  return members;
}

/** The splits, or why the rows cannot be divided as is asked for. */
export function triedSplits(
  config: SplitConfig,
  facts: RowFacts,
): { splits: Splits<Int32Array> | null; failure: LabError | null } {
  try {
    return { splits: splitRows(config, facts), failure: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { splits: null, failure: error };
  }
}

/** The rows of the training split to show; all rows, if they could not be divided. */
export function shownRows(
  { seed }: SplitConfig,
  { rows }: RowFacts,
  splits: Splits<Int32Array> | null,
): Int32Array {
  return splits?.train ?? randomOrder(seed, rows);
}

/** A split whose rows come one by one. */
export interface WritableSplit extends RawSplit {
  readonly inputs: Float32Array | Float64Array;
  readonly targets: Float64Array;
}

export type ValuesConstructor = Float32ArrayConstructor | Float64ArrayConstructor;

export function emptySplit(
  rows: number,
  features: number,
  Values: ValuesConstructor = Float64Array,
): WritableSplit {
  return { inputs: new Values(rows * features), targets: new Float64Array(rows), rows };
}

/** For each row of the file its place among `numbers`, or -1. */
export function placesOf(numbers: Int32Array, rows: number): Int32Array {
  const places = new Int32Array(rows).fill(-1);
  numbers.forEach((number, index) => (places[number] = index));
  return places;
}
