import { cellName, type Engine, sqlText } from "./duckdb";
import {
  type DecimalMark,
  gapWords,
  gapWordsInText,
  infinityWords,
  momentPattern,
  numberPattern,
  shortTriple,
} from "./numbers";

/** What a column's cells look like; counts are of cells unless they say otherwise. */
export interface ColumnFacts {
  /** Cells that are not empty. */
  readonly filled: number;
  /** Different values. */
  readonly values: number;
  /** Cells of the commonest value. */
  readonly mostOfOne: number;
  /** Numbers by each decimal mark; `only` are those that the other mark cannot explain. */
  readonly numbers: Readonly<Record<DecimalMark, number>>;
  readonly only: Readonly<Record<DecimalMark, number>>;
  /** Numbers such as 1,234 that mean something else by each mark. */
  readonly ambiguous: number;
  readonly ambiguousExample: string;
  /** Numbers that begin with a 0 which would be lost. */
  readonly codes: number;
  /** Dates and times. */
  readonly moments: number;
  /** Whether these are rather versions such as 1.2.10. */
  readonly areVersions: boolean;
  /** Words such as NA among numbers, and among words. */
  readonly gapWords: number;
  readonly gapWordsInText: number;
  /** Different words of `gapWordsInText`. */
  readonly gapValues: number;
  /** The first values but for these, if there are no more than two. */
  readonly pair: readonly string[];
}

/** What numbers a column holds, read by one decimal mark. */
export interface NumberFacts {
  /** Never -0, which is the least or the most by chance where 0 is there as well (-0 + 0 = 0). */
  readonly least: number;
  readonly most: number;
  /** Different numbers. */
  readonly values: number;
  readonly areWhole: boolean;
  /** The first row's number, if each row's is that of the row before plus 1; else null. */
  readonly countsFrom: number | null;
}

/** A value of a column, and in how many cells it stands. */
export interface ValueCount {
  readonly text: string;
  readonly count: number;
  /** The first row that has it, from 0. */
  readonly first: number;
}

const list = (words: readonly string[]): string => words.map(sqlText).join(", ");

/** SQL: whether a text stands for no value. @param words of `gapWords` or `gapWordsInText` */
export function isGapSql(text: string, words: readonly string[]): string {
  return words.length === 0
    ? `${text} IS NULL`
    : `(${text} IS NULL OR lower(trim(${text})) IN (${list(words)}))`;
}

/** SQL: the digits of a number with a point and without all else; only for what matches the mark's pattern. */
export function digitsSql(text: string, mark: DecimalMark): string {
  const other = mark === "." ? "," : ".";
  const dropped = `[${other}' \\x{a0}\\x{202f}\\x{2009}\\x{2019}$\\x{20ac}\\x{a3}\\x{a5}\\x{20a9}%\\x{5186}\\x{5143}\\x{c6d0}+]`;
  const kept = `regexp_replace(${text}, ${sqlText(dropped)}, '', 'g')`;
  const digits = `translate(${kept}, ',−－–．０１２３４５６７８９', '.---.0123456789')`;
  // (5) and 5- are -5.
  return `CASE WHEN right(${digits}, 1) IN (')', '-') THEN '-' || trim(${digits}, '()-') ELSE ${digits} END`;
}

export function isNumberSql(text: string, mark: DecimalMark): string {
  return `regexp_matches(trim(${text}), ${sqlText(numberPattern[mark])})`;
}

/** SQL: the number, NULL if the text is none or has no finite value. */
export function numberSql(text: string, mark: DecimalMark): string {
  const value = `TRY_CAST(${digitsSql(text, mark)} AS DOUBLE)`;
  return `CASE WHEN ${isNumberSql(text, mark)} AND isfinite(${value}) THEN ${value} END`;
}

/**
 * Makes the table `found`: each different value of each column `c` once, with how often and in which row first.
 * @param columns places of the columns that are looked at
 * @param known values that are known already, by place
 * @returns the columns that may have values in it: of others there is nothing to ask
 */
export async function findValues(
  engine: Engine,
  columns: readonly number[],
  known: ReadonlyMap<number, readonly ValueCount[]> = new Map(),
): Promise<ReadonlySet<number>> {
  await engine.run("CREATE TABLE found (c BIGINT, v VARCHAR, k BIGINT, first BIGINT)");
  await engine.append(
    "found",
    [...known].flatMap(([place, values]) =>
      values.map(({ text, count, first }) => [place, text, count, first]),
    ),
  );
  const filled = new Set([...known].flatMap(([place, { length }]) => (length > 0 ? [place] : [])));
  if (columns.length === 0) return filled;
  const names = columns.map(cellName).join(", ");
  await engine.run(
    `INSERT INTO found
    SELECT CAST(substr(name, 2) AS BIGINT) - 1 AS c, v, count(*) AS k, min(n) AS first
    FROM (UNPIVOT (SELECT n, ${names} FROM cells) ON ${names} INTO NAME name VALUE v)
    GROUP BY name, v`,
  );
  return new Set([...filled, ...columns]);
}

/** In how many different values the cells of some columns differ. */
export async function countDifferent(
  engine: Engine,
  columns: readonly number[],
): Promise<Map<number, number>> {
  if (columns.length === 0) return new Map();
  const counts = columns.map(
    (place) => `count(DISTINCT TRY_CAST(${cellName(place)} AS DOUBLE))::DOUBLE AS c${place}`,
  );
  const [row] = await engine.rows(`SELECT ${counts.join(", ")} FROM cells`);
  return new Map(columns.map((place) => [place, Number(row?.[`c${place}`])]));
}

const isTriple = (part: "bare" | "padded"): string =>
  `regexp_matches(t, ${sqlText(shortTriple.any)}) AND regexp_matches(t, ${sqlText(shortTriple[part])})`;

/** SQL: what the values of each column look like. */
const factsSql = `
    WITH seen AS (
      SELECT c, v, k, first, trim(v) AS t, ${isNumberSql("v", ".")} AS dot, ${isNumberSql("v", ",")} AS comma FROM found)
    SELECT c, sum(k)::DOUBLE AS filled, count(*)::DOUBLE AS "values", max(k)::DOUBLE AS most,
      coalesce(sum(k) FILTER (dot), 0)::DOUBLE AS dot, coalesce(sum(k) FILTER (comma), 0)::DOUBLE AS comma,
      coalesce(sum(k) FILTER (dot AND NOT comma), 0)::DOUBLE AS dotOnly,
      coalesce(sum(k) FILTER (comma AND NOT dot), 0)::DOUBLE AS commaOnly,
      coalesce(sum(k) FILTER (dot AND comma AND regexp_matches(t, '[.,]')), 0)::DOUBLE AS ambiguous,
      min(t) FILTER (dot AND comma AND regexp_matches(t, '[.,]')) AS example,
      coalesce(sum(k) FILTER (regexp_matches(t, '^0[0-9]+$')), 0)::DOUBLE AS codes,
      coalesce(sum(k) FILTER (regexp_matches(t, ${sqlText(momentPattern)})), 0)::DOUBLE AS moments,
      count(*) FILTER (${isTriple("bare")})::DOUBLE AS bare, count(*) FILTER (${isTriple("padded")})::DOUBLE AS padded,
      coalesce(sum(k) FILTER (lower(t) IN (${list(gapWords)})), 0)::DOUBLE AS gapWords,
      coalesce(sum(k) FILTER (lower(t) IN (${list(gapWordsInText)})), 0)::DOUBLE AS gapWordsInText,
      count(*) FILTER (lower(t) IN (${list(gapWordsInText)}))::DOUBLE AS gapValues,
      min(v) FILTER (lower(t) NOT IN (${list(gapWordsInText)})) AS one,
      max(v) FILTER (lower(t) NOT IN (${list(gapWordsInText)})) AS other
    FROM seen GROUP BY c`;

/**
 * @param columns how many there are; those without any value have facts of zero
 * @param isEmpty whether no column has a value
 */
export async function columnFacts(engine: Engine, columns: number, isEmpty: boolean): Promise<ColumnFacts[]> {
  const rows = isEmpty ? [] : await engine.rows(factsSql);
  const facts = new Map(rows.map((row) => [Number(row.c), row]));
  return Array.from({ length: columns }, (_, column) => {
    const row = facts.get(column) ?? {};
    const count = (name: string): number => Number(row[name] ?? 0);
    return {
      filled: count("filled"),
      values: count("values"),
      mostOfOne: count("most"),
      numbers: { ".": count("dot"), ",": count("comma") },
      only: { ".": count("dotOnly"), ",": count("commaOnly") },
      ambiguous: count("ambiguous"),
      ambiguousExample: String(row.example ?? ""),
      codes: count("codes"),
      moments: count("moments"),
      areVersions: count("bare") > 0 && count("padded") === 0,
      gapWords: count("gapWords"),
      gapWordsInText: count("gapWordsInText"),
      gapValues: count("gapValues"),
      pair:
        count("values") - count("gapValues") <= 2 && typeof row.one === "string"
          ? [row.one, String(row.other)]
          : [],
    };
  });
}

/** Of the columns that hold numbers, read by their marks. */
export async function numberFacts(
  engine: Engine,
  marks: ReadonlyMap<number, DecimalMark>,
): Promise<Map<number, NumberFacts>> {
  const all = new Map<number, NumberFacts>();
  for (const mark of [".", ","] as const) {
    const columns = [...marks].filter(([, own]) => own === mark).map(([column]) => column);
    if (columns.length === 0) continue;
    const rows = await engine.rows(`
      WITH read AS (SELECT c, k, first, ${numberSql("v", mark)} AS x FROM found WHERE c IN (${columns.join(", ")}))
      SELECT c, min(x) AS least, max(x) AS most, count(DISTINCT x)::DOUBLE AS "values", bool_and(x = floor(x)) AS whole,
        min(x - first) AS least_offset, max(x - first) AS most_offset, max(k)::DOUBLE AS most_of_one
      FROM read WHERE x IS NOT NULL GROUP BY c`);
    for (const row of rows) {
      const counts = row.least_offset === row.most_offset && row.most_of_one === 1;
      all.set(Number(row.c), {
        least: Number(row.least) + 0,
        most: Number(row.most) + 0,
        values: Number(row.values),
        areWhole: row.whole === true,
        countsFrom: counts ? Number(row.least_offset) : null,
      });
    }
  }
  return all;
}

/** Cells of columns of numbers that are neither numbers nor gaps. */
export async function wordsIn(
  engine: Engine,
  marks: ReadonlyMap<number, DecimalMark>,
): Promise<{ count: number; columns: readonly number[]; examples: string }> {
  const conditions = ([".", ","] as const).flatMap((mark) => {
    const columns = [...marks].filter(([, own]) => own === mark).map(([column]) => column);
    return columns.length === 0
      ? []
      : [`(c IN (${columns.join(", ")}) AND (${numberSql("v", mark)}) IS NULL)`];
  });
  if (conditions.length === 0) return { count: 0, columns: [], examples: "" };
  const [row] = await engine.rows(`
    WITH words AS (SELECT c, v, k, first FROM found
      WHERE (${conditions.join(" OR ")}) AND lower(trim(v)) NOT IN (${list(gapWords)}))
    SELECT sum(k)::DOUBLE AS n, array_to_string(list_sort(list(DISTINCT c)), ' ') AS columns,
      array_to_string(list(v ORDER BY first)[1:3], ', ') AS examples FROM words`);
  const columns = String(row?.columns ?? "").split(" ");
  return { count: Number(row?.n ?? 0), columns: columns.map(Number), examples: String(row?.examples ?? "") };
}

/** Cells of some columns that hold infinity. @param places of columns of numbers */
export async function infinitiesIn(
  engine: Engine,
  places: readonly number[],
): Promise<{ count: number; columns: readonly number[] }> {
  if (places.length === 0) return { count: 0, columns: [] };
  const rows = await engine.rows(`
    SELECT c, sum(k)::DOUBLE AS n FROM found
    WHERE c IN (${places.join(", ")}) AND lower(trim(v)) IN (${list(infinityWords)}) GROUP BY c ORDER BY c`);
  return {
    count: rows.reduce((sum, { n }) => sum + Number(n), 0),
    columns: rows.map(({ c }) => Number(c)),
  };
}
