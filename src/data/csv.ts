import type { Failure } from "../experiment/result";
import { failureOf } from "../messages/failure";
import { readCsvRecords } from "./csv-records";
import { columnNames, readCsvTable, targetColumn, type CsvTable } from "./csv-table";
import { previewSize, type ConfigOf, type RawSplit, type Source } from "./source";
import { rowShortage, splitRows } from "./split";

type CsvConfig = ConfigOf<"csv">;

/** A table of numbers with one column to predict: every other column is a feature. */
export const csv: Source<CsvConfig> = {
  load: async (config) => {
    const table = await readCsvTable(config);
    const { train, validation } = splitRows(config, table.inputs.length);
    return {
      shape: table.shape,
      train: pickRows(table, train),
      validation: pickRows(table, validation),
      inputs: "standardised",
    };
  },

  /** The table is shown even where the file cannot be trained on: `failure` then says why. */
  preview: async (config) => {
    const head = await readHead(config);
    const shown = {
      rows: head.rows,
      sample: { kind: "table" as const, columns: head.columns, cells: head.cells, target: head.target },
    };
    if (head.failure !== null) return { ...shown, shape: null, classes: [], failure: head.failure };
    try {
      const { shape, classes } = await readCsvTable(config);
      const shortage = rowShortage(config, head.rows);
      return { ...shown, shape, classes, failure: shortage && failureOf(shortage) };
    } catch (error) {
      return { ...shown, shape: null, classes: [], failure: failureOf(error) };
    }
  },
};

function pickRows({ shape, inputs, targets }: CsvTable, numbers: Int32Array): RawSplit {
  const picked = new Float64Array(numbers.length * shape.features);
  numbers.forEach((number, row) => picked.set(inputs[number]!, row * shape.features));
  return {
    inputs: picked,
    targets: Float64Array.from(numbers, (number) => targets[number]!),
    rows: numbers.length,
  };
}

/** First rows and number of rows, with what stood in the way where not all could be read. */
async function readHead(config: CsvConfig) {
  const head = { columns: [] as string[], cells: [] as string[][], rows: 0, target: null as number | null };
  let failure: Failure | null = null;
  try {
    for await (const { cells } of readCsvRecords(config.path)) {
      if (head.columns.length === 0) {
        head.columns = columnNames(cells, config.header);
        if (config.header) continue;
      }
      head.rows++;
      if (head.cells.length < previewSize.rows) head.cells.push(cells);
    }
    head.target = targetColumn(head.columns, config);
  } catch (error) {
    if (head.columns.length === 0) throw error;
    failure = failureOf(error);
  }
  return { ...head, failure };
}
