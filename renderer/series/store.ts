import type { EpochRecord } from "../../src/experiment/result";
import { Column } from "./column";
import { type Kind, kinds, type Measure, measures, valueIn } from "./kinds";

/** One number an epoch, for every kind and measure. */
type Columns = Record<Kind, Record<Measure, Column>>;

function emptyColumns(): Columns {
  const byMeasure = () => Object.fromEntries(measures.map((measure) => [measure, new Column()]));
  return Object.fromEntries(kinds.map((kind) => [kind, byMeasure()])) as Columns;
}

interface VariantSeries {
  /** Mean over the runs that have the epoch: exact, because sum and count are kept, not the mean. */
  readonly sums: Columns;
  readonly counts: Columns;
  readonly means: Columns;
  readonly runs: Columns[];
}

/**
 * Every epoch of the shown experiment, as columns of numbers. Outside Vue's reactivity on purpose: 8 variants of
 * 500 epochs are 32,000 numbers that change one at a time, and whoever draws them asks when it is time to draw.
 */
export class SeriesStore {
  readonly #variants: VariantSeries[];
  readonly #runs = new Map<string, { variant: number; columns: Columns; records: EpochRecord[] }>();
  #lastEpoch = 0;

  constructor(variants: number) {
    this.#variants = Array.from({ length: variants }, () => ({
      sums: emptyColumns(),
      counts: emptyColumns(),
      means: emptyColumns(),
      runs: [],
    }));
  }

  addRun(runId: string, variant: number): void {
    const columns = emptyColumns();
    this.#runs.set(runId, { variant, columns, records: [] });
    this.#variants[variant]!.runs.push(columns);
  }

  /** Adds a record; one that is there already is not counted twice. False for a run that is not of this experiment. */
  add(runId: string, record: EpochRecord): boolean {
    const run = this.#runs.get(runId);
    if (!run) return false;
    const place = record.epoch - 1;
    if (!Number.isNaN(run.columns.correct.loss.at(place))) return true;
    const variant = this.#variants[run.variant]!;
    for (const kind of kinds) {
      for (const measure of measures) {
        const value = valueIn(record, kind, measure);
        run.columns[kind][measure].set(place, value);
        if (Number.isNaN(value)) continue;
        const sum = (variant.sums[kind][measure].at(place) || 0) + value;
        const count = (variant.counts[kind][measure].at(place) || 0) + 1;
        variant.sums[kind][measure].set(place, sum);
        variant.counts[kind][measure].set(place, count);
        variant.means[kind][measure].set(place, sum / count);
      }
    }
    const isNext = record.epoch > (run.records.at(-1)?.epoch ?? 0);
    run.records.push(record);
    if (!isNext) run.records.sort((one, other) => one.epoch - other.epoch);
    this.#lastEpoch = Math.max(this.#lastEpoch, record.epoch);
    return true;
  }

  /** The last epoch that any run has; 0 before the first. */
  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  /** The records of a run in the order of their epochs, for the statistics. */
  records(runId: string): readonly EpochRecord[] {
    return this.#runs.get(runId)?.records ?? [];
  }

  mean(variant: number, kind: Kind, measure: Measure): Float64Array {
    return this.#variants[variant]!.means[kind][measure].values;
  }

  /** The single runs of a variant, without those that have no epoch yet. */
  runs(variant: number, kind: Kind, measure: Measure): Float64Array[] {
    return this.#variants
      [variant]!.runs.map((columns) => columns[kind][measure].values)
      .filter((values) => values.length > 0);
  }
}
