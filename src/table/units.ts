import { isGap, isMoment, isNumber } from "./numbers";

/** SI's units with a prefix or without. */
const metric =
  "(?:da|[QRYZEPTGMkhdcmµμunpfazyrq])?(?:mol|cd|Hz|Pa|lm|lx|Bq|Gy|Sv|kat|Wb|eV|bar|cal|Wh|Ah|VA|var|dB|ohm|bps|[mgsAKNJWCVFΩΩSTHLlℓtBb])";
const words = [
  ..."% ‰ ° ′ ″ °C °F °K ℃ ℉ deg degC degF degree degrees rad sr".split(" "),
  ..."sec secs second seconds min mins minute minutes h hr hrs hour hours d day days week weeks month months yr year years".split(
    " ",
  ),
  ..."in inch inches ft foot feet yd mi mile miles mph kmh kph kn knots nmi lb lbs oz psi atm mmHg torr Torr gal mpg hp acre acres ha".split(
    " ",
  ),
  ..."rpm ppm ppb pH fps px pixel pixels count counts people persons pcs unit units a.u. au arb. None dimensionless unitless".split(
    " ",
  ),
  ..."USD EUR GBP JPY CNY KRW CHF $ € £ ¥ ₩ 원 만원 명 개 건 회 세 살 년 월 일 시 시간 분 초 도 円 元 人 年 月 日 時間 分 秒 歳 個".split(
    " ",
  ),
];
/** As some programs write below the names. */
const types =
  "(?:float|double|int|integer|long|uint|str|string|text|varchar|char|num|numeric|real|decimal|bool|boolean|date|datetime|timestamp|object|category|categorical|factor)(?:8|16|32|64)?";
const escaped = words.map((word) => word.replace(/[$.]/g, "\\$&")).join("|");
const factor = `(?:${metric}|${escaped})(?:\\^?[-−+]?[0-9](?:\\.5)?|⁻?[¹²³⁴])?`;
const unit = new RegExp(`^(?:1 ?/ ?)?${factor}(?: ?[·⋅×*/ .] ?(?:${factor}))*$`, "u");
const type = new RegExp(`^${types}$`, "i");
const bracketed = /^(?:\[[^\][]{0,24}\]|\([^()]{0,24}\)|<[^<>]{0,24}>|\{[^{}]{0,24}\})$/u;

/** Of thousands and millions, of money and engines: only in cells behind a number. */
const besideNumber = /^(?:[kKMB]|cc|CC|bhp|kmpl|kcal|US\$|R\$|A\$|Rs\.?|kr|INR|AUD|CAD|₹)$/;

/** Whether a word behind or before a number is the name of a unit. */
export const isUnitWord = (word: string): boolean => unit.test(word) || besideNumber.test(word);

/** A number with the name of a unit behind it, such as "5.3 cm". */
export function isQuantity(cell: string): boolean {
  const [, number = "", word = ""] =
    /^([-+\u2212]?[0-9][0-9.,' \u00a0]*?) ?([^-0-9\s.,]\S*)$/u.exec(cell) ?? [];
  return word !== "" && isNumber(number) && isUnitWord(word);
}

const isUnit = (cell: string): boolean =>
  unit.test(cell) || type.test(cell) || (bracketed.test(cell) && !isNumber(cell.slice(1, -1)));

/** Where a quantity has no unit. */
const isNone = (cell: string): boolean => isGap(cell) || cell === "1" || cell === "–" || cell === "—";

/**
 * Whether the first row below a header tells the units of the columns, or their types: each column of numbers has one there or none, and no
 * cell of the row is like those below it.
 * @param below the rows that follow
 */
export function isUnitsRow(
  row: readonly string[] | undefined,
  below: readonly (readonly string[])[],
): row is readonly string[] {
  if (!row || below.length === 0) return false;
  let found = 0;
  for (const [column, cell] of row.entries()) {
    const others = below.map((cells) => cells[column] ?? "").filter((other) => other !== "");
    if (others.length === 0 || cell === "") continue;
    const areNumbers =
      others.filter((other) => isNumber(other) || isGap(other)).length >= 0.8 * others.length;
    if (areNumbers) {
      if (isUnit(cell) && !isNumber(cell)) found += 1;
      else if (!isNone(cell)) return false;
    } else if (!isNone(cell) && (others.includes(cell) || isMoment(cell))) return false;
  }
  return found > 0;
}
