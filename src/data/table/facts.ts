import { basename } from "node:path";
import type { Preview } from "../../fields/preview";
import type { Division } from "../../fields/division";
import type { ColumnChoice, TableFindings } from "../../fields/table";
import { type Fault, LabError } from "../../messages/failure";
import { failureOfTable } from "../../messages/under-table";
import type { TableTextCode } from "../../messages/table.en";
import { fileOf } from "../files";
import {
  columnKey,
  columnMeant,
  placeOf,
  type TableConfig,
  type TableFacts,
  undecided,
  withoutFeature,
} from "./kind";
import { table } from "./load";
import { isSizeOf, type PictureSize, sizeOf } from "./size-kind";

/** What a person says about a table without a document. */
export interface TableWishes {
  /** A column's name, or its number counted from 1. */
  readonly target?: string;
  readonly task?: TableConfig["task"];
  readonly division?: Division;
  /** A column, as the target is named; false if rows are no groups, whatever the lab proposes. */
  readonly group?: string | false;
}

/**
 * What the lab proposes for a table, so that it can be trained on.
 * @throws LabError with all problems of the file that keep it from that, and those of reading a file
 */
export async function tableFacts(
  path: string,
  { group: groupText, ...wishes }: TableWishes,
  preview: (config: TableConfig) => Promise<Preview> = (config) => table.preview(config),
): Promise<{ facts: TableFacts; findings: TableFindings }> {
  // How many rows there are for each split is not known before they are counted.
  const config = { ...undecided(path), ...wishes };
  const first = await preview(config);
  if (!first.shape) throw refusal(path, first.table!, first.failure);
  const proposed = first.proposed as Pick<TableFacts, "target" | "task" | "columns" | "scaling" | "group"> &
    PictureSize;
  const { columns, group: usualGroup, height, width, channels, channelOrder, ...settings } = proposed;
  const named = { ...config, ...settings };
  const asked = groupText === undefined ? usualGroup : groupText;
  const group = typeof asked === "string" ? columnMeant(columns, asked) : asked || undefined;
  // A group that is no feature may leave fewer rows out for gaps.
  const grouped =
    group === undefined
      ? { ...named, columns }
      : { ...named, group, columns: withoutFeature(columns, placeOf(columns, group)) };
  const size = fitting({ height, width, channels, channelOrder }, grouped.columns);
  const { shape, rows, table: findings, divided, failure } = await preview({ ...grouped, ...size });
  const target = findings!.columns.find(({ role }) => role === "target");
  if (!shape || !target || !divided) throw refusal(path, findings!, failure);
  const facts: TableFacts = {
    ...{ path, columns: grouped.columns, scaling: settings.scaling, rows, usual: divided.usual },
    ...{ target: columnKey(target, target.number), task: shape.task, outputs: shape.outputs },
    size,
    ...(group !== undefined && { group }),
  };
  return { facts, findings: findings! };
}

/** The size that the lab proposes; none where a column was left out since. */
function fitting(size: PictureSize, columns: readonly ColumnChoice[]): PictureSize {
  const features = columns.filter(({ role }) => role === "feature").length;
  const whole = sizeOf(size, features);
  if (!whole || !isSizeOf(whole, features)) return {};
  return { ...whole, ...(size.channelOrder && { channelOrder: size.channelOrder }) };
}

/** A single problem is the failure; several are listed. */
function refusal(path: string, { problems }: TableFindings, failure: Preview["failure"]): LabError {
  const errors = problems.filter(({ level }) => level === "error");
  const faults = errors.map(({ code, parameters }): Fault => {
    return { path: basename(path), code: failureOfTable(code as TableTextCode), parameters };
  });
  const [first] = errors;
  return errors.length === 1 || !first
    ? new LabError(failure!.code as "tableNoRows", failure!.parameters)
    : new LabError("tableProblems", fileOf(path), { faults });
}
