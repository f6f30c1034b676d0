import type { DataShape } from "../../fields/shape";
import { type Failure, failureOf, LabError } from "../../messages/failure";
import { ClassNames } from "./classes";
import { type CsvRecord, readCsvRecords } from "./records";
import { columnNames, RowReader } from "./table";
import { fileOf } from "../files";
import { previewSize } from "../source";
import type { CsvConfig } from "./kind";

/** The result of a pass over a whole CSV file, which keeps none of its numbers. */
export interface CsvScan {
  readonly columns: readonly string[];
  /** The first rows, as text. */
  readonly cells: readonly string[][];
  readonly rows: number;
  /** Number of the target column; null if no column has that name. */
  readonly target: number | null;
  /** null if the file cannot be trained on; then `failure` says why. */
  readonly shape: DataShape | null;
  /** Names of the classes in the order of their numbers; empty for regression. */
  readonly classes: readonly string[];
  /** The first problem. */
  readonly failure: Failure | null;
}

/** With more rows, the random order of the rows would take too much memory. */
const maximumRows = 2 ** 25;

/** Looks at every row. @throws LabError if not even the first one can be read */
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

  /** Counts a file with a problem to its end as well. */
  private attempt(act: () => void): void {
    if (this.failure !== null) return;
    try {
      act();
    } catch (error) {
      this.fail(error);
    }
  }
}
