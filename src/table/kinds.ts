import type { ColumnKind, Problem, Told } from "./description";
import { booleanWords, type DecimalMark } from "./numbers";
import type { ColumnFacts, NumberFacts } from "./values";

/** More different words are no category. */
const mostCategories = 200;
/** Fewer different words are one, however few rows there are of each. */
const surelyCategories = 20;
/** If fewer cells than this are no numbers, they are mistakes in a column of numbers. */
const fewWords = 0.2;
/** If fewer cells than this are no numbers, a person should know that the column is read as words. */
const manyWords = 0.5;

/** What a column holds, before its role is decided. */
export interface ReadColumn {
  readonly kind: ColumnKind;
  readonly facts: ColumnFacts;
  /** The decimal mark of a column of numbers. */
  readonly mark: DecimalMark | null;
  /** Whether half of the cells or more are numbers, but words make categories or text of it. */
  readonly isMixed: boolean;
}

/** The decimal mark of the table, decided from all its rows. */
export function decimalOf(
  columns: readonly ColumnFacts[],
  delimiter: string,
): { decimal: DecimalMark; problems: readonly Problem[] } {
  const certain = (mark: DecimalMark): number =>
    columns.filter((facts) => facts.only[mark] > 0 && isAllNumbers(facts, mark)).length;
  const points = certain(".");
  const commas = certain(",");
  const doubtful = columns.filter((facts) => facts.ambiguous > 0 && isAllNumbers(facts, "."));
  if (points > 0 || commas > 0) {
    const decimal = commas > points ? "," : ".";
    const others = Math.min(points, commas);
    return { decimal, problems: others > 0 ? [warning("mixedDecimals", { columns: others })] : [] };
  }
  const withComma = doubtful.some(({ ambiguousExample }) => ambiguousExample.includes(","));
  const decimal = withComma && delimiter !== "," ? "," : ".";
  // Between commas, a point is what it is everywhere.
  const isClear = doubtful.length === 0 || (!withComma && (delimiter === "," || delimiter === "spaces"));
  const example = doubtful[0]?.ambiguousExample ?? "";
  return {
    decimal,
    problems: isClear ? [] : [warning("ambiguousNumbers", { columns: doubtful.length, example, decimal })],
  };
}

const warning = (code: Problem["code"], parameters: Problem["parameters"]): Problem => ({
  level: "warning",
  code,
  parameters,
});

const isAllNumbers = (facts: ColumnFacts, mark: DecimalMark): boolean =>
  facts.numbers[mark] > 0 && facts.numbers[mark] + facts.gapWords >= facts.filled;

export function readColumn(facts: ColumnFacts, decimal: DecimalMark): ReadColumn {
  const { filled } = facts;
  const other = decimal === "." ? "," : ".";
  const mark = [decimal, other].find((each) => isAllNumbers(facts, each as DecimalMark)) as
    DecimalMark | undefined;
  const of = (kind: ColumnKind): ReadColumn => ({ kind, facts, mark: null, isMixed: false });
  const asNumbers = (by: DecimalMark): ReadColumn => ({ kind: "number", facts, mark: by, isMixed: false });
  // "0" or "null": two words, of which one happens to be a number.
  const isPair = facts.values === 2 && facts.gapWords > 0;
  if (mark && facts.codes === 0 && !isPair) return asNumbers(mark);
  if (isBoolean(facts)) return of("boolean");
  if (facts.moments > 0 && !facts.areVersions && facts.moments + facts.gapWordsInText >= filled)
    return of("date");
  const mayBeNumbers = facts.codes === 0 && !isPair;
  // Too many different values for categories: the words are mistakes.
  if (mayBeNumbers && isButFor(facts, fewWords) && facts.values > surelyCategories) return asNumbers(decimal);
  const isMixed = mayBeNumbers && isButFor(facts, manyWords);
  return { ...of(isFewEnough(facts) ? "category" : "text"), isMixed };
}

function isFewEnough({ filled, values, mostOfOne }: ColumnFacts): boolean {
  if (values === 0 || (mostOfOne === 1 && values > 2)) return false;
  // In a table of ten rows, three classes of three are many.
  if (values <= surelyCategories) return filled < 10 || values <= filled / 1.5;
  return values <= mostCategories && values <= filled / 5;
}

/** Whether the cells are numbers but for a share of them. */
function isButFor({ filled, gapWords, numbers, only }: ColumnFacts, words: number): boolean {
  const byEither = numbers["."] + only[","];
  return byEither > 0 && filled - gapWords - byEither <= words * filled;
}

function isBoolean({ pair, values, gapValues }: ColumnFacts): boolean {
  const words = pair.map((word) => word.trim().toLowerCase());
  return (
    values - gapValues === 2 && booleanWords.some((known) => known.every((word) => words.includes(word)))
  );
}

/** Why a column that is a feature is of its kind. */
export function kindReason(
  { kind, facts }: ReadColumn,
  numbers: NumberFacts | undefined,
  unit: string | undefined,
): Told {
  const { values, gapValues, pair } = facts;
  if (kind === "number" && numbers) {
    const { least, most } = numbers;
    return unit === undefined
      ? { code: "isNumbers", parameters: { least, most } }
      : { code: "isNumbersInUnit", parameters: { least, most, unit } };
  }
  if (kind === "boolean") {
    return { code: "isBoolean", parameters: { one: pair[0] ?? "", other: pair[1] ?? "" } };
  }
  return { code: "isCategory", parameters: { values: values - gapValues } };
}

/** Where a column stands in its table. */
export interface ColumnPlace {
  /** Null in a table without a header. */
  readonly name: string | null;
  /** From 0. */
  readonly place: number;
  readonly rows: number;
  /** Whether it is a pixel. */
  readonly inPicture: boolean;
  /** Whether it says whose the rows are. */
  readonly namesGroups: boolean;
}

/** Why a column is better left out; null if it is not. */
export function reasonToLeaveOut(
  { name, place, rows, inPicture, namesGroups }: ColumnPlace,
  { kind, facts, mark }: ReadColumn,
  numbers: NumberFacts | undefined,
): Told | null {
  const { filled, gapWords, gapWordsInText, values } = facts;
  const hasNothing = filled === gapWordsInText || (kind !== "category" && filled === gapWords && values <= 1);
  if (hasNothing) return told("isEmpty");
  if (kind === "date") return told("isDates");
  if (namesGroups) return { code: "namesGroups", parameters: { values: numbers?.values ?? values, rows } };
  if (kind === "number" && numbers && mark !== null && facts.numbers[mark] === rows) {
    const isNamed = isIndexName(name, place, rows);
    if (
      numbers.countsFrom !== null &&
      rows >= 5 &&
      (isNamed || numbers.countsFrom === 0 || numbers.countsFrom === 1)
    ) {
      return told("countsRows");
    }
    if (isNamed && numbers.areWhole && numbers.values === rows && rows >= 5) return told("allDiffer");
  }
  if (kind === "text") {
    if (facts.mostOfOne === 1) return told("allDiffer");
    const code = facts.codes > 0 && isAllNumbers(facts, ".") ? "hasManyCodes" : "hasManyTexts";
    return { code, parameters: { values, rows } };
  }
  const different = kind === "number" ? (numbers?.values ?? values) : values;
  return different === 1 && filled === rows && rows > 1 && !inPicture ? told("isConstant") : null;
}

const told = (code: Told["code"]): Told => ({ code, parameters: {} });

/** A first column without a name, or a name that numbers rows. @param name null in a table without a header */
export function isIndexName(name: string | null, place: number, rows: number): boolean {
  // Without a header, a few different numbers may be anything.
  if (name === null) return place === 0 && rows >= 50;
  if (name === "") return place === 0;
  return /^(?:unnamed:? ?\d*|index|idx|level_0|id|.*[_ ]id|.*Id|.*ID|no\.?|nr\.?|#|row|rowid|row_?number|번호|순번|연번|일련번호|番号|序号)$/i.test(
    name,
  );
}
