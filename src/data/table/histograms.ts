import type { Engine } from "../../table/duckdb";
import type { KnownColumn } from "../../table/scan/known";
import { everyRow, type Preparation } from "./features";
import { type Counted, knownBars, mostBars } from "./known-bars";

/** Of more rows, evenly spread ones are counted. */
const mostRows = 20_000;

/**
 * How the values of columns are distributed: a number's or date's in equally wide parts from the least to the largest,
 * a category's or boolean's by value, the commonest first.
 * @param rows of the table
 * @param known of its columns, by place
 * @returns by the number of the column, from 1
 */
export async function histogramsOf(
  engine: Engine,
  { isUsed }: Pick<Preparation, "isUsed">,
  all: readonly Counted[],
  rows: number,
  known: ReadonlyMap<number, KnownColumn>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const scanned = new Map<Counted, number[]>();
  for (const feature of all) {
    const own = known.get(feature.column.number - 1);
    const isExact = isUsed === everyRow && feature.kind === "number" && Boolean(own?.values);
    // Of many rows it does not matter which are left out.
    const bars = rows > mostRows || isExact ? knownBars(feature, own) : null;
    if (bars) scanned.set(feature, bars);
  }
  const features = all.filter((feature) => !scanned.has(feature));
  const some = `FROM cells WHERE n % ${Math.max(1, Math.ceil(rows / mostRows))} = 0 AND ${isUsed}`;
  const isNumber = ({ kind }: Counted): boolean => kind === "number" || kind === "date";
  const numbers = await countNumbers(engine, features.filter(isNumber), some);
  const words = features.filter(({ kind }) => kind === "category" || kind === "boolean");
  const bars = [...scanned].map(([{ column }, counts]) => [column.number, counts] as const);
  return new Map([...bars, ...numbers, ...(await countWords(engine, words, some))]);
}

const nameOf = ({ column }: Counted): string => `f${column.number}`;
const numberIn = (name: unknown): number => Number(String(name).slice(1));

async function countNumbers(
  engine: Engine,
  features: readonly Counted[],
  some: string,
): Promise<Map<number, number[]>> {
  if (features.length === 0) return new Map();
  const values = features.map((feature) => `(${feature.sql})::DOUBLE AS ${nameOf(feature)}`);
  const counted = await engine.rows(`
    WITH picked AS (SELECT ${values.join(", ")} ${some}),
    long AS (SELECT * FROM (UNPIVOT picked ON ${features.map(nameOf).join(", ")} INTO NAME name VALUE v)),
    ends AS (SELECT name, min(v) AS least, max(v) AS most FROM long GROUP BY name)
    SELECT name, CASE WHEN most > least THEN least(floor((v - least) / (most - least) * ${mostBars}), ${mostBars - 1}) ELSE 0 END::INTEGER AS bar,
      count(*)::DOUBLE AS k
    FROM long JOIN ends USING (name) GROUP BY ALL`);
  const bars = new Map(features.map(({ column }) => [column.number, Array<number>(mostBars).fill(0)]));
  for (const { name, bar, k } of counted) bars.get(numberIn(name))![Number(bar)] = Number(k);
  return bars;
}

async function countWords(
  engine: Engine,
  features: readonly Counted[],
  some: string,
): Promise<Map<number, number[]>> {
  if (features.length === 0) return new Map();
  const values = features.map((feature) => `(${feature.sql})::VARCHAR AS ${nameOf(feature)}`);
  const counted = await engine.rows(`
    WITH picked AS (SELECT ${values.join(", ")} ${some})
    SELECT name, count(*)::DOUBLE AS k
    FROM (UNPIVOT picked ON ${features.map(nameOf).join(", ")} INTO NAME name VALUE v) GROUP BY name, v ORDER BY k DESC`);
  const bars = new Map(features.map(({ column }) => [column.number, [] as number[]]));
  for (const { name, k } of counted) {
    const own = bars.get(numberIn(name))!;
    if (own.length < mostBars) own.push(Number(k));
  }
  return bars;
}
