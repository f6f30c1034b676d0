import type { ProblemCode } from "../messages/problems.en";
import type { Failure } from "../messages/failure";

/** The number in a text, or the reason why there is none: never another number than the written one. */
export type Reading<T> = { readonly value: T } | { readonly refused: Failure };

/**
 * Reads a number as people write it: 0.01, 0,01, .5, 5., 1e-3, +2, −2 (U+2212), also in full width (１２). A point is
 * always the decimal point. A comma is one too, but a text in which it may group thousands is refused: 1,000.
 */
export function readNumber(text: string): Reading<number> {
  const plain = narrow(text);
  const parts = /^([+-]?)(\d*)(?:([.,])(\d*))?(?:e([+-]?\d+))?$/i.exec(plain);
  if (!parts) return groups.test(plain) ? refusal("numberGrouped", text) : refusal("numberUnread", text);
  const [, sign = "", whole = "", mark, fraction = "", exponent = "0"] = parts;
  if (whole + fraction === "") return refusal("numberUnread", text);
  if (mark === "," && groups.test(`${whole},${fraction}`)) return refusal("numberGrouped", text);
  const value = Number(`${sign}${whole}.${fraction}0e${exponent}`);
  if (!Number.isFinite(value)) return refusal("numberTooLarge", text);
  if (decimalOf(`${whole}.${fraction}e${exponent}`) !== decimalOf(String(Math.abs(value)))) {
    return refusal("numberTooFine", text, { nearest: value });
  }
  // A zero has no sign in a document.
  return { value: value === 0 ? 0 : value };
}

/** Whether only the beginning of a number has been typed so far: "", "-", "1e-". */
export function isBeginning(text: string): boolean {
  return /^[+-]?(?:(?:\d+[.,]?\d*|[.,]\d+)e[+-]?|[.,]?)$/i.test(narrow(text));
}

export interface ListOf {
  /** Whether its numbers are whole and not negative. */
  readonly whole?: boolean;
  /** Whether commas separate by what its documentation says, as in a terminal: 1,2 is then never 1.2. */
  readonly byComma?: boolean;
}

/**
 * Reads a list of numbers as people type it or paste it from a table. Line ends, tabs, semicolons, spaces and commas
 * beside a space separate; any other comma is a decimal point, but where points show that it cannot be: 0.1,0.2. What
 * can be read in two ways is refused: 0,1,0,3 or 1 000.
 */
export function readNumbers(text: string, how: ListOf = {}): Reading<number[]> {
  const { whole = false } = how;
  const values: number[] = [];
  for (const piece of separated(text, how)) {
    if (piece === null) return refusal("numbersAmbiguous", text);
    const reading = readNumber(piece);
    if ("refused" in reading) return reading;
    const { value } = reading;
    if (whole && !Number.isInteger(value)) {
      return { refused: { code: "notWholeNumber", parameters: { value } } };
    }
    if (whole && value < 0) {
      return { refused: { code: "numberTooSmall", parameters: { value, limit: 0 } } };
    }
    values.push(value);
  }
  return { value: values };
}

/** The texts between separators; null if one may be one number or several. */
function separated(text: string, how: ListOf): (string | null)[] {
  const spaced = narrow(text).replace(/\s+/g, (run) => (/[\t\r\n]/.test(run) ? "\n" : " "));
  return spaced.split(/\s?[\n;]\s?|\s?,\s|\s,\s?/).flatMap((line) => {
    // French and others group thousands by spaces.
    if (/^[+-]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d*)?$/.test(line)) return [null];
    const words = line.split(" ").filter((word) => word !== "");
    return words.flatMap((word) => partsOf(word, how));
  });
}

/** One word of a list, in which commas have no space beside them. */
function partsOf(text: string, { whole = false, byComma = false }: ListOf): (string | null)[] {
  // A comma that ends a line of a list.
  const word = text.replace(/(?<=\d),$/, "");
  const parts = word.split(",");
  // 000 is the rest of a number that is grouped by spaces.
  if (/^[+-]?0\d/.test(word)) return [null];
  if (parts.length === 1) return parts;
  if (word.includes(".")) return groups.test(word) || parts.includes("") ? [null] : parts;
  if (parts.length === 2 && !byComma) return [word];
  // Only in a list of whole numbers can no comma be a decimal point; 1,000 is then two numbers, and nobody writes
  // 000.
  const isList = whole && parts.every((part) => /^(?:0|[1-9]\d*)$/.test(part));
  return isList && (byComma || !groups.test(word)) ? parts : [null];
}

/** 1,000 and 1.000,5 and 1,000,000.5: groups of three digits. A group never begins with 0, so 0,001 is none. */
const groups = /^[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|[1-9]\d{0,2}(?:\.\d{3})+,\d*)$/;

/** Korean and Japanese keyboards write full-width signs; programs that set type write U+2212 for a minus. */
function narrow(text: string): string {
  return text
    .trim()
    .replace(/[\uff0b-\uff0e\uff10-\uff19\uff1b\uff25\uff45]/g, (sign) =>
      String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
    )
    .replaceAll("\u2212", "-");
}

/** "0.010" and "1e-2" as the same text: their digits and the power of ten of the last one. */
function decimalOf(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Long texts are cut: someone may paste a whole page. */
const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function refusal(
  code: ProblemCode,
  text: string,
  parameters: Failure["parameters"] = {},
): { readonly refused: Failure } {
  return { refused: { code, parameters: { value: shown(text.trim()), ...parameters } } };
}
