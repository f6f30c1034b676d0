import { fewOf } from "../messages/few";
import { cellName, type Engine, sqlText } from "./duckdb";
import { isUnitWord } from "./units";
import { type ColumnFacts, isNumberSql } from "./values";

/** What stands beside the number in each cell of a column: "5.3 cm", "EUR 12". */
export interface CellUnit {
  readonly unit: string;
  readonly isInFront: boolean;
}

/** Where units are written in cells, by the places of the columns. */
export interface UnitsInCells {
  /** All cells of the column share it. */
  readonly units: ReadonlyMap<number, CellUnit>;
  /** Cells of columns with several units, or with one in some cells only, to be shown. */
  readonly mixed: ReadonlyMap<number, string>;
}

/** If fewer cells than this have no number, their words are mistakes in a column of numbers. */
const mostWords = 0.2;
/** A column with more different units holds codes or words. */
const mostUnits = 12;

const number =
  "[-+\\x{2212}\\x{2013}]?[0-9.,](?:[0-9., '\\x{a0}\\x{202f}\\x{2009}\\x{2019}]*[0-9.,])?(?:[eE][-+\\x{2212}]?[0-9]{1,3})?";
const blank = "[ \\x{a0}\\x{202f}\\x{2009}]?";
/** Any words: where all cells have the same, they tell nothing. */
const behind = "[^-0-9\\s.,;:'+(){}\\[\\]][^\\s,;:']{0,14}(?: [^\\s,;:']{1,14}){0,2}";
const inFront = "(?:[A-Z]{2,3}\\$?|[A-Z]?[$\\x{20ac}\\x{a3}\\x{a5}\\x{20a9}\\x{20b9}]|Rs\\.?|kr)";

/** SQL: a text without its unit. */
export function withoutUnit(text: string, unit: CellUnit | undefined): string {
  if (!unit) return text;
  const escaped = unit.unit.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const pattern = unit.isInFront ? `^\\s*${escaped}${blank}` : `${blank}${escaped}\\s*$`;
  return `regexp_replace(${text}, ${sqlText(pattern)}, '')`;
}

/** SQL: the text of a column's number. */
export function numberCell(place: number, units: ReadonlyMap<number, CellUnit>): string {
  return withoutUnit(cellName(place), units.get(place));
}

/**
 * Takes the units out of the values in the table `found`.
 * @param filled the columns that may have values there
 * @param facts of all columns, with their units
 * @param plainNumbers cells of each column that are known to be numbers and stand not in `found`
 */
export async function takeUnits(
  engine: Engine,
  filled: ReadonlySet<number>,
  facts: readonly ColumnFacts[],
  plainNumbers: (place: number) => number,
): Promise<UnitsInCells> {
  const units = new Map<number, CellUnit>();
  const mixed = new Map<number, string>();
  const candidates = [...filled].filter((place) => {
    const { filled: counted, gapWords, moments, codes } = facts[place]!;
    return counted > gapWords && moments === 0 && codes === 0;
  });
  for (const [place, all] of await unitsIn(engine, candidates)) {
    const { filled: counted, gapWords } = facts[place]!;
    const measured = all.filter(({ unit }) => unit !== "");
    const cellsOf = (some: readonly FoundUnit[]): number => some.reduce((sum, { cells }) => sum + cells, 0);
    const plain = cellsOf(all.filter(({ unit }) => unit === "")) + plainNumbers(place);
    if (cellsOf(measured) + plain < (1 - mostWords) * (counted - gapWords)) continue;
    const [first, ...others] = measured;
    if (plain === 0 && first && others.every((each) => isSame(each, first))) units.set(place, first);
    else if (measured.length > 0 && areMeasures(measured)) {
      const examples = [...measured, ...all.filter(({ unit }) => unit === "")].map(({ example }) => example);
      mixed.set(place, fewOf(examples, 4));
    }
  }
  for (const [place, unit] of units) {
    await engine.run(`UPDATE found SET v = ${withoutUnit("v", unit)} WHERE c = ${place}`);
  }
  return { units, mixed };
}

interface FoundUnit extends CellUnit {
  /** Whether a blank stands before or behind it. */
  readonly isApart: boolean;
  readonly cells: number;
  readonly example: string;
}

const isSame = (one: CellUnit, other: CellUnit): boolean =>
  one.unit === other.unit && one.isInFront === other.isInFront;

/** Units by their names, not the letters of codes such as 7A and 12b. */
function areMeasures(found: readonly FoundUnit[]): boolean {
  const areMagnitudes = found.every(({ unit }) => /^[kKMB]$/.test(unit));
  const areLetters = found.every(({ unit, isApart }) => !isApart && /^[A-Za-z]$/.test(unit));
  return areMagnitudes || (!areLetters && found.every(({ unit }) => isUnitWord(unit)));
}

/** The units of some columns by place, each with its cells; "" is that of numbers without any. */
async function unitsIn(engine: Engine, places: readonly number[]): Promise<Map<number, FoundUnit[]>> {
  const units = new Map<number, FoundUnit[]>();
  if (places.length === 0) return units;
  const [ofBehind, ofFront] = [`^(${number})(${blank})(${behind})$`, `^(${inFront})(${blank})(${number})$`];
  const part = (pattern: string, group: number) => `regexp_extract(t, ${sqlText(pattern)}, ${group})`;
  const isNumber = (text: string) =>
    `(${isNumberSql(text, ".")} OR ${isNumberSql(text, ",")}) AND NOT regexp_matches(${text}, '^0[0-9]')`;
  const rows = await engine.rows(`
    WITH texts AS (SELECT c, k, trim(v) AS t FROM found WHERE c IN (${places.join(", ")}) AND length(v) < 80),
    parts AS (
      SELECT c, k, t, ${part(ofBehind, 1)} AS behindOf, ${part(ofBehind, 2)} AS gap, ${part(ofBehind, 3)} AS unit,
        ${part(ofFront, 3)} AS frontOf, ${part(ofFront, 2)} AS frontGap, ${part(ofFront, 1)} AS front FROM texts),
    measured AS (
      SELECT c, k, t, unit, false AS front, gap <> '' AS apart FROM parts WHERE unit <> '' AND ${isNumber("behindOf")}
      UNION ALL SELECT c, k, t, front, true, frontGap <> '' FROM parts WHERE unit = '' AND front <> '' AND ${isNumber("frontOf")}
      UNION ALL SELECT c, k, t, '', false, false FROM parts WHERE unit = '' AND front = '' AND ${isNumber("t")})
    SELECT c, unit, front, bool_and(apart) AS apart, sum(k)::DOUBLE AS cells, min(t) AS example FROM measured
    WHERE c IN (SELECT c FROM measured GROUP BY c HAVING count(DISTINCT unit) <= ${mostUnits} AND bool_or(unit <> ''))
    GROUP BY ALL ORDER BY c, cells DESC, unit`);
  for (const row of rows) {
    const place = Number(row["c"]);
    const found: FoundUnit = {
      unit: String(row["unit"]),
      isInFront: row["front"] === true,
      isApart: row["apart"] === true,
      cells: Number(row["cells"]),
      example: String(row["example"]),
    };
    units.set(place, [...(units.get(place) ?? []), found]);
  }
  return units;
}
