import Table from "cli-table3";
import type { TableNotation } from "../fields/table";
import { sayOfTable } from "../messages/table";
import type { Column, TableDescription, Told } from "../table/description";
import type { FileFormat } from "../table/file-type";
import { dataPartsOf } from "./data-file";
import { describeSamples } from "./data-samples";
import { readDivided, splitsAsJson, splitsAsText, type UsualSplits } from "./data-splits";
import { exitCodes } from "./exit-codes";
import { plainTable, tableText } from "./lists";
import { writeToOutput } from "./output";
import { withReadingLine } from "./reading-line";

export interface DataFlags {
  readonly json?: boolean;
  readonly csv?: string;
  readonly target?: string;
  /** How the file is read, in the place of what the lab finds. */
  readonly encoding?: TableNotation["encoding"];
  readonly delimiter?: string;
  readonly decimal?: TableNotation["decimal"];
  readonly header?: boolean;
}

/**
 * Tells how the lab reads a table, or images and arrays; trains nothing.
 * @returns the exit code: whether the table can be trained on as it stands
 */
export async function describeData(
  file: string,
  { json = false, csv, ...wishes }: DataFlags,
): Promise<number> {
  const parts = await dataPartsOf(file);
  if (parts && !parts.some(({ kind }) => kind === "table")) {
    const tableOnly = Object.keys({ ...(csv !== undefined && { csv }), ...wishes });
    if (tableOnly.length === 0) return describeSamples(parts, json);
    process.stderr.write(`--${tableOnly.join(", --")}: only for tables, and ${file} is none.\n`);
    return exitCodes.faults;
  }
  const written = csv === undefined ? {} : { csv };
  const { table, splits } = await withReadingLine(file, (progress) =>
    readDivided(file, wishes, { progress, ...written }),
  );
  const isSound = !table.problems.some(({ level }) => level === "error");
  await writeToOutput(json ? `${JSON.stringify(asJson(table, splits), null, 2)}\n` : asText(table, splits));
  return isSound ? exitCodes.done : exitCodes.faults;
}

const say = (told: Told): string => sayOfTable(told, "en");

/** The fields that docs/data.md names: a public format. */
function asJson(table: TableDescription, splits: UsualSplits | null): object {
  const { format, encoding, delimiter, decimal, header, skippedLines, emptyRows, emptyColumns, rows, task } =
    table;
  const { columns, classes, features, gaps, duplicates, problems } = table;
  return {
    format,
    encoding,
    delimiter,
    decimal,
    header,
    skippedLines,
    emptyRows,
    emptyColumns,
    rows,
    columns: columns.map(({ number, name, kind, role, reason }) => ({
      number,
      name,
      kind,
      role,
      reason: say(reason),
    })),
    target: targetOf(table),
    task,
    classes: classes.map(({ name }) => name),
    features,
    gaps: {
      ...gaps,
      columns: columns
        .filter((column) => isUsed(column) && column.gaps > 0)
        .map(({ number, name, gaps: cells }) => ({ number, name, cells })),
    },
    duplicates,
    splits: splits && splitsAsJson(splits),
    problems: problems.map(({ level, code, parameters }) => ({
      level,
      code,
      text: say({ code, parameters }),
    })),
  };
}

const isUsed = ({ role }: Column): boolean => role !== "left out";

/** Its name; its number where no line names the columns. */
function targetOf({ target, columns, header }: TableDescription): string | number | null {
  const column = target === null ? undefined : columns[target];
  if (!column) return null;
  return header && column.name !== "" ? column.name : column.number;
}

const delimiterNames: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
  spaces: "runs of spaces",
};

const formatNames: Readonly<Record<Exclude<FileFormat, "text">, string>> = {
  parquet: "Parquet",
  xlsx: "the first sheet of an Excel workbook",
  json: "JSON",
  arff: "ARFF",
  orange: "Orange's table",
  svmlight: "LIBSVM or SVMlight",
};

/** More columns are too many to read. */
const mostShown = 60;

function asText(table: TableDescription, splits: UsualSplits | null): string {
  const { problems, columns, rows } = table;
  const told = problems.map(
    (problem) => `${problem.level === "error" ? "problem" : "warning"}: ${say(problem)}\n`,
  );
  if (columns.length === 0) return told.join("");
  const list = new Table({ ...plainTable, head: ["column", "name", "kind", "role", "gaps", "why"] });
  const shown =
    columns.length > mostShown
      ? [...columns.slice(0, mostShown / 2), ...columns.slice(-mostShown / 2)]
      : columns;
  for (const { number, name, kind, role, gaps, reason } of shown) {
    list.push([number, name, kind, role, gaps, say(reason)]);
  }
  const hidden = columns.length - shown.length;
  return [
    `${rows} rows, ${columns.length} columns; ${table.features} features\n`,
    `${notation(table)}\n`,
    ...around(table),
    `\n${tableText(list)}\n`,
    ...(hidden > 0 ? [`(${hidden} columns in the middle are not listed; --json has all)\n`] : []),
    "\n",
    `target: ${targetOf(table) ?? "none"}${table.task ? ` (${table.task})` : ""}\n`,
    ...classLines(table),
    `gaps: ${table.gaps.cells} cells in ${table.gaps.rows} rows\n`,
    `duplicates: ${table.duplicates} rows with the features of an earlier row\n`,
    ...(splits ? [splitsAsText(splits)] : []),
    ...told,
  ].join("");
}

function notation({ format, encoding, delimiter, decimal, header }: TableDescription): string {
  if (format !== null && format !== "text")
    return [formatNames[format], ...(encoding === null ? [] : [encoding])].join(", ");
  const divided = delimiter === null ? "one column" : (delimiterNames[delimiter] ?? `"${delimiter}"`);
  const mark = decimal === "." ? "decimal points" : "decimal commas";
  return `${encoding}, ${divided}, ${mark}, ${header ? "with" : "without"} a header`;
}

function around({ skippedLines, emptyRows, emptyColumns }: TableDescription): string[] {
  const left = [
    ...(skippedLines > 0 ? [`${skippedLines} lines that are no rows`] : []),
    ...(emptyRows > 0 ? [`${emptyRows} empty rows`] : []),
    ...(emptyColumns > 0 ? [`${emptyColumns} empty columns`] : []),
  ];
  return left.length > 0 ? [`left out: ${left.join(", ")}\n`] : [];
}

function classLines({ classes, rows }: TableDescription): string[] {
  if (classes.length === 0) return [];
  const counted = classes.slice(0, mostShown).map(({ name, rows: count }) => `${name} (${count})`);
  const most = Math.max(...classes.map(({ rows: count }) => count));
  const more = classes.length > mostShown ? " …" : "";
  const share = ((100 * most) / rows).toFixed(1);
  return [`classes: ${counted.join(", ")}${more}; the largest has ${share}% of the rows\n`];
}
