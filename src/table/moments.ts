import { cellName, type Engine, sqlText } from "./duckdb";
import { eastAsianHalves, namedDatePatterns } from "./numbers";
import type { NumberFacts } from "./values";

/**
 * How a column writes dates that do not begin with a year of four digits; `yearFirst` is of two digits. Or `clock`: it writes times with points, such as
 * 18.00.00, and no dates.
 */
export type DateOrder = "dayFirst" | "monthFirst" | "yearFirst" | "clock";

/** Without a sign: 20261103. */
const eightDigits = "^[0-9]{8}$";
const yearFirst = "^([0-9]{4})[-/.년年] ?([0-9]{1,2})[-/.월月] ?([0-9]{1,2})";
/** What is written first as something else: patterns and what stands for them. */
const rewritten: readonly (readonly [pattern: string, by: string])[] = [
  ["^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})", "\\1-\\2-\\3T\\4:\\5:\\6"],
  // A month is its first day.
  ["^([0-9]{4})(?:-|년 ?|年)([0-9]{1,2})[월月]?$", "\\1-\\2-01"],
  [`(?:${eastAsianHalves.am}) ?([0-9:]+)$`, "\\1 AM"],
  [`(?:${eastAsianHalves.pm}) ?([0-9:]+)$`, "\\1 PM"],
  ["([0-9]{1,2})[시時时]$", "\\1:00"],
  ["([0-9]{1,2})[시時时] ?([0-9]{1,2})[분分]$", "\\1:\\2"],
  ["([0-9]{1,2})[시時时] ?([0-9]{1,2})[분分] ?([0-9]{1,2})[초秒]$", "\\1:\\2:\\3"],
  [":([0-9])\\b", ":0\\1"],
];
/** Its groups are as `DateOrder` says. */
const threeParts = "^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{1,2})(?:[^0-9]|$)";
const [dayBeforeName, nameBeforeDay] = [
  `^${namedDatePatterns.dayFirst}`,
  `^${namedDatePatterns.nameFirst}`,
] as const;
const pointedTime = "([0-9]{2})\\.([0-9]{2})\\.([0-9]{2})$";
const time =
  "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:[.,][0-9]+)?))?(?: ?([AaPp])[Mm])?(Z| ?[-+][0-9]{2}:?[0-9]{2})?$";

const part = (text: string, pattern: string, group: number): string =>
  `regexp_extract(${text}, ${sqlText(pattern)}, ${group})`;

/**
 * SQL: a date or a time (numbers.ts has their pattern) as days since 1970, in universal time where it tells its zone; a
 * time alone as a part of a day. NULL if there is no such day or time.
 */
export function momentSql(cell: string, order: DateOrder): string {
  const before = order === "clock" ? "^" : "[T ]";
  const plain = rewritten.reduce(
    (sql, [pattern, by]) => `regexp_replace(${sql}, ${sqlText(pattern)}, ${sqlText(by)}, 'g')`,
    `trim(${cell})`,
  );
  const pointed = `regexp_replace(${plain}, ${sqlText(`(${before})${pointedTime}`)}, '\\1\\2:\\3:\\4')`;
  const text = `regexp_replace(${pointed}, '([0-9])[hH]([0-9]{2})$', '\\1:\\2')`;
  const dateOf = (pattern: string, [y, m, d]: readonly [number, number, number]): string => {
    const [year, ...others] = [y, m, d].map((group) => part(text, pattern, group));
    return `TRY_CAST(${[fullYear(year!), ...others].join(" || '-' || ")} AS DATE)`;
  };
  const groups = {
    dayFirst: [3, 2, 1],
    monthFirst: [3, 1, 2],
    yearFirst: [1, 2, 3],
    clock: [3, 2, 1],
  } as const;
  const named = (pattern: string, [d, name, y]: readonly [number, number, number]): string => {
    const letters = `lower(substr(${part(text, pattern, name)}, 1, 3))`;
    const month = `(strpos('janfebmaraprmayjunjulaugsepoctnovdec', ${letters}) + 2) // 3`;
    const date = [fullYear(part(text, pattern, y)), month, part(text, pattern, d)].join(" || '-' || ");
    return `WHEN regexp_matches(${text}, ${sqlText(pattern)}) THEN TRY_CAST(${date} AS DATE)`;
  };
  const date = `CASE ${named(dayBeforeName, [1, 2, 3])} ${named(nameBeforeDay, [2, 1, 3])}
    WHEN regexp_matches(${text}, ${sqlText(eightDigits)}) THEN TRY_STRPTIME(${text}, '%Y%m%d')::DATE
    WHEN regexp_matches(${text}, ${sqlText(yearFirst)}) THEN ${dateOf(yearFirst, [1, 2, 3])}
    ELSE ${dateOf(threeParts, groups[order])} END`;
  const days = `(${date} - DATE '1970-01-01')::DOUBLE`;
  const hasDate = `regexp_matches(${text}, ${sqlText([eightDigits, yearFirst, threeParts, dayBeforeName, nameBeforeDay].join("|"))})`;
  return `(CASE WHEN ${hasDate} THEN ${days} ELSE 0 END + ${timeSql(text)})`;
}

/** SQL: of two digits those of 1969 to 2068, as POSIX has it. */
const fullYear = (year: string): string =>
  `CASE length(${year}) WHEN 4 THEN '' WHEN 2 THEN CASE WHEN ${year} >= '69' THEN '19' ELSE '20' END END || ${year}`;

/** SQL: the time as a part of a day, 0 without one; NULL if there is no such time. */
function timeSql(text: string): string {
  const of = (group: number): string => part(text, time, group);
  const number = (group: number): string =>
    `coalesce(TRY_CAST(replace(${of(group)}, ',', '.') AS DOUBLE), 0)`;
  const [hours, minutes, seconds] = [number(1), number(2), number(3)];
  const half = of(4);
  const clock = `CASE WHEN ${half} = '' THEN ${hours} WHEN ${hours} > 12 OR ${hours} < 1 THEN NULL
    ELSE ${hours} % 12 + CASE WHEN lower(${half}) = 'p' THEN 12 ELSE 0 END END`;
  const zone = `replace(trim(${of(5)}), ':', '')`;
  const east = `CASE WHEN length(${zone}) < 5 THEN 0 ELSE (CASE WHEN ${zone}[1] = '-' THEN -1 ELSE 1 END)
    * (TRY_CAST(${zone}[2:3] AS DOUBLE) * 60 + TRY_CAST(${zone}[4:5] AS DOUBLE)) END`;
  const isTime = `(${clock}) < 24 AND ${minutes} < 60 AND ${seconds} < 61`;
  return `CASE WHEN NOT regexp_matches(${text}, ${sqlText(time)}) THEN 0
    WHEN ${isTime} THEN (${clock}) / 24 + (${minutes} - ${east}) / 1440 + ${seconds} / 86400 END`;
}

/** Days of eight digits are of these centuries. */
const [firstDay, lastDay] = [19000101, 20991231];

/**
 * Of columns of whole numbers those that hold a day in each cell, written as 20261103: all are in the calendar, and they are not just
 * one number after the other.
 * @param columns by place
 */
export async function columnsOfDays(
  engine: Engine,
  columns: ReadonlyMap<number, NumberFacts>,
): Promise<ReadonlySet<number>> {
  const places = [...columns].flatMap(([place, { least, most, values, areWhole, countsFrom }]) => {
    const isInRow = countsFrom !== null || most - least < values;
    return areWhole && least >= firstDay && most <= lastDay && !isInRow ? [place] : [];
  });
  if (places.length === 0) return new Set();
  const others = places.map((place) => {
    const text = `trim(${cellName(place)})`;
    const isDay = `regexp_matches(${text}, ${sqlText(eightDigits)}) AND TRY_STRPTIME(${text}, '%Y%m%d') IS NOT NULL`;
    return `coalesce(bool_and(${text} IS NULL OR (${isDay})), false) AS c${place}`;
  });
  const [row] = await engine.rows(`SELECT ${others.join(", ")} FROM cells`);
  return new Set(places.filter((place) => row?.[`c${place}`] === true));
}

export interface DateWriting {
  readonly order: DateOrder;
  /** Whether no other order is possible. */
  readonly isCertain: boolean;
  /** A text with a year of two digits; null if there is none. */
  readonly short: string | null;
}

/**
 * The order in which all dates of a column can be read. Where several are possible, points and dashes mean the day first, as in
 * Europe, and slashes the month, as in America; but of years of two digits the first part is the year where it differs less than the last, as that of
 * 26.11.03 does in Korea.
 */
export async function dateOrderOf(engine: Engine, cell: string): Promise<DateWriting> {
  const text = `trim(${cell})`;
  const of = (group: number): string => `TRY_CAST(${part(text, threeParts, group)} AS INTEGER)`;
  const [one, two, three] = [of(1), of(2), of(3)];
  const isShort = `regexp_matches(${text}, '^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([^0-9]|$)')`;
  const isPointed = `regexp_matches(${text}, ${sqlText(`^${pointedTime}`)})`;
  const [row = {}] = await engine.rows(`
    SELECT max(${one}) AS one, max(${two}) AS two, min(${one}) AS leastOne, min(${two}) AS leastTwo,
      coalesce(bool_or(regexp_matches(${text}, '^[0-9]{1,2}/')), false) AS slashes,
      min(${text}) FILTER (${isShort}) AS short,
      count(${one})::DOUBLE AS n, count(*) FILTER (${isShort})::DOUBLE AS shorts, count(*) FILTER (${isPointed})::DOUBLE AS pointed,
      max(${three}) AS three, min(${three}) AS leastThree,
      count(DISTINCT ${one})::DOUBLE AS ones, count(DISTINCT ${three})::DOUBLE AS threes FROM cells`);
  const number = (key: string): number => Number(row[key] ?? 0);
  const short = row["short"] === null || row["short"] === undefined ? null : String(row["short"]);
  if (number("n") === 0) return { order: "dayFirst", isCertain: true, short };
  const isMonth = (part: "One" | "Two"): boolean =>
    number(`least${part}`) > 0 && number(part.toLowerCase()) <= 12;
  const allShort = number("shorts") === number("n");
  if (!allShort) {
    const [isDayFirst, isMonthFirst] = [number("one") > 12, number("two") > 12];
    const order = isDayFirst || (!isMonthFirst && row["slashes"] !== true) ? "dayFirst" : "monthFirst";
    return { order, isCertain: isDayFirst !== isMonthFirst, short };
  }
  const isDay = (part: "One" | "Two" | "Three"): boolean =>
    number(`least${part}`) > 0 && number(part.toLowerCase()) <= 31;
  const possible = (
    [
      ["dayFirst", isDay("One") && isMonth("Two")],
      ["monthFirst", isMonth("One") && isDay("Two")],
      ["yearFirst", isMonth("Two") && isDay("Three")],
    ] as const
  ).flatMap(([order, is]) => (is ? [order] : []));
  const isClock =
    number("pointed") === number("n") && number("one") < 24 && number("two") < 60 && number("three") < 60;
  if (possible.length === 0 && isClock) return { order: "clock", isCertain: true, short: null };
  const usual = row["slashes"] === true ? "monthFirst" : "dayFirst";
  const likely = number("ones") < number("threes") ? "yearFirst" : usual;
  const order = possible.includes(likely)
    ? likely
    : possible.includes(usual)
      ? usual
      : (possible[0] ?? usual);
  return { order, isCertain: possible.length === 1 && !isClock, short };
}
