import type { Engine } from "./duckdb";
import type { ColumnFacts, NumberFacts } from "./values";

/** Below this many rows, every column is looked at value by value. */
const manyRows = 50_000;
/** With fewer different values, a column may be of classes, which are counted exactly. */
const manyValues = 1000;

/** What is known of a column of plain numbers with points. */
export interface PlainColumn {
  readonly facts: ColumnFacts;
  readonly numbers: NumberFacts;
}

/**
 * Columns of many different numbers that DuckDB reads without help: one pass over the cells tells all of them, where
 * counting each value would take many times as long.
 * @returns by place
 */
export async function plainColumns(engine: Engine, rows: number): Promise<Map<number, PlainColumn>> {
  if (rows < manyRows) return new Map();
  const found = await engine.rows(`
    WITH long AS (
      SELECT name, v, n, TRY_CAST(v AS DOUBLE) AS x
      FROM (UNPIVOT cells ON COLUMNS(* EXCLUDE n) INTO NAME name VALUE v))
    SELECT CAST(substr(name, 2) AS INTEGER) - 1 AS c, count(*)::DOUBLE AS filled,
      count(*) FILTER (x IS NOT NULL AND isfinite(x))::DOUBLE AS numbers,
      approx_count_distinct(x)::DOUBLE AS "values",
      count(*) FILTER ((v LIKE '0_%' AND v NOT LIKE '0.%') OR contains(v, '_'))::DOUBLE AS odd,
      count(*) FILTER (contains(v, '.'))::DOUBLE AS pointed,
      count(*) FILTER (contains(v, '.') AND v NOT LIKE '%.___')::DOUBLE AS certain,
      min(x) AS least, max(x) AS most, bool_and(x = floor(x)) AS whole,
      min(x - n) AS least_offset, max(x - n) AS most_offset
    FROM long GROUP BY name`);
  const plain = found.filter((row) => {
    const isNumbers = row.numbers === row.filled && row.odd === 0 && Number(row.values) > manyValues;
    // 1.250 may mean thousands: then each value is looked at.
    return isNumbers && (row.pointed === 0 || Number(row.certain) > 0);
  });
  return new Map(plain.map((row) => [Number(row.c), plainColumn(row)]));
}

function plainColumn(row: Record<string, unknown>): PlainColumn {
  const number = (name: string): number => Number(row[name]);
  const filled = number("filled");
  const counts = row.least_offset === row.most_offset;
  return {
    facts: {
      filled,
      values: number("values"),
      mostOfOne: counts ? 1 : 2,
      numbers: { ".": filled, ",": filled - number("certain") },
      only: { ".": number("certain"), ",": 0 },
      ambiguous: 0,
      ambiguousExample: "",
      codes: 0,
      moments: 0,
      areVersions: false,
      gapWords: 0,
      gapWordsInText: 0,
      gapValues: 0,
      pair: [],
    },
    numbers: {
      least: number("least") + 0,
      most: number("most") + 0,
      values: counts ? filled : number("values"),
      areWhole: row.whole === true,
      countsFrom: counts ? number("least_offset") : null,
    },
  };
}
