import type { Failure } from "../experiment/result";
import type { DataShape } from "../experiment/schema";
import { failureOf, LabError } from "../messages/failure";
import { ClassNames } from "./csv-classes";
import { type CsvRecord, readCsvRecords } from "./csv-records";
import { columnNames, RowReader } from "./csv-table";
import { fileOf } from "./files";
import { previewSize, type ConfigOf } from "./source";

type CsvConfig = ConfigOf<"csv">;

/** What a pass over a whole CSV file finds; none of its numbers are kept. */
export interface CsvScan {
  readonly columns: readonly string[];
  /** The first rows, as text. */
  readonly cells: readonly string[][];
  readonly rows: number;
  /** Number of the target column, null where there is none of that name. */
  readonly target: number | null;
  /** null where `failure` says why the file cannot be trained on. */
  readonly shape: DataShape | null;
  /** Names of the classes in the order of their numbers; empty for regression. */
  readonly classes: readonly string[];
  /** The first thing that is wrong. */
  readonly failure: Failure | null;
}

/** A file of more rows takes too much memory for the order in which they are divided. */
const maximumRows = 2 ** 25;

/** Looks at every row. @throws LabError where not even the first one can be read */
export async function scanCsv(config: CsvConfig): Promise<CsvScan> {
  const scan = new Scan(config);
  try {
    for await (const record of readCsvRecords(config.path)) scan.take(record);
  } catch (error) {
    if (!scan.hasBegun) throw error;
    scan.fail(error);
  }
  return scan.end();
}

class Scan {
  private columns: string[] = [];
  private readonly cells: string[][] = [];
  private rows = 0;
  private reader: RowReader | null = null;
  private classes: ClassNames | null = null;
  private failure: Failure | null = null;

  constructor(private readonly config: CsvConfig) {}

  get hasBegun(): boolean {
    return this.columns.length > 0;
  }

  /** @throws LabError `csvTooLarge` */
  take(record: CsvRecord): void {
    if (!this.hasBegun) {
      this.attempt(() => this.begin(record.cells));
      if (this.config.header) return;
    }
    this.rows++;
    if (this.rows > maximumRows) {
      throw new LabError("csvTooLarge", { ...fileOf(this.config.path), limit: maximumRows });
    }
    if (this.cells.length < previewSize.rows) this.cells.push(record.cells);
    this.attempt(() => {
      const { target } = this.reader!.read(record);
      this.classes?.add(target);
    });
  }

  /** The first problem is the one that is reported. */
  fail(error: unknown): void {
    this.failure ??= failureOf(error);
  }

  end(): CsvScan {
    const { config, columns, cells, rows, reader } = this;
    let shape: DataShape | null = null;
    let classes: string[] = [];
    this.attempt(() => {
      if (rows === 0) throw new LabError("csvEmpty", fileOf(config.path));
      const { features } = reader!;
      classes = this.classes?.names() ?? [];
      shape = { features, outputs: this.classes ? classes.length : 1, task: config.task };
    });
    return { columns, cells, rows, target: reader?.target ?? null, shape, classes, failure: this.failure };
  }

  private begin(cells: readonly string[]): void {
    const { config } = this;
    this.columns = columnNames(cells, config.header);
    this.reader = new RowReader(this.columns, config);
    if (config.task === "regression") return;
    this.classes = new ClassNames({ ...fileOf(config.path), column: this.columns[this.reader.target]! });
  }

  /** A file in which something is wrong is still counted to its end. */
  private attempt(act: () => void): void {
    if (this.failure !== null) return;
    try {
      act();
    } catch (error) {
      this.fail(error);
    }
  }
}
