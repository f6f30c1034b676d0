import { basename } from "node:path";
import { preparedRow, type RawColumn, rawColumnsOf, type RawValue } from "../../../fields/raw-row";
import type { PreparedFeature, Preparation } from "../../../fields/preparation";
import type { TableNotation } from "../../../fields/table";
import { fewOf } from "../../../messages/few";
import { type Failure, failureOf, LabError } from "../../../messages/failure";
import { cellName } from "../../../table/duckdb";
import { type Cells, withTable } from "../../../table/read-table";
import type { TableDescription } from "../../../table/description";
import type { DataConfig } from "../../kinds";
import { expectRows, type NewRows } from "../../prepared-rows";
import { failureFor } from "../load";
import { areNamed, placesIn } from "./columns";
import { readerOf } from "./values";

/** Columns that are asked for at once: DuckDB holds some pieces of each. */
const atOnce = 400;

/**
 * Reads a table of new rows and prepares them as the run's own were: columns by name, filled gaps, categories, scaling.
 * @throws LabError `newRowsLackColumns`, `newRowsCounted`, `newRowsTooMany`, `newRowsEmpty`, and as a table's source does
 */
export async function readNewTable(
  path: string,
  { features, image }: Preparation,
  config: DataConfig,
): Promise<NewRows> {
  const prepared = features ?? pixelFeatures(image!);
  const columns = rawColumnsOf(prepared);
  const header = areNamed(columns)
    ? { header: true }
    : config.source === "csv"
      ? { header: config.header }
      : {};
  const read = (wishes: TableNotation) =>
    withTable(path, { ...wishes, ...header }, async (description, cells) => {
      if (!cells) throw failureFor({ path }, description.problems[0]!);
      return rowsOf(path, description, cells, prepared, columns, config);
    });
  const told = toldNotation(config);
  if (Object.keys(told).length === 0) return read({});
  // The file may be written in another way than that of the run.
  return read(told).catch(() => read({}));
}

/** What the document says of how its own file is written. */
function toldNotation(config: DataConfig): TableNotation {
  if (config.source !== "table") return {};
  const { encoding, delimiter, decimal } = config;
  return {
    ...(encoding && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(decimal && { decimal }),
  };
}

/** Of pictures each value is a column. */
function pixelFeatures({ shape, divisor }: NonNullable<Preparation["image"]>): PreparedFeature[] {
  return Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, column) => ({
    ...{ column, kind: "number" as const, mean: 0, divisor },
  }));
}

async function rowsOf(
  path: string,
  { columns: found, rows, decimal }: TableDescription,
  cells: Cells,
  features: readonly PreparedFeature[],
  columns: readonly RawColumn[],
  config: DataConfig,
): Promise<NewRows> {
  const { engine, marks } = cells;
  const file = basename(path);
  const width = features.length;
  expectRows(path, rows, width);
  const names = found.map(({ name }) => name);
  const places = placesIn(names, columns, config, file);
  const readers = await inOrder(columns, (column, index) =>
    readerOf(column, places[index]!, marks.get(places[index]!) ?? decimal, cells),
  );
  const inputs = new Float32Array(rows * width);
  const faults = new Map<number, Failure>();
  const filled = new Map<RawColumn, number>();
  for (let first = 0; first < columns.length; first += atOnce) {
    const some = columns.slice(first, first + atOnce);
    const values = some.flatMap((_, index) => {
      const { sql } = readers[first + index]!;
      return [cellName(places[first + index]!), sql ?? "NULL::DOUBLE"];
    });
    let begin = 0;
    for await (const piece of engine.pieces(`SELECT ${values.join(", ")} FROM cells`)) {
      for (let row = 0; row < piece.rows; row++) {
        const values = some.map((column, index): RawValue => {
          const [text, number] = [piece.valueAt(2 * index, row), piece.valueAt(2 * index + 1, row)];
          const value = readers[first + index]!.read(text as string | null, number as number | null);
          if (value === null) filled.set(column, (filled.get(column) ?? 0) + 1);
          if (value === null || typeof value !== "object") return value;
          if (!faults.has(begin + row)) faults.set(begin + row, value.failure);
          return null;
        });
        const prepared = preparedRow(features, some, values);
        for (const { places: own, mark } of some)
          for (const place of mark === undefined ? own : [...own, mark])
            inputs[(begin + row) * width + place] = prepared[place]!;
      }
      begin += piece.rows;
    }
    if (begin !== rows) throw new LabError("fileChanged", { file });
  }
  for (const row of faults.keys()) inputs.fill(0, row * width, (row + 1) * width);
  return {
    rows,
    inputs,
    faults: [...faults].sort(([one], [other]) => one - other).map(([row, failure]) => ({ row, failure })),
    notes: notesOf(filled, columns, readers),
  };
}

function notesOf(
  filled: ReadonlyMap<RawColumn, number>,
  columns: readonly RawColumn[],
  readers: readonly { readonly dates?: { readonly isCertain: boolean } }[],
): Failure[] {
  const doubtful = columns.filter((_, index) => readers[index]!.dates?.isCertain === false);
  const named = (those: readonly string[]) => fewOf(those, 12);
  return [
    ...(filled.size > 0
      ? [
          new LabError("newRowsFilled", {
            columns: named([...filled].map(([{ column }, count]) => `${column} (${count})`)),
          }),
        ]
      : []),
    ...(doubtful.length > 0
      ? [new LabError("newRowsDates", { columns: named(doubtful.map(({ column }) => String(column))) })]
      : []),
  ].map(failureOf);
}

/** One after another: DuckDB has one connection. */
async function inOrder<Item, Result>(
  items: readonly Item[],
  make: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const made: Result[] = [];
  for (const [index, item] of items.entries()) made.push(await make(item, index));
  return made;
}
