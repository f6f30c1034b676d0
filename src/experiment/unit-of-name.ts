/** Units that stand behind a name without brackets: longer than a letter, and hardly a word of another meaning. */
const longUnits =
  "km|cm|mm|um|nm|kg|mg|ug|lbs?|oz|ms|us|ns|sec|secs|seconds|minutes|hours|hrs?|days|weeks|months|years|yrs|km2|m2|cm2|mm2|m3|cm3|ha|km/?h|kmh|kph|mph|kn|degc|degf|celsius|fahrenheit|kelvin|kpa|hpa|mpa|mbar|mmhg|kwh|mwh|kw|mw|khz|mhz|ghz|hz|mv|ma|kv|ppm|ppb|mol|db|usd|eur|gbp|jpy|krw|cny|chf|inr|pct|percent|px|ft|inches|mpg|rpm|kcal|kj|ml|litres?|liters?";
const behind = new RegExp(`[_ .](${longUnits}|m\\^[23]|[°º℃℉%€$£¥₩][CF]?)$`, "i");

/** One letter is a unit only behind the name of what it measures. */
const letters: readonly (readonly [RegExp, string])[] = [
  [/^temp|temperature|온도|기온|気温|温度/i, "CFK"],
  [/length|height|width|depth|dist|altitude|elevation|size|길이|높이|너비|거리|깊이/i, "m"],
  [/time|duration|delay|latency|period|age|시간/i, "sh"],
  [/weight|mass|무게|질량/i, "gt"],
  [/volt|전압/i, "V"],
  [/current|전류/i, "A"],
  [/power|전력/i, "W"],
  [/force|힘/i, "N"],
  [/energy|에너지/i, "J"],
  [/volume|부피/i, "l"],
];

/**
 * The unit that a column's name tells, as it stands there: "EUR" of "price (EUR)", "C" of "temp_C", "cm" of "길이(cm)".
 * @returns null where the name tells none
 */
export function unitOfName(name: string): string | null {
  const bracketed = /[([]\s*([^()[\]]{1,16}?)\s*[)\]]$/u.exec(name);
  if (bracketed) return isUnitLike(bracketed[1]!) ? bracketed[1]! : null;
  const long = behind.exec(name)?.[1];
  if (long !== undefined) return long;
  const [, quantity = "", letter = ""] = /^(.+)[_ .]([A-Za-z])$/u.exec(name) ?? [];
  return letters.some(([pattern, units]) => units.includes(letter) && pattern.test(quantity)) && letter !== ""
    ? letter
    : null;
}

/** Not a number, a range, a list or several words. */
function isUnitLike(text: string): boolean {
  return !/^[\d.,\s-]+$/.test(text) && !/[,;=:]|\s\S+\s/.test(text) && /[\p{L}%°€$£¥₩]/u.test(text);
}
