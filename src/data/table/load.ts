import type { Preview } from "../../fields/preview";
import type { DataShape } from "../../fields/shape";
import type { ColumnChoice, TableFindings, TableNotation } from "../../fields/table";
import { fewOf } from "../../messages/few";
import { failureOf, LabError } from "../../messages/failure";
import { failureOfTable } from "../../messages/under-table";
import { type Column, errorOf, type Problem, type TableDescription } from "../../table/description";
import { cellName } from "../../table/duckdb";
import { withFirstPart } from "../../table/first-part";
import { gapWordsOf } from "../../table/gaps";
import { type Cells, type ReadOptions, withTable } from "../../table/read-table";
import { isGapSql } from "../../table/values";
import { fileOf } from "../files";
import { dividedRows, type KnownRows } from "../divided";
import { excessOf, mostRows } from "../kinds";
import { imagesPreview } from "../previews";
import { previewSize, type RawData, type RawSplit, type Source } from "../source";
import { type RowFacts, shownRows, splitRows, triedSplits, type WritableSplit } from "../split";
import { splitNames } from "../source-kind";
import { largestNumber } from "../standardise";
import { everyRow, isGapIn, type Preparation, prepare, type TableFeature } from "./features";
import { fillGaps } from "./fill";
import { histogramsOf } from "./histograms";
import type { Counted } from "./known-bars";
import { columnKey, placeOf, type Scaling, type TableConfig } from "./kind";
import { type Look, remembered } from "./remembered";
import { readFacts } from "./row-facts";
import { readRows } from "./rows";
import {
  type ChannelOrder,
  guessedOrder,
  guessedSize,
  isSizeOf,
  type PictureSize,
  pixelScalings,
  sizeOf,
  sizeText,
  type WholeSize,
} from "./size-kind";
import { toldFeatures } from "./told";

/** What the document leaves open, as the lab proposes it for the file. */
export type Proposed = Partial<
  Pick<TableConfig, "target" | "task" | "scaling" | "height" | "width" | "channels" | "channelOrder"> & {
    columns: ColumnChoice[];
  }
>;

/** A table that can be trained on. */
interface Usable {
  /** Of pictures in colour. */
  readonly channelOrder: ChannelOrder | undefined;
  readonly preparation: Preparation;
  readonly shape: DataShape;
  readonly scaling: Scaling;
  /** Rows that can be trained on. */
  readonly rows: number;
  read(splits: readonly Int32Array[]): Promise<RawSplit[]>;
  histograms(columns: readonly Column[]): Promise<Histograms>;
  /** What splitting the rows needs. */
  facts(): Promise<RowFacts>;
  /** What can be told of them besides. */
  known(): Promise<KnownRows>;
}

/** By the numbers of columns. */
type Histograms = ReadonlyMap<number, readonly number[]>;

interface Opened {
  readonly description: TableDescription;
  readonly scaling: Scaling;
  /** All that is wrong, or may be. */
  readonly problems: readonly Problem[];
  /** Null if there is an error. */
  readonly usable: Usable | null;
  /** The first rows, as text. */
  firstRows(): Promise<string[][]>;
}

/** Any table (src/table), with the kinds and roles of its columns as the document or the lab has them. */
export const table: Source<TableConfig> = {
  load: (config) =>
    withOpened(config, async ({ usable, problems }): Promise<RawData> => {
      const error = problems.find(({ level }) => level === "error");
      if (!usable) throw failureFor(config, error!);
      const excess = excessOf(config, usable.preparation.width);
      if (excess) throw new LabError("dataTooLarge", excess);
      const numbers = splitRows(config, await usable.facts());
      const read = await usable.read(splitNames.map((name) => numbers[name]));
      const [train, validation, test] = read as [RawSplit, RawSplit, RawSplit];
      const fills =
        config.gaps === "leaveOut"
          ? new Map<TableFeature, number>()
          : fillGaps(usable.preparation, train, [validation, test]);
      const { classes } = usable.preparation;
      const features = toldFeatures(usable.preparation, fills, divisorOf(usable));
      return { shape: usable.shape, classes, features, train, validation, test, ...scalingOf(usable) };
    }),

  /** The table is shown even if it cannot be trained on; then `failure` says why. */
  preview: async (config, tell, showEarly) => {
    const { preview, known } = await remembered(config, async () => {
      if (showEarly) await lookEarly(config, showEarly);
      const reading = { proposes: true, ...(tell && { progress: tell }) };
      return withOpened(config, (opened) => lookAt(config, opened), reading);
    });
    if (!known) return preview;
    const { divided, failure } = dividedRows(config, known);
    const excess = excessOf(config, preview.shape!.features);
    const hindrance = failure ?? (excess && failureOf(new LabError("dataTooLarge", excess)));
    return { ...preview, divided, failure: hindrance };
  },
};

/** Shows the first part of a large file. What is wrong with it is told once the whole is read. */
async function lookEarly(config: TableConfig, show: (early: Preview) => void): Promise<void> {
  const look = async (path: string): Promise<void> => {
    const part = { ...config, path };
    const early = await withOpened(part, async (opened) => earlyOf(await previewOf(part, opened), opened));
    if (early.sample.kind === "images" || early.table!.columns.length > 0) show(early);
  };
  await withFirstPart(config.path, look).catch(() => undefined);
}

/** Without what only the whole file can tell; `rows` are those of the part. */
function earlyOf({ sample, classes, table: found }: Preview, { description: { rows } }: Opened): Preview {
  const findings = { ...found!, problems: [], classes: [], rowsLeftOut: 0 };
  return { shape: null, failure: null, rows, classes, sample, table: findings };
}

/** How the lab reads a table, and what dividing its rows needs, from one reading. @param known null if no row can be used */
export function describeTable(
  config: TableConfig,
  options: Pick<ReadOptions, "csv" | "progress">,
): Promise<{ table: TableDescription; known: KnownRows | null }> {
  const use = async ({ description: table, usable }: Opened) => ({
    table,
    known: usable && (await usable.known()),
  });
  return withOpened(config, use, { ...options, proposes: true, duplicates: true });
}

/** All of a preview that does not depend on how many rows are asked for. */
async function lookAt(config: TableConfig, opened: Opened): Promise<Look> {
  const { usable } = opened;
  return { preview: await previewOf(config, opened), known: usable && (await usable.known()) };
}

async function previewOf(config: TableConfig, opened: Opened): Promise<Preview> {
  const { usable, description, problems } = opened;
  const error = problems.find(({ level }) => level === "error");
  const histograms =
    (usable?.shape.image ? null : await usable?.histograms(shownColumns(description))) ?? null;
  return {
    shape: usable?.shape ?? null,
    failure: error ? failureOf(failureFor(config, error)) : null,
    rows: usable?.rows ?? description.rows,
    classes: [...(usable?.preparation.classes ?? [])],
    sample: usable?.shape.image ? await picturesOf(config, usable) : await tableOf(opened),
    // All else that is wrong or may be stands below the first error.
    notes: problems
      .filter((problem) => problem !== error)
      .map((problem) => failureOf(failureFor(config, problem))),
    table: findingsOf(opened, histograms),
    proposed: proposedFor(config, opened),
  };
}

/** @param proposes whether rows are divided by the groups that the lab proposes: what is trained has those that the document names */
function withOpened<T>(
  config: TableConfig,
  use: (opened: Opened) => Promise<T>,
  { proposes = false, ...options }: ReadOptions & { readonly proposes?: boolean } = {},
): Promise<T> {
  const { path, target, task, columns, gaps } = config;
  const wishes = {
    ...(target !== undefined && { target }),
    ...(task && { task }),
    ...(columns && { columns }),
    ...wishedNotation(config),
    ...options,
  };
  return withTable(path, wishes, async (description, cells) => {
    const scaling = config.scaling ?? (description.pictures ? "by255" : "standardise");
    const wrong = description.problems;
    const isSound = !wrong.some(({ level }) => level === "error");
    const firstRows = () => (cells ? textsOf(cells, description) : Promise.resolve([]));
    if (!cells) return use({ description, scaling, problems: wrong, usable: null, firstRows });
    const { engine } = cells;
    if (!isSound) return use({ description, scaling, problems: wrong, usable: null, firstRows });
    const prepared = await prepare(description, cells, gaps);
    const { rows, problems: found } = await countRows(description.rows, cells, prepared, scaling);
    const size = sizeIn(config, prepared, scaling);
    const whole = size !== null && !("code" in size) && size.channels === 3 ? size : null;
    const channelOrder = whole ? await orderIn(config, whole, cells, prepared, rows) : undefined;
    const preparation = whole && channelOrder === "first" ? channelsLast(prepared, whole) : prepared;
    if (size !== null && "code" in size) found.push(size);
    const shape = shapeOf(description, preparation, size);
    const group = groupOf({ ...(proposes && proposedGroup(config, description)), ...config }, description);
    if (typeof group === "object" && group !== null) found.push(group);
    const asked = { rows, group: typeof group === "string" ? group : null };
    const hasClasses = shape.task === "classification";
    const Values = isRounded(scaling, gaps) ? Float32Array : Float64Array;
    const usable: Usable = {
      channelOrder,
      preparation,
      shape,
      scaling,
      rows,
      facts: () =>
        readFacts(cells, preparation, {
          ...asked,
          classes: hasClasses && config.division === "stratified",
          firsts: false,
        }),
      known: async () => ({
        ...(await readFacts(cells, preparation, { ...asked, classes: hasClasses, firsts: true })),
        task: shape.task,
        names: preparation.classes,
        limit: mostRows(config.source, shape.features),
      }),
      read: (splits) =>
        readRows(cells, fileOf(path), preparation, rows, splits, divisorOf({ scaling }), Values),
      histograms: (shown) =>
        histogramsOf(
          engine,
          preparation,
          countedAmong(shown, description, preparation),
          description.rows,
          cells.known,
        ),
    };
    const problems = [...wrong, ...found];
    return use({
      description,
      scaling,
      problems,
      usable: found.some(({ level }) => level === "error") ? null : usable,
      firstRows,
    });
  });
}

/** The features among some columns, and what regression predicts; classes have bars of their own. */
function countedAmong(
  shown: readonly Column[],
  { columns, target, task }: TableDescription,
  preparation: Preparation,
): Counted[] {
  const features = preparation.features.filter(({ column }) => shown.includes(column));
  const predicted: Counted = { column: columns[target!]!, kind: "number", sql: preparation.target };
  return task === "regression" ? [...features, predicted] : features;
}

function wishedNotation({ encoding, delimiter, decimal, header }: TableConfig): TableNotation {
  return {
    ...(encoding && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(decimal && { decimal }),
    ...(header !== undefined && { header }),
  };
}

const divisorOf = ({ scaling }: Pick<Usable, "scaling">) => (scaling === "by255" ? 255 : 1);

/** Whether inputs become floats as they are: nothing is computed from them before. */
function isRounded(scaling: Scaling, gaps: TableConfig["gaps"]): boolean {
  return (scaling === "by255" || scaling === "none") && gaps === "leaveOut";
}

/** What is not scaled must be a float32. */
const largestFloat = 3e38;

/** How many rows can be trained on, and what is wrong with their numbers and dates. */
async function countRows(
  all: number,
  { engine, known }: Cells,
  { features, isUsed, doubtfulDates, shortYears }: Preparation,
  scaling: Scaling,
): Promise<{ rows: number; problems: Problem[] }> {
  const dates = features.filter(({ kind }) => kind === "date");
  const limit = scaling === "standardise" || scaling === "unit" ? largestNumber : largestFloat;
  const isSmall = ({ column }: TableFeature): boolean => {
    const { isPlain, numbers } = known.get(column.number - 1) ?? {};
    return isPlain === true && numbers!.most < limit && numbers!.least > -limit;
  };
  const numbers = features.filter((feature) => feature.kind === "number" && !isSmall(feature));
  const isKnown = isUsed === everyRow && numbers.length + dates.length === 0 && all > 0;
  if (isKnown) return { rows: all, problems: [] };
  const large = numbers.map(({ sql }, index) => `coalesce(max(abs(${sql})), 0) AS m${index}`);
  const noDates = dates.map(({ sql, column }, index) => {
    const isGap = isGapIn(column, null);
    return `count(*) FILTER (NOT ${isGap} AND (${sql}) IS NULL)::DOUBLE AS d${index}`;
  });
  const [row] = await engine.rows(
    `SELECT ${["count(*)::DOUBLE AS n", ...large, ...noDates].join(", ")} FROM cells WHERE ${isUsed}`,
  );
  const rows = Number(row?.n ?? 0);
  const tooLarge = numbers.filter((_, index) => Number(row?.[`m${index}`]) >= limit);
  const impossible = dates.filter((_, index) => Number(row?.[`d${index}`]) > 0);
  return {
    rows,
    problems: [
      ...(rows === 0 ? [errorOf("noWholeRows")] : []),
      ...problemOfColumns("numbersTooLarge", tooLarge),
      ...problemOfColumns("impossibleDates", impossible),
      ...problemOfColumns(
        "ambiguousDates",
        doubtfulDates.map((column) => ({ column })),
        "warning",
      ),
      ...problemOfShortYears(shortYears),
    ],
  };
}

function problemOfShortYears(those: Preparation["shortYears"]): Problem[] {
  if (those.length === 0) return [];
  const names = those.map(({ column, example }) => `${columnKey(column, column.number)} (${example})`);
  return [{ level: "warning", code: "shortYears", parameters: { names: fewOf(names) } }];
}

function problemOfColumns(
  code: Problem["code"],
  those: readonly Pick<TableFeature, "column">[],
  level: Problem["level"] = "error",
): Problem[] {
  if (those.length === 0) return [];
  const names = those.map(({ column }) => String(columnKey(column, column.number)));
  return [{ level, code, parameters: { names: names.slice(0, 5).join(", ") } }];
}

/** Of the pictures that the rows are, as the document says or the lab guesses; null if they are none. */
function sizeIn(
  config: TableConfig,
  { features, width }: Preparation,
  scaling: Scaling,
): WholeSize | Problem | null {
  const areNumbers = features.every(({ kind }) => kind === "number");
  const size = sizeOf(config, width);
  if (!size) return scaling === "by255" && areNumbers ? guessedSize(width) : null;
  if (!pixelScalings.includes(scaling)) return errorOf("sizeOfScaled");
  if (areNumbers && isSizeOf(size, width)) return size;
  return errorOf("sizeOfOthers", { size: sizeText(size), features: width });
}

/** Pictures that are looked at. */
const mostGuessed = 64;

/** As the document says. Of a document without any size the lab guesses; one with a size had no other order once. */
async function orderIn(
  { path, height, width, channels, channelOrder }: TableConfig,
  size: WholeSize,
  cells: Cells,
  preparation: Preparation,
  rows: number,
): Promise<ChannelOrder> {
  if (channelOrder) return channelOrder;
  if (height !== undefined || width !== undefined || channels !== undefined) return "last";
  const first = Int32Array.from({ length: Math.min(mostGuessed, rows) }, (_, row) => row);
  const [{ inputs }] = (await readRows(cells, fileOf(path), preparation, rows, [first], 1)) as [
    WritableSplit,
  ];
  const { width: values } = preparation;
  const pictures = Array.from(first, (row) => inputs.subarray(row * values, (row + 1) * values));
  return guessedOrder(pictures, size);
}

/** The features in the order in which networks take pictures, the channels of a pixel side by side, of a table plane by plane. */
function channelsLast(preparation: Preparation, { height, width, channels }: WholeSize): Preparation {
  const pixels = height * width;
  const features = preparation.features.map((_, place) => {
    const feature = preparation.features[(place % channels) * pixels + Math.floor(place / channels)]!;
    return { ...feature, place };
  });
  return { ...preparation, features };
}

function shapeOf(
  description: TableDescription,
  { width, classes }: Preparation,
  size: ReturnType<typeof sizeIn>,
): DataShape {
  const task = description.task!;
  return {
    features: width,
    ...(size !== null &&
      !("code" in size) && { image: [size.height, size.width, size.channels] as [number, number, number] }),
    outputs: task === "classification" ? classes.length : 1,
    task,
  };
}

function scalingOf({ scaling, preparation }: Usable): Pick<RawData, "inputs" | "scaled"> {
  if (scaling === "by255" || scaling === "none") return { inputs: "pixels" };
  const scaled = preparation.features.flatMap(({ kind, width }) =>
    Array<boolean>(width).fill(kind === "number" || kind === "date"),
  );
  return { inputs: scaling === "unit" ? "unit" : "standardised", scaled };
}

/** A document that lists its columns has decided about groups, too. */
function proposedGroup(
  config: TableConfig,
  { columns, group }: TableDescription,
): Pick<TableConfig, "group"> {
  if (config.group !== undefined || config.columns !== undefined || group === null) return {};
  return { group: columnKey(columns[group]!, group + 1) };
}

/** SQL: the text that names a row's group; null without groups, a problem where there is no such column. */
function groupOf(
  { group }: Pick<TableConfig, "group">,
  { columns }: TableDescription,
): string | Problem | null {
  if (group === undefined) return null;
  const column = columns[placeOf(columns, group)];
  if (!column) {
    const names = columns.slice(0, 12).map((each) => columnKey(each, each.number));
    return errorOf("noSuchColumn", { target: String(group), columns: names.join(", ") });
  }
  const cell = cellName(column.number - 1);
  return `CASE WHEN NOT ${isGapSql(cell, gapWordsOf(column, null))} THEN ${cell} END`;
}

/** A problem of a table as a failure: its sentence is the same. */
export function failureFor({ path }: Pick<TableConfig, "path">, { code, parameters }: Problem): LabError {
  return new LabError(failureOfTable(code), { ...fileOf(path), ...parameters });
}

/** More columns are not looked at one by one. */
const mostShown = 100;

function shownColumns({ columns }: TableDescription): readonly Column[] {
  if (columns.length <= mostShown) return columns;
  const first = columns.slice(0, mostShown);
  const target = columns.slice(mostShown).find(({ role }) => role === "target");
  return target ? [...first.slice(0, -1), target] : first;
}

async function textsOf({ engine, shown }: Cells, description: TableDescription): Promise<string[][]> {
  const places = shownColumns(description).map(({ number }) => number - 1);
  if (places.length === 0) return [];
  const first = await shown?.firstTexts(previewSize.rows, places);
  if (first) return first.map((row) => row.map((text) => text.slice(0, 200)));
  const names = places.map(cellName);
  const rows = await engine.rows(
    // DuckDB keeps the order, and reads no further.
    `SELECT ${names.join(", ")} FROM cells LIMIT ${previewSize.rows}`,
  );
  return rows.map((row) => names.map((name) => String(row[name] ?? "").slice(0, 200)));
}

async function tableOf({ description, firstRows }: Opened): Promise<Preview["sample"]> {
  const shown = shownColumns(description);
  const target = shown.findIndex(({ role }) => role === "target");
  return {
    kind: "table",
    columns: shown.map((column) => String(columnKey(column, column.number))),
    cells: await firstRows(),
    target: target < 0 ? null : target,
  };
}

async function picturesOf(config: TableConfig, { shape, facts, read }: Usable): Promise<Preview["sample"]> {
  const known = await facts();
  const shown = shownRows(config, known, triedSplits(config, known).splits);
  const [some] = await read([shown.subarray(0, previewSize.images)]);
  // A gap is shown as black.
  const inputs = some!.inputs.map((value) => (Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value))));
  return imagesPreview({ ...some!, inputs }, shape.image!);
}

function findingsOf({ description, problems, usable }: Opened, histograms: Histograms | null): TableFindings {
  const shown = shownColumns(description);
  const { format, encoding, delimiter, decimal, header } = description;
  return {
    notation: { format: format ?? "", encoding, delimiter, decimal, header },
    columns: shown.map(({ number, name, kind, role, reason, gaps, kinds }) => ({
      ...{ number, name, kind, role, gaps },
      reason: { ...reason },
      kinds: [...kinds],
      histogram: [...(histograms?.get(number) ?? [])],
    })),
    hidden: description.columns.length - shown.length,
    problems: problems.map(({ level, code, parameters }) => ({ level, code, parameters })),
    classes: description.classes.map(({ name, rows }) => ({ name, rows })),
    rowsLeftOut: usable ? description.rows - usable.rows : 0,
  };
}

function proposedSize(
  config: TableConfig,
  image: DataShape["image"],
  channelOrder: ChannelOrder | undefined,
): PictureSize {
  if (!image) return {};
  const [height, width, channels] = image;
  return {
    ...(config.height === undefined && { height }),
    ...(config.width === undefined && { width }),
    ...(config.channels === undefined && { channels: channels === 3 ? 3 : 1 }),
    ...(config.channelOrder === undefined && channelOrder && { channelOrder }),
  };
}

function proposedFor(config: TableConfig, { description, scaling, usable }: Opened): Proposed {
  const { columns, target, task } = description;
  if (columns.length === 0) return {};
  const named = target === null ? undefined : columns[target];
  return {
    ...(config.target === undefined && named && { target: columnKey(named, named.number) }),
    ...(config.task === undefined && task && { task }),
    ...(config.scaling === undefined && { scaling }),
    ...proposedSize(config, usable?.shape.image, usable?.channelOrder),
    ...proposedGroup(config, description),
    ...(config.columns === undefined && {
      columns: columns.map(({ name, kind, role }) => ({ name, kind, role })),
    }),
  };
}
