import type { TableFacts } from "./kind";
import type { Task } from "../../fields/task";
import { errorOf, LabError } from "../../messages/failure";
import { readCsvRecords } from "./records";
import { scanCsv } from "./scan";
import { columnNames, decimalNumber, shortList, targetColumn } from "./table";
import { fileOf } from "../files";

/** More different whole numbers than this are measurements rather than classes. */
const mostNumberClasses = 20;

/**
 * Guesses the facts of a table without a description: whether its first line names the columns, and its kind of
 * target.
 * @param target the column's name or its number; null if the person named none
 * @param task if the person chose one
 * @throws LabError `csvTargetNotSaid` with the columns, and those of reading a table
 */
export async function tableFacts(path: string, target: string | null, task?: Task): Promise<TableFacts> {
  const look = await lookAt(path, target);
  const config = { source: "csv", path, target: look.target, header: look.header } as const;
  const read = async (asTask: Task) => {
    // The number of rows for each split is not known before the rows are counted.
    const scan = await scanCsv({ ...config, task: asTask, train: 1, validation: 1, seed: 1 });
    if (scan.failure) throw errorOf(scan.failure);
    return scan;
  };
  const decided = task ?? look.task;
  const { rows, shape } = await read(decided);
  return {
    ...config,
    task: decided,
    rows,
    features: shape!.features,
    outputs: shape!.outputs,
    column: look.columns[look.number]!,
  };
}

interface Look {
  readonly header: boolean;
  readonly columns: readonly string[];
  /** As it stands in a document. */
  readonly target: string | number;
  readonly number: number;
  readonly task: Task;
}

/** Reads only as many rows as it needs to tell the task. */
async function lookAt(path: string, wish: string | null): Promise<Look> {
  let begun: Omit<Look, "task"> | null = null;
  const values = new Set<string>();
  for await (const { cells } of readCsvRecords(path)) {
    if (begun === null) {
      // Column names are not numbers, and a class may be a word in the first row of data too.
      const header = !cells.some((cell) => decimalNumber.test(cell));
      begun = { header, ...placeOf(path, columnNames(cells, header), wish, header) };
      if (header) continue;
    }
    values.add(cells[begun.number] ?? "");
    if (values.size > mostNumberClasses) break;
  }
  if (begun === null) throw new LabError("csvEmpty", fileOf(path));
  const numbers = [...values].filter((value) => decimalNumber.test(value));
  const isMeasured =
    values.size > mostNumberClasses || numbers.some((value) => !Number.isInteger(Number(value)));
  return { ...begun, task: numbers.length === values.size && isMeasured ? "regression" : "classification" };
}

/** The column that a person means: by its name, else by its number. */
function placeOf(path: string, columns: readonly string[], wish: string | null, header: boolean) {
  if (wish === null) {
    const last = header ? columns.at(-1)! : String(columns.length - 1);
    const example = `--target ${/^[\w.-]+$/.test(last) ? last : JSON.stringify(last)}`;
    throw new LabError("csvTargetNotSaid", { ...fileOf(path), columns: shortList(columns), example });
  }
  const isNumber = /^\d+$/.test(wish) && (!header || !columns.includes(wish));
  const target = isNumber ? Number(wish) : wish;
  return { columns, target, number: targetColumn(columns, { path, target }) };
}
