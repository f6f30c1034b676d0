import type { ColumnField, FileField } from "../fields/fields";
import { schemasOf } from "../fields/registry";
import type { Task } from "../fields/task";
import { z } from "../messages/zod";
import { circles } from "./circles/kind";
import { clusters } from "./clusters/kind";
import { csv } from "./csv/kind";
import { digits } from "./digits/kind";
import { idx } from "./idx/kind";
import { friedman1 } from "./friedman1/kind";
import { line } from "./line/kind";
import { moons } from "./moons/kind";
import { npz } from "./npz/kind";
import { pictures } from "./pictures/kind";
import type { DataShape } from "../fields/shape";
import type { SourceKind } from "./source-kind";
import { spirals } from "./spirals/kind";
import { table } from "./table/kind";
import { wave } from "./wave/kind";
import { xor } from "./xor/kind";

/** Every data source, in the order in which they are offered (docs/how-to-add-a-data-source.md). */
export const sourceKinds = [
  digits,
  clusters,
  moons,
  circles,
  spirals,
  line,
  wave,
  friedman1,
  xor,
  table,
  csv,
  idx,
  npz,
  pictures,
] as const;

export const dataSchema = z.discriminatedUnion("source", schemasOf(sourceKinds));
export type DataConfig = z.infer<typeof dataSchema>;
export type DataSource = DataConfig["source"];
export type ConfigOf<Source extends DataSource> = Extract<DataConfig, { source: Source }>;
/** A data configuration of which some fields may not be known (yet). */
export type PartialData = Partial<DataConfig>;

export const dataSources = sourceKinds.map(({ source }) => source);

/** Those that may be chosen. One of earlier versions is offered only where the document has it. */
export function offeredSources(current: DataSource): DataSource[] {
  return dataSources.filter((source) => source === current || !kindOfSource(source).isFormer);
}

const chosenKinds = ["file", "column", "array"] as const;
/** What only the person can choose: files, columns and arrays. The schema has no default for it. */
export type ChosenField = Extract<
  (typeof sourceKinds)[number]["fields"][number],
  { kind: (typeof chosenKinds)[number] }
>["key"];
export const chosenFields = sourceKinds.flatMap(({ fields }) =>
  [...fields].flatMap((field) =>
    chosenKinds.some((kind) => kind === field.kind) ? [field.key as ChosenField] : [],
  ),
);

/** A kind as the rest of the lab sees it: its functions take the settings of any source. */
type AnyKind = SourceKind<DataSource, z.ZodObject>;

export function kindOfSource(source: DataSource): AnyKind {
  return sourceKinds.find((kind) => kind.source === source) as unknown as AnyKind;
}

export function fileFieldsOf(source: DataSource): FileField[] {
  return kindOfSource(source).fields.filter((field) => field.kind === "file");
}

/** The setting that names a column, of a source that is a table. */
export function columnFieldOf(source: DataSource): ColumnField | undefined {
  return kindOfSource(source).fields.find((field) => field.kind === "column");
}

export function needsFiles(source: DataSource): boolean {
  return fileFieldsOf(source).length > 0;
}

/** Every file that a person may supply, with its source; where several take the same kind of file, the one for new documents is first. */
export const dataFiles = dataSources.flatMap((source) =>
  fileFieldsOf(source).map((field) => ({ ...field, source })),
);

/** Whether a field of this name holds a file's path. */
export function isFileField(field: PropertyKey | undefined): boolean {
  return dataFiles.some(({ key }) => key === field);
}

/** The shape that a generated source has; null for sources whose files decide, and where a needed field is missing. */
export function shapeOfData(data: PartialData): DataShape | null {
  return data.source === undefined ? null : kindOfSource(data.source).shape(data);
}

/** Null where the document does not tell it. */
export function taskOfData(data: PartialData): Task | null {
  return data.source === undefined ? null : kindOfSource(data.source).task(data);
}

/** The paths of the files that it reads, in the order of its fields. */
export function dataPaths(data: DataConfig): string[] {
  return pathEntries(data).map(([, path]) => path);
}

/** Returns the data source with `change` applied to every path. */
export function mapDataPaths(data: DataConfig, change: (path: string) => string): DataConfig {
  const changed = pathEntries(data).map(([key, path]) => [key, change(path)]);
  return { ...data, ...Object.fromEntries(changed) } as DataConfig;
}

function pathEntries(data: DataConfig): [key: string, path: string][] {
  const paths = data as unknown as Readonly<Record<string, string | undefined>>;
  return fileFieldsOf(data.source).flatMap(({ key }) =>
    paths[key] === undefined ? [] : [[key, paths[key]] as [string, string]],
  );
}

/** The most samples that a source can hold. */
export function mostRows(source: DataSource, features: number): number {
  return Math.floor(kindOfSource(source).mostValues / features);
}

/** The requested and the allowed number of samples, given their features; null if these are not too many. */
export function excessOf(
  { source, train, validation, test }: Pick<DataConfig, "source" | "train" | "validation" | "test">,
  features: number,
): { rows: number; limit: number } | null {
  const rows = train + validation + test;
  const limit = mostRows(source, features);
  return rows > limit ? { rows, limit } : null;
}
