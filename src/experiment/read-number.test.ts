import fastCheck from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailureCode } from "../messages/failure";
import { isBeginning, readNumber, readNumbers, type Reading } from "./read-number";

/** The value, or the code of why there is none. */
function said<T>(reading: Reading<T>): T | string {
  if ("value" in reading) return reading.value;
  expect(isFailureCode(reading.refused.code)).toBe(true);
  return reading.refused.code;
}

test.each<[string, number | string]>([
  ["0.01", 0.01],
  ["0,01", 0.01],
  [" 0.5 ", 0.5],
  ["0.5\r\n", 0.5],
  [".5", 0.5],
  [",5", 0.5],
  ["5.", 5],
  ["5,", 5],
  ["+5", 5],
  ["-5", -5],
  ["−5", -5],
  ["-0", 0],
  ["1e-3", 0.001],
  ["1E+3", 1000],
  ["1,5e3", 1500],
  ["１２", 12],
  ["－０．５", -0.5],
  ["１，５", 1.5],
  ["007", 7],
  ["0,001", 0.001],
  ["0,0001", 0.0001],
  ["1234,567", 1234.567],
  ["1.000", 1],
  ["0.10", 0.1],
  ["0.30000000000000004", 0.30000000000000004],
  ["1,000", "numberGrouped"],
  ["12,345", "numberGrouped"],
  ["1,000,000", "numberGrouped"],
  ["1,234.5", "numberGrouped"],
  ["1.234,5", "numberGrouped"],
  ["1,000e3", "numberGrouped"],
  ["1 000", "numberUnread"],
  ["1\u00a0000", "numberUnread"],
  ["1/3", "numberUnread"],
  ["0.3.1", "numberUnread"],
  ["0..3", "numberUnread"],
  ["1-3", "numberUnread"],
  ["- 5", "numberUnread"],
  ["--5", "numberUnread"],
  ["0x10", "numberUnread"],
  ["0b11", "numberUnread"],
  ["1_000", "numberUnread"],
  ["50%", "numberUnread"],
  ["½", "numberUnread"],
  ["10²", "numberUnread"],
  ["٣", "numberUnread"],
  ["1e", "numberUnread"],
  ["e5", "numberUnread"],
  ["1e1.5", "numberUnread"],
  ["Infinity", "numberUnread"],
  ["NaN", "numberUnread"],
  ["true", "numberUnread"],
  ["", "numberUnread"],
  [".", "numberUnread"],
  ["1\n2", "numberUnread"],
  ["1\t2", "numberUnread"],
  ["1e999", "numberTooLarge"],
  ["1e-999", "numberTooFine"],
  ["9007199254740993", "numberTooFine"],
  ["3.14159265358979323846", "numberTooFine"],
])("%j is read as %s", (text, expected) => {
  expect(said(readNumber(text))).toBe(expected);
});

test.each(["", "-", "+", ".", "-,", "1e", "1e-", "0,5E+", ".5e"])(
  "%j is the beginning of a number",
  (text) => {
    expect(isBeginning(text)).toBe(true);
  },
);
test.each(["1/", "1,000", "0.3.", "e", "1ee", "x"])("%j is the beginning of none", (text) => {
  expect(isBeginning(text)).toBe(false);
});

const ways: readonly ((plain: string) => string)[] = [
  (plain) => plain,
  (plain) => plain.replace(".", ","),
  (plain) => plain.replace(/^0\./, "."),
  (plain) => plain.replace(/^(-?)0\./, "$1,"),
  (plain) => plain.replace("-", "−"),
  (plain) => plain.replace(/[0-9.+-]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  (plain) => plain.toUpperCase(),
  (plain) => ` \t${plain}\u00a0\r\n`,
  (plain) => (plain.startsWith("-") ? plain : `+${plain}`),
  (plain) => (/[.e]/.test(plain) ? plain : `${plain}.`),
  (plain) => (/[.e]/.test(plain) ? plain : `${plain},000`),
  (plain) => (plain.includes(".") && !plain.includes("e") ? `${plain}000` : plain),
];

describe("properties", () => {
  const number = fastCheck.oneof(
    fastCheck.double({ noNaN: true, noDefaultInfinity: true }),
    fastCheck.integer(),
    fastCheck.integer({ min: 0, max: 9999 }).map((whole) => whole / 1000),
  );
  const way = fastCheck.constantFrom(...ways);
  const text = fastCheck.oneof(
    number.map(String),
    number.map((each) => each.toExponential()),
    number.map((each) => each.toFixed(20)),
  );

  test("every number, however it is written, reads back as itself or is refused", () => {
    fastCheck.assert(
      fastCheck.property(number, way, (each, write) => {
        const reading = readNumber(write(String(each)));
        if ("value" in reading) expect(reading.value).toBe(each === 0 ? 0 : each);
        // Only where a comma could as well group thousands.
        else
          expect([reading.refused.code, write(String(each))]).toEqual([
            "numberGrouped",
            expect.stringContaining(","),
          ]);
      }),
      { numRuns: 5000 },
    );
  });

  test("no text of a number's signs is read as another number than it says", () => {
    const signs = fastCheck.string({ unit: fastCheck.constantFrom(..."0123459.,-+e /x\n"), maxLength: 9 });
    fastCheck.assert(
      fastCheck.property(fastCheck.oneof(signs, text), (typed) => {
        const reading = readNumber(typed);
        if (!("value" in reading)) return;
        // JavaScript's own reading of the same text, which knows no comma.
        expect(reading.value).toBe(Number(typed.replace(",", ".")) + 0);
      }),
      { numRuns: 5000 },
    );
  });

  test("a list of any numbers reads back, whatever separates them", () => {
    const separators = ["; ", ";", "\n", "\r\n", "\t", ", ", " , ", ",\n"];
    const lists = fastCheck.array(number, { minLength: 1, maxLength: 6 });
    fastCheck.assert(
      fastCheck.property(
        lists,
        fastCheck.constantFrom(...separators),
        fastCheck.boolean(),
        (list, separator, comma) => {
          const typed = list
            .map((each) => (comma ? String(each).replace(".", ",") : String(each)))
            .join(separator);
          const reading = readNumbers(typed);
          const expected = list.map((each) => (each === 0 ? 0 : each));
          if ("value" in reading) expect(reading.value).toEqual(expected);
          else expect(typed).toMatch(/\d,\d{3}(?!\d)/);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

test.each<[string, number[] | string]>([
  ["0,1; 0,3; 0,5", [0.1, 0.3, 0.5]],
  ["0,1;0,3;0,5", [0.1, 0.3, 0.5]],
  ["0.1, 0.3", [0.1, 0.3]],
  ["0,1, 0,3", [0.1, 0.3]],
  ["0,1 0,3", [0.1, 0.3]],
  ["0,1\t0,3\t0,5", [0.1, 0.3, 0.5]],
  ["0,1\r\n0,3\r\n0,5\r\n", [0.1, 0.3, 0.5]],
  ["0,1\n0,3", [0.1, 0.3]],
  ["0.1,\n0.3,\n", [0.1, 0.3]],
  ["0,1", [0.1]],
  ["0.1,0.2,0.3", [0.1, 0.2, 0.3]],
  ["0,0.25,0.5", [0, 0.25, 0.5]],
  ["1 2 3", [1, 2, 3]],
  ["0.5 0.5", [0.5, 0.5]],
  ["１，５；２", [1.5, 2]],
  ["0,1,0,3", "numbersAmbiguous"],
  ["0,1,2", "numbersAmbiguous"],
  ["1,,2", "numbersAmbiguous"],
  ["1 000", "numbersAmbiguous"],
  ["1\u00a0000", "numbersAmbiguous"],
  ["1,234.5", "numbersAmbiguous"],
  ["1,000; 2,000", "numberGrouped"],
  ["0.1 / 0.3", "numberUnread"],
  ["0.1; much", "numberUnread"],
  ["0,1-0,3", "numbersAmbiguous"],
  ["10 000 5", "numbersAmbiguous"],
  ["0.1 - 0.3", "numberUnread"],
])("the list %j is read as %j", (text, expected) => {
  expect(said(readNumbers(text))).toEqual(expected);
});

test.each<[string, number[] | string]>([
  ["1, 2, 3", [1, 2, 3]],
  ["1,2,3", [1, 2, 3]],
  ["1 2 3", [1, 2, 3]],
  ["10\n20", [10, 20]],
  ["0,1; 0,3; 0,5", "notWholeNumber"],
  ["0,1", "notWholeNumber"],
  ["1.5", "notWholeNumber"],
  ["-1", "numberTooSmall"],
  ["1,000", "numberGrouped"],
  ["100,200,300", "numbersAmbiguous"],
  ["1; x", "numberUnread"],
])("the list of whole numbers %j is read as %j", (text, expected) => {
  expect(said(readNumbers(text, { whole: true }))).toEqual(expected);
});

test.each<[string, boolean, number[] | string]>([
  ["1,3,8", true, [1, 3, 8]],
  ["8,", true, [8]],
  ["100,200", true, [100, 200]],
  ["1,000", true, "numbersAmbiguous"],
  ["0,1", true, [0, 1]],
  ["0,5", false, "numbersAmbiguous"],
  ["0,1,0,3", false, "numbersAmbiguous"],
  ["0,0.25,0.5", false, [0, 0.25, 0.5]],
  ["0.5,1,2", false, [0.5, 1, 2]],
  ["0,1; 0,3", false, "numbersAmbiguous"],
  ["0, 0.25", false, [0, 0.25]],
])("a terminal's list %j (whole: %s) is read as %j", (text, whole, expected) => {
  expect(said(readNumbers(text, { whole, byComma: true }))).toEqual(expected);
});
