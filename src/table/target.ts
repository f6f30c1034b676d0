import type { TableTask, Told } from "./description";
import { joint } from "./heads";
import type { ReadColumn } from "./kinds";
import type { NumberFacts } from "./values";

/** A column as far as the choice of the target asks. */
export interface Candidate extends ReadColumn {
  /** From 0. */
  readonly place: number;
  readonly name: string | null;
  readonly numbers: NumberFacts | undefined;
  readonly reasonToLeaveOut: Told | null;
}

/** More different numbers are hardly classes, */
const mostNumberClasses = 20;
/** but pictures may be of all letters. */
const mostPictureClasses = 100;
const leastPixels = 64;

/** Names that mean the target in any table. */
const tellingName =
  /^(?:target|labels?|class|classes|y|outcome|response|output|survived|diagnosis|churn(?:ed)?|fraud|species|quality|목표|정답|라벨|레이블|분류|클래스|타깃|타겟|결과|판정|진단|ラベル|目的変数|正解|标签|類別|类别)(?:_\d+)?$/i;

/** Of a name that several lines give, the last. */
const isTelling = (name: string | null): boolean => tellingName.test(name?.split(joint).at(-1) ?? "");

/** The pixels of pictures: nearly all columns hold whole numbers from 0 to 255. */
export function pixelsOf(columns: readonly Omit<Candidate, "reasonToLeaveOut">[]): ReadonlySet<number> {
  const pixels = columns.filter(
    ({ numbers }) => numbers?.areWhole && numbers.least >= 0 && numbers.most <= 255,
  );
  const brightest = Math.max(0, ...pixels.map(({ numbers }) => numbers!.most));
  const isPicture = pixels.length >= leastPixels && columns.length - pixels.length <= 3 && brightest > 15;
  return new Set(isPicture ? pixels.map(({ place }) => place) : []);
}

/** The column that is most likely to be predicted, and why. */
export function proposeTarget(
  columns: readonly Candidate[],
  pixels: ReadonlySet<number>,
): { place: number; reason: Told } | null {
  const usable = columns.filter((column) => isUsable(column, columns));
  // One alone is predicted from columns that are left out as yet, such as dates or texts.
  if (usable.length === 0 || columns.length < 2) return null;
  const first = usable[0]!.place;
  const last = usable.at(-1)!.place;
  const isWord = ({ kind }: Candidate): boolean => kind === "category" || kind === "boolean";
  const words = usable.filter(isWord);
  const isAloneWhole = (column: Candidate): boolean =>
    hasFewNumbers(column) && usable.every((other) => other === column || other.numbers?.areWhole === false);
  let best: { column: Candidate; score: number } | null = null;
  for (const column of usable) {
    const { place, name } = column;
    const isAtEnd = place === first || place === last;
    let score = place === last ? 2 : place === first ? 1 : 0;
    if (isTelling(name)) score += 3;
    if (isWord(column)) score += words.length === 1 && isAtEnd ? 3 : 2;
    else if (isAtEnd && isAloneWhole(column)) score += 2;
    else if (hasFewNumbers(column)) score += isZeroOrOne(column) ? 2 : 1;
    if (pixels.size > 0) score += pictureScore(column, isAtEnd);
    if (best === null || score >= best.score) best = { column, score };
  }
  return best && { place: best.column.place, reason: reasonFor(best.column, last, words) };
}

/** One class only is a fault of the target, not a reason to predict something else. */
function isUsable(column: Candidate, columns: readonly Candidate[]): boolean {
  const { reasonToLeaveOut, name, place } = column;
  if (reasonToLeaveOut === null) return true;
  if (reasonToLeaveOut.code !== "isConstant") return false;
  const isLast = columns.slice(place + 1).every((other) => other.reasonToLeaveOut?.code === "isEmpty");
  return isTelling(name) || isLast;
}

function reasonFor(column: Candidate, last: number, words: readonly Candidate[]): Told {
  const { name, place } = column;
  const told = (code: Told["code"]): Told => ({ code, parameters: {} });
  if (isTelling(name)) return told("targetNamed");
  if (words.length === 1 && words[0] === column) return told("targetOnlyWords");
  return told(place === last ? "targetLast" : "targetLikely");
}

const isZeroOrOne = ({ numbers }: Candidate): boolean =>
  numbers?.values === 2 && numbers.least === 0 && numbers.most === 1;

function hasFewNumbers({ numbers, facts }: Candidate): boolean {
  return (
    numbers !== undefined &&
    numbers.areWhole &&
    numbers.values > 1 &&
    numbers.values <= mostNumberClasses &&
    numbers.values <= facts.filled / 3
  );
}

/** In a table of pictures the label stands at an end; a pixel there is dark in nearly all of them. */
function pictureScore({ numbers, facts }: Candidate, isAtEnd: boolean): number {
  if (!isAtEnd) return -10;
  const isLabel =
    numbers === undefined || (numbers.values <= mostPictureClasses && numbers.most <= 2 * mostPictureClasses);
  return isLabel && facts.values > 1 && facts.mostOfOne < 0.8 * facts.filled ? 4 : 0;
}

/** What is to be learnt of a target, and whether the other would do as well. */
export function taskOf(target: ReadColumn, numbers: NumberFacts | undefined, ofPictures: boolean): TableTask {
  if (target.kind !== "number" || !numbers) return "classification";
  const most = ofPictures ? mostPictureClasses : mostNumberClasses;
  const isFew = numbers.values <= most && (numbers.values <= 2 || numbers.values <= target.facts.filled / 3);
  return numbers.areWhole && isFew ? "classification" : "regression";
}

/** Grades, years, counts: whole numbers in order, of which both a class and a number can be made. */
export function isEither(numbers: NumberFacts | undefined, ofPictures: boolean): boolean {
  return numbers !== undefined && numbers.areWhole && !ofPictures && numbers.values >= 5;
}
