import { fewOf } from "../messages/few";
import { nearestFew } from "../messages/nearest";
import {
  type ClassCount,
  type Column,
  errorOf,
  type Problem,
  type TableTask,
  type Told,
} from "./description";
import { cellName, type Engine } from "./duckdb";
import { gapWordsOf } from "./gaps";
import { type CellUnit, takeUnits } from "./cell-units";
import { mayNameGroups, proposeGroup } from "./group-column";
import { decimalOf, isIndexName, kindReason, type ReadColumn, readColumn, reasonToLeaveOut } from "./kinds";
import { columnsOfDays } from "./moments";
import { mergedFacts } from "./merge-facts";
import { namesOf } from "./names";
import type { DecimalMark } from "./numbers";
import { isNested, problemsOfNesting } from "./nested";
import type { ToldColumn } from "./opened";
import { plainColumns } from "./plain-columns";
import type { KnownColumn } from "./scan/known";
import { mostValues } from "./scan/few-values";
import { isWide, markRows } from "./row-marks";
import type { RowsInFile } from "./rows-in-file";
import { risingTime } from "./time-order";
import { type Candidate, isEither, pixelsOf, proposeTarget, taskOf } from "./target";
import { possibleKinds, problemOfNames, problemsOfWishes, readAs, type Wishes } from "./wishes";
import {
  type ColumnFacts,
  columnFacts,
  countDifferent,
  findValues,
  infinitiesIn,
  isGapSql,
  type NumberFacts,
  numberFacts,
  wordsIn,
} from "./values";

/** More classes than the lab trains on. */
const mostClasses = 1000;

export interface DescribedCells {
  readonly decimal: DecimalMark;
  readonly columns: readonly Column[];
  readonly marks: ReadonlyMap<number, DecimalMark>;
  /** Units that stand in the cells of columns of numbers, by place. */
  readonly units: ReadonlyMap<number, CellUnit>;
  readonly target: number | null;
  readonly task: TableTask | null;
  readonly group: number | null;
  readonly classes: readonly ClassCount[];
  readonly pictures: boolean;
  readonly gaps: { readonly cells: number; readonly rows: number };
  readonly problems: readonly Problem[];
}

interface LoadedTable {
  readonly header: readonly string[] | null;
  readonly columns: number;
  readonly rows: number;
  readonly delimiter: string;
  /** What the file itself says of its columns, by place. */
  readonly told: ReadonlyMap<number, ToldColumn>;
  /** What is known of columns already, by place. */
  readonly known: ReadonlyMap<number, KnownColumn>;
  readonly wishes: Wishes;
}

/** Decides what each column of the table `cells` is, and what is to be learnt. */
export async function describeCells(engine: Engine, loaded: LoadedTable): Promise<DescribedCells> {
  const otherColumns = problemOfColumns(loaded);
  const { decimal: asked } = loaded.wishes;
  const table = otherColumns ? { ...loaded, wishes: asked ? { decimal: asked } : {} } : loaded;
  const counts = knownFor(table);
  const plain = table.known.size > 0 ? new Map<number, never>() : await plainColumns(engine, table.rows);
  const places = Array.from({ length: table.columns }, (_, place) => place);
  const inFound = await findValues(
    engine,
    places.filter((place) => !plain.has(place) && !counts.has(place)),
    new Map([...counts].map(([place, { words }]) => [place, words])),
  );
  const counted = await columnFacts(engine, table.columns, inFound.size === 0);
  const merged = (some: readonly ColumnFacts[]): ColumnFacts[] =>
    some.map((each, place) => {
      const column = counts.get(place);
      return column ? mergedFacts(each, column) : (plain.get(place)?.facts ?? each);
    });
  const withUnits = merged(counted);
  const { units, mixed } = await takeUnits(
    engine,
    inFound,
    withUnits,
    (place) => plain.get(place)?.facts.filled ?? counts.get(place)?.facts.filled ?? 0,
  );
  const facts =
    units.size > 0 ? merged(await columnFacts(engine, table.columns, inFound.size === 0)) : withUnits;
  // What is known of the other columns is known of their numbers.
  const known = new Map([...counts].filter(([place]) => !units.has(place)));
  // What a file says are numbers has points.
  const untold = facts.filter((_, place) => table.told.get(place)?.kind !== "number");
  const wished = table.wishes.decimal;
  const { decimal, problems: doubts } = wished
    ? { decimal: wished, problems: [] }
    : decimalOf(untold, table.delimiter);
  const typed = facts.map((each, place) =>
    readAsTold(readColumn(each, decimal), table.told.get(place)?.kind),
  );
  const wishedAs = (column: ReadColumn, place: number): ReadColumn =>
    readAs(column, table.wishes.columns?.[place]?.kind ?? column.kind, decimal);
  const marked = marksOf(typed.map(({ mark }, place) => mark ?? wishedAs(typed[place]!, place).mark));
  const unread = [...marked].filter(([place]) => !plain.has(place) && !known.has(place));
  const numbers = await numberFacts(engine, new Map(unread));
  for (const [place, column] of plain) numbers.set(place, column.numbers);
  for (const [place, column] of known) {
    if (marked.has(place) && column.numbers) numbers.set(place, column.numbers);
  }
  const typedNumbers = new Map([...numbers].filter(([place]) => typed[place]!.kind === "number"));
  const days = await columnsOfDays(engine, typedNumbers);
  const proposed = typed.map((column, place) => (days.has(place) ? asDays(column) : column));
  const read = proposed.map(wishedAs);
  const marks = marksOf(read.map(({ mark }) => mark));
  for (const place of [...numbers.keys()].filter((each) => !plain.has(each) && !marks.has(each)))
    numbers.delete(place);
  await countIds(engine, table, numbers);
  const chosen = chooseTarget(table, proposed, numbers);
  if (chosen.place !== null && chosen.task === "regression") {
    read[chosen.place] = readAs(proposed[chosen.place]!, "number", decimal);
    marks.set(chosen.place, read[chosen.place]!.mark!);
  }
  const own = chosen.place === null ? null : read[chosen.place]!;
  // Of classes, every word is one.
  if (own?.kind === "boolean" && own.facts.gapValues > 0) {
    read[chosen.place!] = readAs(own, "category", decimal);
  }
  const columns = columnsOf(table, { read, proposed, units }, numbers, chosen);
  const classes =
    chosen.task === "classification" && chosen.place !== null
      ? await classesOf(engine, chosen.place, counts.get(chosen.place))
      : [];
  const rising = await risingTime(engine, table.rows, columns, marks, units);
  const problems = [
    ...(otherColumns ? [otherColumns] : []),
    ...doubts,
    ...problemsOfWishes(columns, read, chosen.task),
    ...(await problemsOfWords(
      engine,
      columns,
      new Map([...marks].filter(([place]) => inFound.has(place))),
      chosen.task,
    )),
    ...problemsOfNesting(columns, table.wishes.columns !== undefined),
    ...problemsOfUnits(columns, mixed),
    ...problemsOfMixture(read, columns),
    ...problemsOfFewCells(table.rows, read, columns),
    ...chosen.problems,
    ...(rising ? warningOf("rowsInTime", [rising]) : []),
    ...problemsOfTable(table, columns, chosen.place),
    ...(chosen.place === null
      ? []
      : problemsOfClasses(shownName(table.header, chosen.place), chosen.task, classes)),
  ];
  return {
    decimal,
    columns,
    marks,
    units,
    target: chosen.place,
    task: chosen.task,
    group: chosen.group,
    classes,
    pictures: chosen.pixels.size > 0,
    gaps: await countGaps(engine, columns, chosen.task),
    problems,
  };
}

/** Without columns of numbers that are to be categories: of many columns, the scan keeps few values of each. */
function knownFor({ known, wishes: { columns } }: LoadedTable): LoadedTable["known"] {
  if (!columns) return known;
  return new Map([...known].filter(([place, { values }]) => values || columns[place]?.kind !== "category"));
}

/** The columns of numbers, by place. */
function marksOf(marks: readonly (DecimalMark | null)[]): Map<number, DecimalMark> {
  return new Map(marks.flatMap((mark, place) => (mark ? [[place, mark] as const] : [])));
}

/** A column of numbers that are dates of eight digits. */
function asDays({ facts }: ReadColumn): ReadColumn {
  return { kind: "date", facts: { ...facts, moments: facts.filled }, mark: null, isMixed: false };
}

/** A column of the kind that the file says. */
function readAsTold(column: ReadColumn, kind: ToldColumn["kind"]): ReadColumn {
  const isEmpty = column.facts.filled === 0;
  if (kind === undefined || isEmpty) return column;
  return { ...column, kind, mark: kind === "number" ? "." : null, isMixed: false };
}

/** Counts the values of columns that may number the rows, or their groups: of others it is enough that they are many. */
async function countIds(
  engine: Engine,
  { header, rows }: LoadedTable,
  numbers: Map<number, NumberFacts>,
): Promise<void> {
  const places = [...numbers].flatMap(([place, { areWhole, least, most, values, countsFrom }]) => {
    if (!areWhole || countsFrom !== null || values <= mostValues) return [];
    const name = header?.[place] ?? null;
    const mayDiffer = most - least >= rows - 1 && isIndexName(name, place, rows);
    return mayDiffer || mayNameGroups(name) ? [place] : [];
  });
  for (const [place, values] of await countDifferent(engine, places)) {
    numbers.set(place, { ...numbers.get(place)!, values });
  }
}

interface ChosenTarget {
  readonly place: number | null;
  readonly reason: Told | null;
  readonly task: TableTask | null;
  readonly group: number | null;
  readonly pixels: ReadonlySet<number>;
  readonly problems: readonly Problem[];
}

function chooseTarget(
  { header, rows, told, wishes }: LoadedTable,
  read: readonly ReadColumn[],
  numbers: ReadonlyMap<number, NumberFacts>,
): ChosenTarget {
  const known = read.map((column, place) => ({
    ...column,
    place,
    name: header?.[place] ?? null,
    numbers: numbers.get(place),
  }));
  const pixels = pixelsOf(known);
  const target = targetOf(wishes);
  const asked = target === undefined ? null : findColumn(target, header, read.length);
  const group = proposeGroup(known, rows, asked);
  const candidates: Candidate[] = known.map((column) => ({
    ...column,
    reasonToLeaveOut:
      reasonTold(told.get(column.place)) ??
      reasonToLeaveOut({ ...column, rows, ...partOf(column.place, pixels, group) }, column, column.numbers),
  }));
  const usual = toldTarget(told) ?? proposeTarget(candidates, pixels);
  // What a document names may be what the lab has proposed before.
  const isUsual = wishes.columns !== undefined && usual?.place === asked;
  const proposed =
    asked === null || isUsual
      ? usual
      : { place: asked, reason: { code: "targetAsked", parameters: {} } as const };
  if (target !== undefined && asked === null) {
    const names = read.map((_, place) => shownName(header, place));
    const nearest =
      typeof target === "number" || target.length < 2 ? "" : nearestFew(target, names).join(", ");
    return {
      place: null,
      reason: null,
      task: null,
      group,
      pixels,
      problems: [
        nearest === ""
          ? errorOf("noSuchColumn", { target, columns: fewOf(names, 12) })
          : errorOf("noSuchColumnNear", { target, nearest }),
      ],
    };
  }
  if (proposed === null) {
    // A table without columns or rows has told its problem already.
    const problems = rows > 0 && read.length > 1 ? [errorOf("noTarget")] : [];
    return { place: null, reason: null, task: null, group, pixels, problems };
  }
  const column = candidates[proposed.place]!;
  const task = wishes.task ?? taskOf(column, column.numbers, pixels.size > 0);
  const either = column.kind === "number" && isEither(column.numbers, pixels.size > 0);
  const isGrade = task === "classification" && either;
  const { least = 0, most = 0, values = 0 } = column.numbers ?? {};
  const reason: Told = isGrade
    ? { code: "targetEither", parameters: { least, most, values } }
    : proposed.reason;
  const ofOthers = group === proposed.place ? null : group;
  return { place: proposed.place, reason, task, group: ofOthers, pixels, problems: [] };
}

function partOf(place: number, pixels: ReadonlySet<number>, group: number | null) {
  return { inPicture: pixels.has(place), namesGroups: place === group };
}

/** Why the file itself leaves a column out. */
function reasonTold(told: ToldColumn | undefined): Told | null {
  return told?.role === "left out" ? (told.reason ?? null) : null;
}

function toldTarget(told: LoadedTable["told"]): { place: number; reason: Told } | null {
  const [target] = [...told].filter(([, { role }]) => role === "target");
  return target ? { place: target[0], reason: target[1].reason! } : null;
}

function targetOf({ target, columns }: Wishes): string | number | undefined {
  const place = columns?.findIndex(({ role }) => role === "target") ?? -1;
  return target ?? (place >= 0 ? place + 1 : undefined);
}

/** A document that was made for other columns. */
function problemOfColumns({ header, columns, wishes }: LoadedTable): Problem | undefined {
  const names = Array.from({ length: columns }, (_, place) => header?.[place] ?? "");
  return wishes.columns && problemOfNames(wishes.columns, names);
}

/** @param target a name, or a number from 1 @returns the column's place, null if there is none */
function findColumn(
  target: string | number,
  header: readonly string[] | null,
  columns: number,
): number | null {
  if (typeof target === "number") return target <= columns ? target - 1 : null;
  const named = header?.indexOf(target) ?? -1;
  if (named >= 0) return named;
  const number = /^[1-9]\d{0,6}$/.test(target) ? Number(target) : 0;
  return number >= 1 && number <= columns ? number - 1 : null;
}

function shownName(header: readonly string[] | null, place: number): string {
  return header?.[place] || String(place + 1);
}

function columnsOf(
  { header, rows, told, wishes }: LoadedTable,
  {
    read,
    proposed,
    units,
  }: {
    readonly read: readonly ReadColumn[];
    readonly proposed: readonly ReadColumn[];
    readonly units: ReadonlyMap<number, CellUnit>;
  },
  numbers: ReadonlyMap<number, NumberFacts>,
  chosen: ChosenTarget,
): Column[] {
  return read.map((column, place) => {
    const name = header?.[place] ?? null;
    const own = numbers.get(place);
    const usual = proposed[place]!;
    const ofFile = told.get(place);
    const out =
      reasonTold(ofFile) ??
      reasonToLeaveOut({ name, place, rows, ...partOf(place, chosen.pixels, chosen.group) }, usual, own);
    const isTarget = place === chosen.place && chosen.reason !== null;
    const usualRole = out ? "left out" : "feature";
    const role = isTarget ? "target" : (wishes.columns?.[place]?.role ?? usualRole);
    const isUsual = role === usualRole && (role === "left out" || column.kind === usual.kind);
    const usualReason = out ?? ofFile?.reason ?? kindReason(usual, own, units.get(place)?.unit);
    const reason = isTarget
      ? chosen.reason
      : isUsual
        ? usualReason
        : ({ code: "isChosen", parameters: {} } as const);
    const { facts, kind } = column;
    const isClasses = isTarget && chosen.task === "classification";
    const words = isClasses ? 0 : kind === "number" ? facts.gapWords : facts.gapWordsInText;
    const gaps = rows - facts.filled + words;
    return {
      number: place + 1,
      name: name ?? "",
      kind,
      role,
      reason,
      kinds: isNested(ofFile?.reason) ? [] : possibleKinds(usual),
      gaps,
      values: own?.values ?? facts.values,
    };
  });
}

async function classesOf(
  engine: Engine,
  target: number,
  known: KnownColumn | undefined,
): Promise<ClassCount[]> {
  const classes =
    known?.values?.map(({ text, count }) => ({ name: text, rows: count })) ??
    (await countClasses(engine, cellName(target)));
  return classes.sort((one, other) => byCodePoint(one.name, other.name));
}

async function countClasses(engine: Engine, name: string): Promise<ClassCount[]> {
  const rows = await engine.rows(
    `SELECT ${name} AS name, count(*)::DOUBLE AS n FROM cells WHERE ${name} IS NOT NULL GROUP BY 1 LIMIT ${10 * mostClasses}`,
  );
  return rows.map((row) => ({ name: String(row.name), rows: Number(row.n) }));
}

/** UTF-8 keeps the order of code points, UTF-16 does not. */
function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** @param marks of the columns of numbers that may have other values */
async function problemsOfWords(
  engine: Engine,
  columns: readonly Column[],
  marks: ReadonlyMap<number, DecimalMark>,
  task: TableTask | null,
): Promise<Problem[]> {
  const asNumbers = [...marks].filter(([place]) => {
    const { role } = columns[place]!;
    return role === "feature" || (role === "target" && task === "regression");
  });
  const infinite = await infinitiesIn(
    engine,
    asNumbers.map(([place]) => place),
  );
  const namesAt = (places: readonly number[]): string => namesOf(places.map((place) => columns[place]!));
  const warnings: Problem[] = [];
  if (infinite.count > 0) {
    const parameters = { count: infinite.count, names: namesAt(infinite.columns) };
    warnings.push({ level: "warning", code: "infiniteNumbers", parameters });
  }
  const { count, columns: among, examples } = await wordsIn(engine, new Map(asNumbers));
  if (count === 0) return warnings;
  return [errorOf("wordsAmongNumbers", { count, examples, names: namesAt(among) }), ...warnings];
}

/** Numbers that cannot be compared. @param mixed cells of columns with several units, by place */
function problemsOfUnits(columns: readonly Column[], mixed: ReadonlyMap<number, string>): Problem[] {
  const names = columns.flatMap(({ number, name }) => {
    const examples = mixed.get(number - 1);
    return examples === undefined ? [] : [`${name || number} (${examples})`];
  });
  if (names.length === 0) return [];
  return [{ level: "warning", code: "mixedUnits", parameters: { names: fewOf(names) } }];
}

/** Categories that would be numbers but for a few words: perhaps meant so, perhaps a mistake. */
function problemsOfMixture(read: readonly ReadColumn[], columns: readonly Column[]): Problem[] {
  return warningOf(
    "numbersWithWords",
    columns.filter(({ role }, place) => role !== "target" && read[place]!.isMixed),
  );
}

/** A value beyond a row's last separator makes a column of its own. */
function problemsOfFewCells(
  rows: number,
  read: readonly ReadColumn[],
  columns: readonly Column[],
): Problem[] {
  const isFew = (filled: number): boolean => filled > 0 && rows >= 10 && filled <= Math.max(1, rows / 50);
  return warningOf(
    "nearlyEmptyColumns",
    columns.filter((_, place) => isFew(read[place]!.facts.filled)),
  );
}

function warningOf(code: Problem["code"], columns: readonly Column[]): Problem[] {
  return columns.length === 0 ? [] : [{ level: "warning", code, parameters: { names: namesOf(columns) } }];
}

function problemsOfTable(
  { rows, columns: width }: LoadedTable,
  columns: readonly Column[],
  target: number | null,
): Problem[] {
  if (rows === 0) return [errorOf("noRows")];
  if (width === 1) return [errorOf("oneColumn")];
  const hasFeatures = columns.some(({ role }) => role === "feature");
  return target !== null && !hasFeatures ? [errorOf("noFeatures")] : [];
}

function problemsOfClasses(
  target: string,
  task: TableTask | null,
  classes: readonly ClassCount[],
): Problem[] {
  if (task !== "classification") return [];
  if (classes.length > mostClasses) return [errorOf("tooManyClasses", { target, classes: classes.length })];
  if (classes.length < 2)
    return [errorOf("oneClassOnly", { target, value: shortened(classes[0]?.name ?? "") })];
  const rare = classes.filter(({ rows }) => rows < 3).map(({ name, rows }) => `${name}: ${rows}`);
  return [
    ...warningOfClasses("similarClasses", similarNames(classes)),
    ...warningOfClasses("rareClasses", rare),
  ];
}

/** A cell may hold a megabyte. */
const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function warningOfClasses(code: Problem["code"], names: readonly string[]): Problem[] {
  return names.length === 0 ? [] : [{ level: "warning", code, parameters: { names: fewOf(names) } }];
}

/** Names that differ only by capitals, blanks or how their letters are put together: likely one class, typed in two ways. */
function similarNames(classes: readonly ClassCount[]): string[] {
  const alike = new Map<string, string[]>();
  for (const { name } of classes) {
    const key = name.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
    alike.set(key, [...(alike.get(key) ?? []), `"${name}"`]);
  }
  return [...alike.values()].filter(({ length }) => length > 1).map((names) => names.join(" / "));
}

/** Of the columns that are used: cells without a value, and rows with at least one. */
async function countGaps(
  engine: Engine,
  columns: readonly Column[],
  task: TableTask | null,
): Promise<{ cells: number; rows: number }> {
  const withGaps = columns.filter(({ role, gaps }) => role !== "left out" && gaps > 0);
  if (withGaps.length === 0) return { cells: 0, rows: 0 };
  const isGap = withGaps.map((column) => isGapSql(cellName(column.number - 1), gapWordsOf(column, task)));
  const [row] = await engine.rows(`SELECT count(*)::DOUBLE AS n FROM cells WHERE ${isGap.join(" OR ")}`);
  return { cells: withGaps.reduce((sum, { gaps }) => sum + gaps, 0), rows: Number(row?.n ?? 0) };
}

/** Rows whose features equal those of an earlier row. */
export async function countDuplicates(
  engine: Engine,
  columns: readonly Column[],
  file: RowsInFile | undefined,
): Promise<number> {
  const places = columns.filter(({ role }) => role === "feature").map(({ number }) => number - 1);
  if (places.length === 0) return 0;
  if (file) {
    const marks = await file.marks({ needed: [], compared: places, classes: null });
    // Else the file has changed.
    if (marks) {
      const sorted = marks.hashes.sort();
      return sorted.reduce((sum, hash, place) => sum + Number(hash === sorted[place - 1]), 0);
    }
  }
  const features = places.map(cellName);
  const marked = isWide(features) ? await markRows(engine, features) : "cells";
  const mark = isWide(features) ? "mark" : `hash(${features.join(", ")})`;
  const [row] = await engine.rows(`SELECT (count(*) - count(DISTINCT ${mark}))::DOUBLE AS n FROM ${marked}`);
  return Number(row?.n ?? 0);
}
