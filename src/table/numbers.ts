/** What stands for a point in a table's numbers. */
export type DecimalMark = "." | ",";

const signs = "[-+\\x{2212}\\x{ff0d}\\x{2013}]";
const units = "[$\\x{20ac}\\x{a3}\\x{a5}\\x{20a9}%\\x{5186}\\x{5143}\\x{c6d0}]";
const exponent = "(?:[eE][-+\\x{2212}]?[0-9]{1,3})?";

/** What divides thousands, beside the sign that is not the decimal mark: blanks of all widths, and Switzerland's '. */
const gaps = " \\x{a0}\\x{202f}\\x{2009}'\\x{2019}";

/** As East Asian keyboards write them. */
const fullWidthDigits = "\\x{ff10}-\\x{ff19}";

function grammar(mark: DecimalMark): string {
  const point = mark === "." ? "\\." : ",";
  const other = mark === "." ? "," : "\\.";
  // A group never begins with 0, and one sign divides all groups of a number.
  const grouped = `[1-9][0-9]{0,2}(?:(?:${other}[0-9]{3})+|(?:[${gaps}][0-9]{3})+)`;
  // 12,34,567: India divides thousands by hundreds.
  const byHundreds = mark === "." ? "|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" : "";
  const fullWidth = `[${fullWidthDigits}]+(?:\\x{ff0e}[${fullWidthDigits}]+)?`;
  const digits = `(?:(?:[0-9]+|${grouped}${byHundreds})(?:${point}[0-9]*)?|${point}[0-9]+|${fullWidth})`;
  const signed = `(?:${units} ?)?${signs}?(?:${units} ?)?${digits}${exponent}(?:[ \\x{a0}]?${units})?`;
  // Accountants' negative numbers, (1,234), and SAP's, 1,234-.
  const negative = `(?:${units} ?)?(?:\\((?:${units} ?)?${digits}(?: ?${units})?\\)|${digits}[-\\x{2212}])(?:[ \\x{a0}]?${units})?`;
  return `^(?:${signed}|${negative})$`;
}

/** In the syntax that DuckDB's RE2 knows. */
export const numberPattern: Readonly<Record<DecimalMark, string>> = { ".": grammar("."), ",": grammar(",") };

const javascript = (pattern: string): RegExp =>
  new RegExp(
    pattern.replace(/\\x\{([0-9a-f]+)\}/g, (_, code: string) => `\\u${code.padStart(4, "0")}`),
    "u",
  );
const patterns = { ".": javascript(grammar(".")), ",": javascript(grammar(",")) } as const;

/** Whether a text is a number with the decimal mark, or with either. */
export function isNumber(text: string, mark?: DecimalMark): boolean {
  return mark === undefined
    ? patterns["."].test(text) || patterns[","].test(text)
    : patterns[mark].test(text);
}

/** What people write where nothing was measured. */
const missingWords = [
  "na",
  "n/a",
  "#n/a",
  "nan",
  "null",
  "nil",
  "?",
  ".",
  ...["-", "--", "---", "----", "\u2013", "\u2014", "..", "...", "*"],
  ...["n.a.", "n.a", "n.d.", "k.a."],
  ...["none", "missing", "unknown", "not available", "-nan", "1.#qnan", "-1.#ind", "1.#ind"],
  ...["결측", "없음", "미측정", "欠損", "欠測"],
];

/** What spreadsheets write into cells that they cannot compute, and databases into empty ones. */
const failedWords = [
  "#value!",
  "#div/0!",
  "#ref!",
  "#num!",
  "#name?",
  "#null!",
  "<na>",
  "(null)",
  "<null>",
  "\\n",
];

/** No numbers that can be trained on: in columns of numbers, gaps too. */
export const infinityWords = ["inf", "infinity", "∞", "1.#inf"].flatMap((word) =>
  ["", "+", "-", "\u2212"].map((sign) => sign + word),
);

export const gapWords = [...missingWords, ...failedWords, ...infinityWords];

/** Of these, what stands for a gap among words too: a dash or "None" is often a word like any other. */
export const gapWordsInText = ["na", "n/a", "#n/a", "nan", "null", "?", ...failedWords];

export function isGap(text: string): boolean {
  return text === "" || gapWords.includes(text.toLowerCase());
}

/** Pairs of words for yes and no, the first for yes. */
export const booleanWords: readonly (readonly [string, string])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["t", "f"],
  ["y", "n"],
  ["on", "off"],
  ["ja", "nein"],
  ["예", "아니오"],
  ["예", "아니요"],
  ["はい", "いいえ"],
];

/** Years of two digits: the day, the month and the year in any order, divided by one sign. */
const shortDatePattern = ["-", "/", "\\."]
  .map((sign) => {
    const [day, month] = ["(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"];
    const orders = [
      [day, month, "[0-9]{2}"],
      [month, day, "[0-9]{2}"],
      ["[0-9]{2}", month, day],
    ];
    return orders.map((parts) => parts.join(sign)).join("|");
  })
  .join("|");
/** In any mixture of large and small letters, for RE2 and JavaScript alike. */
const anyCase = (word: string): string =>
  word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
/** English names of months, from which the first three letters tell the month. */
const monthName = [
  ...["jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"],
  ...["sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"],
].map(anyCase);
const dayOfName = "(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?";
/** Dates with a month's name: `dayFirst` as 3 Nov 2026 and 03-Nov-26, else as November 3, 2026. Groups: day or name, name or day, year. */
export const namedDatePatterns = {
  dayFirst: `${dayOfName}[-/. ]{1,2}(${monthName.join("|")})(?:\\.?,? |[-/.])([0-9]{4}|[0-9]{2})`,
  nameFirst: `(${monthName.join("|")})(?:\\.? |-)${dayOfName}(?:,? |-)([0-9]{4})`,
} as const;
const datePattern =
  `(?:${shortDatePattern}|${namedDatePatterns.dayFirst}|${namedDatePatterns.nameFirst}|` +
  // "2026. 11. 3." is how Korean spreadsheets and forms write a day; 2026-11 is a month.
  "[0-9]{4}[-/.] ?[0-9]{1,2}[-/.] ?[0-9]{1,2}|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])|(?:19|20)[0-9]{2}(?:년 ?|年)(?:0?[1-9]|1[0-2])[월月]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}|[0-9]{4}년 ?[0-9]{1,2}월 ?[0-9]{1,2}일|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)";
/** Morning and afternoon in front of the hour, as Korean, Japanese and Chinese have them. */
export const eastAsianHalves = { am: "오전|午前|上午", pm: "오후|午後|下午" } as const;
const clockPattern =
  "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z| ?[-+][0-9]{2}:?[0-9]{2})?";
const timePattern =
  `(?:[0-9]{1,2}[hH][0-9]{2}|${clockPattern}|(?:[01][0-9]|2[0-3])\\.[0-5][0-9]\\.[0-5][0-9]` +
  `|(?:${eastAsianHalves.am}|${eastAsianHalves.pm}) ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?` +
  "|[0-9]{1,2}[시時时](?: ?[0-9]{1,2}[분分](?: ?[0-9]{1,2}[초秒])?)?)";
/** ISO 8601 without signs. */
const compactPattern = "(?:19|20)[0-9]{6}T[0-9]{6}Z?";

/** Dates, times and both, in the syntax of RE2 and of JavaScript. */
export const momentPattern = `^(?:${datePattern}\\.?(?:[T ]${timePattern})?|${timePattern}|${compactPattern})$`;
const moment = new RegExp(momentPattern, "u");

export function isMoment(text: string): boolean {
  return moment.test(text);
}

/**
 * Texts such as 1.2.10 that may be days or versions, in RE2's syntax. Where one part of a column has one digit, and none begins with a 0 as
 * those of dates do (03.11.26), all are versions.
 */
export const shortTriple = {
  any: "^[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{1,2}$",
  bare: "(?:^|\\.)[0-9](?:\\.|$)",
  padded: "(?:^|\\.)0[0-9]",
} as const;

/** Whether a cell by itself says what it is: a number, a date, a gap, yes or no. */
export function isTyped(text: string): boolean {
  return isNumber(text) || isGap(text) || isMoment(text) || /^(?:true|false)$/i.test(text);
}
