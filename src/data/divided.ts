import type { Divided } from "../fields/division";
import type { Task } from "../fields/task";
import { type Failure, failureOf } from "../messages/failure";
import { type BytesOfRows, firstEqualBytes, firstEqualRows } from "./equal-rows";
import { type DataSource, mostRows } from "./kinds";
import { groupSizes, type RowFacts, type SplitConfig, triedSplits } from "./split";
import { mapSplits, type Splits } from "./source-kind";
import { type UsualRequest, usualDivision } from "./usual";

/** What a preview knows of the rows of a file. */
export interface KnownRows extends RowFacts {
  readonly task: Task;
  /** Names of the classes; none for regression. */
  readonly names: readonly string[];
  /** The most rows that can be trained on. */
  readonly limit: number;
  /** The number of the first row that is equal to each row, target included; absent where that is not counted. */
  readonly firsts?: ArrayLike<number>;
}

/**
 * What is known of samples that lie in memory.
 * @param features of a sample @param valueAt one of them @param targets of the samples
 * @param bytes of the samples, where equal ones mean equal samples
 */
export function knownRows(
  source: DataSource,
  facts: RowFacts & Pick<KnownRows, "task" | "names">,
  features: number,
  valueAt: (row: number, place: number) => number,
  targets: ArrayLike<number>,
  bytes?: BytesOfRows,
): KnownRows {
  const firsts = bytes
    ? firstEqualBytes(facts.rows, bytes, targets)
    : firstEqualRows(facts.rows, features + 1, (row, place) =>
        place === features ? targets[row]! : valueAt(row, place),
      );
  return { ...facts, limit: mostRows(source, features), ...(firsts && { firsts }) };
}

/** How the document divides these rows, or why it cannot; and how a document that is made for them does. */
export function dividedRows(
  config: SplitConfig & UsualRequest,
  facts: KnownRows,
  { splits, failure } = triedSplits(config, facts),
): { divided: Divided; failure: Failure | null } {
  const { rows, limit, task, names, classes, groups, firsts } = facts;
  const divided = {
    usual: usualDivision(facts, limit, task, config),
    limit: rows > limit ? limit : null,
    counts: splits && mapSplits(splits, ({ length }) => length),
    classes: splits && classes ? classCounts(splits, classes, names) : [],
    groups: groups ? groupSizes(groups, rows).length : null,
    duplicates: splits && firsts ? duplicatesAcross(splits, firsts) : null,
  };
  return { divided, failure: failure && failureOf(failure) };
}

function classCounts(
  splits: Splits<Int32Array>,
  classes: ArrayLike<number>,
  names: readonly string[],
): Divided["classes"] {
  const counts = mapSplits(splits, (rows) => {
    const counted = new Int32Array(names.length);
    for (const row of rows) counted[classes[row]!]! += 1;
    return counted;
  });
  return names.map((name, each) => ({ name, ...mapSplits(counts, (counted) => counted[each]!) }));
}

function duplicatesAcross(
  { train, validation, test }: Splits<Int32Array>,
  firsts: ArrayLike<number>,
): NonNullable<Divided["duplicates"]> {
  const seen = new Uint8Array(firsts.length);
  const enter = (rows: Int32Array) => rows.forEach((row) => (seen[firsts[row]!] = 1));
  const count = (rows: Int32Array) => rows.reduce((sum, row) => sum + seen[firsts[row]!]!, 0);
  enter(train);
  const inValidation = count(validation);
  enter(validation);
  return { validation: inValidation, test: count(test) };
}
