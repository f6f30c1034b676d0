import { type Engine, sqlText } from "./duckdb";

/** How a column writes dates that do not begin with the year. */
export type DateOrder = "dayFirst" | "monthFirst";

const yearFirst = "^([0-9]{4})[-/.년年] ?([0-9]{1,2})[-/.월月] ?([0-9]{1,2})";
const yearLast = "^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})";
const time =
  "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:[.,][0-9]+)?))?(?: ?([AaPp])[Mm])?(Z| ?[-+][0-9]{2}:?[0-9]{2})?$";

const part = (text: string, pattern: string, group: number): string =>
  `regexp_extract(${text}, ${sqlText(pattern)}, ${group})`;

/**
 * SQL: a date or a time (numbers.ts has their pattern) as days since 1970, in universal time where it tells its zone; a
 * time alone as a part of a day. NULL if there is no such day or time.
 */
export function momentSql(cell: string, order: DateOrder): string {
  const text = `trim(${cell})`;
  const [day, month] = order === "dayFirst" ? [1, 2] : [2, 1];
  const dateOf = (pattern: string, [y, m, d]: readonly [number, number, number]): string =>
    `TRY_CAST(${[y, m, d].map((group) => part(text, pattern, group)).join(" || '-' || ")} AS DATE)`;
  const date = `CASE WHEN regexp_matches(${text}, ${sqlText(yearFirst)}) THEN ${dateOf(yearFirst, [1, 2, 3])}
    ELSE ${dateOf(yearLast, [3, month, day])} END`;
  const days = `(${date} - DATE '1970-01-01')::DOUBLE`;
  const hasDate = `regexp_matches(${text}, ${sqlText(`${yearFirst}|${yearLast}`)})`;
  return `(CASE WHEN ${hasDate} THEN ${days} ELSE 0 END + ${timeSql(text)})`;
}

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

/**
 * The order in which all dates of a column can be read. Where both can be, points and dashes mean the day first, as in
 * Europe, and slashes the month, as in America.
 */
export async function dateOrderOf(
  engine: Engine,
  cell: string,
): Promise<{ order: DateOrder; isCertain: boolean }> {
  const first = `TRY_CAST(${part(`trim(${cell})`, yearLast, 1)} AS INTEGER)`;
  const second = `TRY_CAST(${part(`trim(${cell})`, yearLast, 2)} AS INTEGER)`;
  const [row] = await engine.rows(`
    SELECT max(${first}) AS first, max(${second}) AS second,
      coalesce(bool_or(regexp_matches(trim(${cell}), '^[0-9]{1,2}/')), false) AS slashes FROM cells`);
  const isDayFirst = Number(row?.first ?? 0) > 12;
  const isMonthFirst = Number(row?.second ?? 0) > 12;
  const isCertain = row?.first === null || isDayFirst !== isMonthFirst;
  if (isDayFirst || isMonthFirst) return { order: isDayFirst ? "dayFirst" : "monthFirst", isCertain };
  return { order: row?.slashes === true ? "monthFirst" : "dayFirst", isCertain };
}
