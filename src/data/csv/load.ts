import { excessOf } from "../kinds";
import { errorOf, failureOf, LabError } from "../../messages/failure";
import { classNumbers } from "./classes";
import { readCsvRecords } from "./records";
import { type CsvScan, scanCsv } from "./scan";
import { RowReader } from "./table";
import { fileOf } from "../files";
import type { Source } from "../source";
import { emptySplit, placesOf, rowShortage, splitRows, type WritableSplit } from "../split";
import { mapSplits, splitNames } from "../source-kind";
import type { CsvConfig } from "./kind";

/**
 * A table of numbers with one column to predict; every other column is a feature. A file may be larger than memory:
 * the lab reads it twice, first to count and check its rows, then to keep the rows for training and validation.
 */
export const csv: Source<CsvConfig> = {
  load: async (config) => {
    const scan = await scanCsv(config);
    const { shape, rows, failure } = scan;
    const hindrance = failure
      ? errorOf(failure)
      : (rowShortage(config, rows) ?? excess(config, shape!.features));
    if (hindrance) throw hindrance;
    const numbers = splitRows(config, { rows });
    const splits = mapSplits(numbers, ({ length }) => emptySplit(length, shape!.features));
    await fill(
      config,
      scan,
      splitNames.map((name) => ({ split: splits[name], numbers: numbers[name] })),
    );
    const classes = config.task === "regression" ? [] : scan.classes;
    const features = scan.columns
      .filter((_, column) => column !== scan.target)
      .map((column) => ({ column, kind: "number" as const }));
    return { shape: shape!, classes, features, ...splits, inputs: "standardised" };
  },

  /** The table is shown even if the file cannot be trained on; then `failure` says why. */
  preview: async (config) => {
    const { columns, cells, rows, target, shape, classes, failure } = await scanCsv(config);
    const hindrance = shape && (rowShortage(config, rows) ?? excess(config, shape.features));
    return {
      rows,
      sample: { kind: "table", columns: [...columns], cells: [...cells], target },
      shape,
      classes: [...classes],
      failure: failure ?? (hindrance && failureOf(hindrance)),
    };
  },
};

/** The failure of a document that needs too much memory; null if it does not. */
function excess(config: CsvConfig, features: number): LabError | null {
  const found = excessOf(config, features);
  return found && new LabError("dataTooLarge", found);
}

/** @param parts the splits, with the number in the file for each of their rows */
async function fill(
  config: CsvConfig,
  { columns, rows, classes }: CsvScan,
  parts: readonly { split: WritableSplit; numbers: Int32Array }[],
): Promise<void> {
  const places = parts.map(({ numbers }) => placesOf(numbers, rows));
  const reader = new RowReader(columns, config);
  const numberOf = config.task === "regression" ? Number : classNumbers(classes);
  const changed = () => new LabError("fileChanged", fileOf(config.path));
  let number = config.header ? -1 : 0;
  for await (const record of readCsvRecords(config.path)) {
    const row = number++;
    if (row < 0) continue;
    if (row >= rows) throw changed();
    for (const [part, { split }] of parts.entries()) {
      const index = places[part]![row]!;
      if (index < 0) continue;
      const { inputs, target } = reader.read(record);
      const value = numberOf(target);
      if (value === undefined) throw changed();
      split.inputs.set(inputs, index * reader.features);
      split.targets[index] = value;
    }
  }
  if (number !== rows) throw changed();
}
