import {
  type TableNotation,
  type ColumnChoice,
  type FeatureKind,
  featureKinds,
  isFeatureKind,
} from "../fields/table";
import { type Column, type ColumnKind, errorOf, type Problem, type TableTask } from "./description";
import type { ReadColumn } from "./kinds";
import { booleanWords, type DecimalMark } from "./numbers";
import type { ColumnFacts } from "./values";

/** What a person or a document has decided about a table; the lab proposes the rest. */
export interface Wishes extends TableNotation {
  /** A column's name, or its number from 1. A text that is no name may be a number too. */
  readonly target?: string | number;
  readonly task?: TableTask;
  /** All columns, in the order of the file. */
  readonly columns?: readonly ColumnChoice[];
}

/** One-hot columns of more values than this are hardly features. */
export const mostOneHot = 1000;

/** The column as a number, a boolean or a category, whatever the lab took it for. */
export function readAs(column: ReadColumn, kind: ColumnKind, decimal: DecimalMark): ReadColumn {
  if (kind === column.kind) return column;
  return { ...column, kind, mark: kind === "number" ? (column.mark ?? decimal) : null, isMixed: false };
}

/** The kinds that a column can have as a feature. */
export function possibleKinds({ facts }: ReadColumn): FeatureKind[] {
  const { values, numbers, moments, gapWordsInText, filled } = facts;
  const isTwo = hasTwoValues(facts);
  return featureKinds.filter((kind) => {
    if (kind === "date") return moments > 0 && moments + gapWordsInText >= filled;
    if (kind === "number") return numbers["."] + numbers[","] > 0;
    return kind === "boolean" ? isTwo : values > 0 && values <= mostOneHot;
  });
}

/** Beside words for gaps; or one of them is such a word. */
function hasTwoValues({ values, gapValues }: ColumnFacts): boolean {
  return values === 2 || values - gapValues === 2;
}

/** The value of a column of two that is 1: yes of yes and no, the larger number, the later word. */
export function yesOf([one, other]: readonly [string, string]): string {
  const words = [one, other].map((word) => word.trim().toLowerCase());
  const known = booleanWords.find((pair) => pair.every((word) => words.includes(word)));
  if (known) return words[0] === known[0] ? one : other;
  const [first, second] = words.map(Number) as [number, number];
  const areNumbers = Number.isFinite(first) && Number.isFinite(second) && !words.includes("");
  if (areNumbers) return first > second ? one : other;
  return one > other ? one : other;
}

/** Where a document's columns are not those of the file. */
export function problemOfNames(
  wished: readonly ColumnChoice[],
  names: readonly string[],
): Problem | undefined {
  if (wished.length !== names.length) {
    return errorOf("columnsCounted", { expected: wished.length, found: names.length });
  }
  const place = wished.findIndex(({ name }, at) => name !== names[at]);
  return place < 0
    ? undefined
    : errorOf("columnRenamed", { number: place + 1, expected: wished[place]!.name, found: names[place]! });
}

/** What a column cannot be, though it was chosen. */
export function problemsOfWishes(
  columns: readonly Column[],
  read: readonly ReadColumn[],
  task: TableTask | null,
): Problem[] {
  const named = (those: readonly Column[]): string =>
    those.map(({ name, number }) => name || String(number)).join(", ");
  const features = columns.filter(({ role }) => role === "feature");
  const notPairs = features.filter(
    ({ kind, number }) => kind === "boolean" && !hasTwoValues(read[number - 1]!.facts),
  );
  const many = features.filter(({ kind, values }) => kind === "category" && values > mostOneHot);
  const neither = features.filter(({ kind }) => !isFeatureKind(kind));
  const target = columns.find(({ role }) => role === "target");
  const isWords = task === "regression" && target !== undefined && hasNoNumbers(read[target.number - 1]!);
  return [
    ...(notPairs.length > 0 ? [errorOf("notTwoValues", { names: named(notPairs) })] : []),
    ...(many.length > 0 ? [errorOf("tooManyCategories", { names: named(many), limit: mostOneHot })] : []),
    ...(neither.length > 0 ? [errorOf("notFeatures", { names: named(neither) })] : []),
    ...(isWords ? [errorOf("targetNotNumbers", { target: named([target]) })] : []),
  ];
}

const hasNoNumbers = ({ facts }: ReadColumn): boolean => facts.numbers["."] === 0 && facts.numbers[","] === 0;
