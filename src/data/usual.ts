import type { Divided, Division } from "../fields/division";
import type { Task } from "../fields/task";
import { groupOrder, groupSizes, type RowFacts } from "./split";
import { type Splits, usualCounts } from "./source-kind";

/** The same rows with another number of test rows; the others keep their ratio. */
export function withTestCount({ train, validation, test }: Splits<number>, count: number): Splits<number> {
  const rest = Math.max(2, train + validation + test - count);
  const validated = Math.max(1, Math.round((rest * validation) / (train + validation)));
  return { train: rest - validated, validation: validated, test: count };
}

/** What a document that is made for a file decides about its rows. */
export interface UsualRequest {
  readonly seed: number;
  readonly division?: Division;
}

/**
 * The counts and the division of a document that is made for these rows; of groups as many as come nearest to the shares.
 * @param limit the most rows that can be trained on
 */
export function usualDivision(
  facts: RowFacts,
  limit: number,
  task: Task,
  request: UsualRequest,
): Divided["usual"] {
  const wanted = usualCounts(Math.min(facts.rows, limit));
  const division = task === "classification" ? "stratified" : "random";
  const counts = facts.groups ? groupCounts(facts.groups, facts.rows, limit, wanted, request) : wanted;
  return { ...counts, division };
}

/** Whole groups in the order in which `splitRows` gives them to the splits, so that it fills these counts exactly. */
function groupCounts(
  groups: ArrayLike<number>,
  rows: number,
  limit: number,
  wanted: Splits<number>,
  { seed, division }: UsualRequest,
): Splits<number> {
  const sizes = groupSizes(groups, rows);
  const order = groupOrder({ ...wanted, seed, ...(division && { division }) }, sizes.length);
  // A group is left for each of the splits that come later.
  const splits = Math.min(3, order.length, wanted.test > 0 ? 3 : 2);
  /** As many groups from one end as bring the sum nearest to the count. */
  const take = (count: number, from: "shift" | "pop", keep: number): number => {
    let sum = 0;
    while (order.length > Math.max(0, keep)) {
      const next = sizes[order.at(from === "shift" ? 0 : -1)!]!;
      const isNearer = sum + next / 2 < count;
      if (sum > 0 && (!isNearer || (rows > limit && sum + next > count))) break;
      order[from]();
      sum += next;
    }
    return sum;
  };
  const train = take(wanted.train, "shift", splits - 1);
  const validation = take(wanted.validation, "pop", splits - 2);
  const isWhole = rows <= limit && wanted.test > 0;
  const test = splits < 3 ? 0 : take(isWhole ? Infinity : wanted.test, "pop", 0);
  return { train: Math.max(1, train), validation: Math.max(1, validation), test };
}
