import type { Divided } from "../../fields/division";
import {
  type ColumnChoice,
  columnChoiceSchema,
  isFeatureKind,
  notationFields,
  notationKeys,
} from "../../fields/table";
import { tasks, taskSchema } from "../../fields/task";
import type { SettingProblem } from "../../fields/registry";
import { z } from "../../messages/zod";
import { defineSource, divisionField, fileSplit } from "../source-kind";
import { followedSize, type PictureSize, sizeFields, sizeProblems, sizeSettings } from "./size-kind";

const gaps = ["leaveOut", "fill", "fillAndMark"] as const;
const scalings = ["standardise", "unit", "by255", "none"] as const;

const schema = z.strictObject({
  source: z.literal("table"),
  ...fileSplit,
  /** Column whose values never straddle splits, named as the target is. */
  group: z.union([z.string().min(1), z.int().min(1)]).optional(),
  path: z.string().min(1),
  // What is absent here is as the lab proposes it for the file.
  /** Column of the target: its name, or its number counted from 1. */
  target: z.union([z.string().min(1), z.int().min(1)]).optional(),
  task: taskSchema.optional(),
  /** All columns, in the order of the file. */
  columns: z.array(columnChoiceSchema).min(1).max(100_000).optional(),
  gaps: z.enum(gaps).default("leaveOut"),
  scaling: z.enum(scalings).optional(),
  ...sizeSettings,
  ...notationFields,
});
export type TableConfig = z.infer<typeof schema>;
export type Scaling = (typeof scalings)[number];

/** How the names of files with tables end. */
export const tableEndings = [
  "csv",
  "tsv",
  "tab",
  "txt",
  "data",
  "dat",
  "arff",
  "svm",
  "libsvm",
  "svmlight",
  "jsonl",
  "ndjson",
  "parquet",
  "xlsx",
  "xlsm",
];

export const table = defineSource({
  source: "table",
  schema,
  fields: [
    {
      kind: "file",
      key: "path",
      purpose: "table",
      opens: "table",
      filters: [
        { name: "CSV, JSON lines, Parquet, Excel", extensions: [...tableEndings, "gz", "zip"] },
        { name: "*", extensions: ["*"] },
      ],
    },
    { kind: "column", key: "target" },
    { kind: "columns", key: "columns" },
    { kind: "choice", key: "task", options: tasks, texts: "tasks" },
    { kind: "choice", key: "gaps", options: gaps, texts: "gapChoices" },
    { kind: "choice", key: "scaling", options: scalings, texts: "scalings" },
    ...sizeFields.map(({ key }) => ({ kind: "size" as const, key })),
    divisionField,
    { kind: "column", key: "group" },
    ...notationKeys.map((key) => ({ kind: "notation" as const, key })),
  ],
  differences: {
    path: "otherFile",
    target: "otherTarget",
    columns: "otherColumns",
    gaps: "otherGaps",
    scaling: "otherScaling",
    height: "otherHeight",
    width: "otherWidth",
    channels: "otherChannels",
    channelOrder: "otherChannelOrder",
    division: "otherDivision",
    group: "otherGroup",
    encoding: "otherNotation",
    delimiter: "otherNotation",
    decimal: "otherNotation",
    header: "otherNotation",
  },
  // As for `csv`.
  mostValues: 30_000_000,
  shape: () => null,
  task: ({ task }) => task ?? null,
  problems: ({ columns, target, group, ...data }) => [
    ...(columns ? problemsOf(columns, target) : []),
    ...groupProblems(columns, target, group),
    ...sizeProblems({ columns, ...data }),
  ],
  follow(data, key) {
    // Another file has other columns, and so has one that is read in another way.
    const ofFile = {
      ...{ target: undefined, task: undefined, columns: undefined, scaling: undefined },
      ...{ height: undefined, width: undefined, channels: undefined, channelOrder: undefined },
      group: undefined,
    };
    if (key === "path")
      return { ...ofFile, ...Object.fromEntries(notationKeys.map((each) => [each, undefined])) };
    if ((notationKeys as readonly string[]).includes(key)) return ofFile;
    const columns = followedColumns(data, key);
    const size = followedSize({ ...data, ...columns }, columns === null ? key : "columns");
    return {
      ...size,
      ...columns,
      ...(key === "target" && columns && { task: undefined }),
      ...(key === "target" && data.group === data.target && { group: undefined }),
    };
  },
});

/** The columns after a change of target or group; null if they stay. */
function followedColumns(
  { columns, target, group }: Partial<Pick<TableConfig, "columns" | "target" | "group">>,
  key: string,
): { columns: ColumnChoice[] } | null {
  if (!columns) return null;
  if (key === "group" && group !== undefined) {
    return { columns: withoutFeature(columns, placeOf(columns, group)) };
  }
  return key === "target" && target !== undefined
    ? { columns: withTarget(columns, placeOf(columns, target)) }
    : null;
}

/** What a file decides for a document that is made for it. */
export interface TableFacts extends Required<
  Pick<TableConfig, "path" | "target" | "task" | "columns" | "scaling">
> {
  /** Of the pictures that its rows are, if they are. */
  readonly size: PictureSize;
  /** Rows that can be trained on. */
  readonly rows: number;
  readonly outputs: number;
  readonly group?: string | number;
  readonly usual: Divided["usual"];
}

/** The place of the column that a document means; -1 if there is none. */
export function placeOf(columns: readonly ColumnChoice[], target: string | number): number {
  if (typeof target === "string") return columns.findIndex(({ name }) => name === target);
  return target <= columns.length ? target - 1 : -1;
}

/** A column that a person names: a text that is no name may be a number. */
export function columnMeant(columns: readonly ColumnChoice[], text: string): string | number {
  const isNumber = /^[1-9]\d*$/.test(text) && !columns.some(({ name }) => name === text);
  return isNumber ? Number(text) : text;
}

/** A table of which nothing is decided yet: how many rows there are is not known either. */
export const undecided = (path: string): TableConfig => ({
  ...{ source: "table", path, seed: 1, gaps: "leaveOut" },
  ...{ train: 1, validation: 1, test: 0, division: "random" },
});

/** How a document names a column. @param number from 1 */
export function columnKey({ name }: { readonly name: string }, number: number): string | number {
  return name === "" ? number : name;
}

/** The columns with another target; what was it before becomes a feature, if it can be one. */
function withTarget(columns: readonly ColumnChoice[], target: number): ColumnChoice[] {
  return columns.map((column, place) => {
    if (place === target) return { ...column, role: "target" };
    if (column.role !== "target") return column;
    // Dates are features on request.
    const isUsual = isFeatureKind(column.kind) && column.kind !== "date";
    return { ...column, role: isUsual ? "feature" : "left out" };
  });
}

/** A group of which nothing is known tells a network nothing. */
export function withoutFeature(columns: readonly ColumnChoice[], left: number): ColumnChoice[] {
  return columns.map((column, place) =>
    place === left && column.role === "feature" ? { ...column, role: "left out" } : column,
  );
}

function groupProblems(
  columns: readonly ColumnChoice[] | undefined,
  target: string | number | undefined,
  group: string | number | undefined,
): readonly SettingProblem[] {
  if (group === undefined) return [];
  const place = columns && placeOf(columns, group);
  const parameters = { group: String(group) };
  if (place === -1) return [{ field: "group", code: "groupNotAmongColumns", parameters }];
  const isTarget = place === undefined ? group === target : columns![place]!.role === "target";
  return isTarget ? [{ field: "group", code: "groupIsTarget", parameters }] : [];
}

function problemsOf(
  columns: readonly ColumnChoice[],
  target: string | number | undefined,
): readonly SettingProblem[] {
  const targets = columns.flatMap(({ role }, place) => (role === "target" ? [place] : []));
  const named = target === undefined ? null : placeOf(columns, target);
  const problems: SettingProblem[] = [];
  const told = (place: number): string => String(columnKey(columns[place]!, place + 1));
  if (targets.length > 1) {
    const parameters = { columns: targets.map(told).join(", ") };
    problems.push({ field: "columns", code: "severalTargets", parameters });
  } else if (named === -1) {
    problems.push({ field: "target", code: "targetNotAmongColumns", parameters: { target: String(target) } });
  } else if (named !== null && targets[0] !== named) {
    problems.push({ field: "columns", code: "targetHasOtherRole", parameters: { target: told(named) } });
  }
  const unusable = columns.flatMap(({ kind, role }, place) =>
    role === "feature" && !isFeatureKind(kind) ? [told(place)] : [],
  );
  if (unusable.length > 0) {
    const parameters = { columns: unusable.slice(0, 5).join(", ") };
    problems.push({ field: "columns", code: "columnNoFeature", parameters });
  }
  return problems;
}
