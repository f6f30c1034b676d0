import { type MetricName, metricNames } from "../../src/analysis/names";
import type { EpochRecord } from "../../src/experiment/result";
import { Column } from "./column";
import type { GroupRun, RunGroup } from "./groups";
import { type Kind, kinds, valueIn } from "./kinds";

/** One run as columns of numbers, one value per epoch. */
export class RunSeries {
  readonly records: EpochRecord[] = [];
  readonly #values = new Map<string, Column>();
  readonly #seconds = new Column();

  constructor(readonly run: GroupRun) {
    for (const kind of kinds)
      for (const measure of metricNames) this.#values.set(kind + measure, new Column());
  }

  /** False if the epoch's record is already there. */
  add(record: EpochRecord): boolean {
    const index = record.epoch - 1;
    if (!Number.isNaN(this.#seconds.at(index))) return false;
    this.#seconds.set(index, record.trainingSeconds + record.evaluationSeconds);
    for (const kind of kinds) {
      for (const measure of metricNames)
        this.#column(kind, measure).set(index, valueIn(record, kind, measure));
    }
    const isNext = record.epoch > (this.records.at(-1)?.epoch ?? 0);
    this.records.push(record);
    if (!isNext) this.records.sort((one, other) => one.epoch - other.epoch);
    return true;
  }

  /** Its last epoch; 0 before the first. */
  get lastEpoch(): number {
    return this.#seconds.values.length;
  }

  /** NaN if the epoch has no such number. */
  values(kind: Kind, measure: MetricName): Float64Array {
    return this.#column(kind, measure).values;
  }

  /** Seconds of training and evaluation up to the end of each epoch. */
  seconds(): Float64Array {
    let sum = 0;
    return this.#seconds.values.map((seconds) => (sum += Number.isNaN(seconds) ? 0 : seconds));
  }

  #column(kind: Kind, measure: MetricName): Column {
    return this.#values.get(kind + measure)!;
  }
}

/** Values over the seeds of a group, one per epoch; NaN if a run lacks the value. */
export interface GroupStatistics {
  /** The number of runs in the mean. */
  readonly count: number;
  readonly mean: Float64Array;
  /** Standard deviation with n - 1 in the denominator; NaN for a single run. */
  readonly sd: Float64Array;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** The runs of one group, and the values computed over them. */
export class GroupSeries {
  readonly #runs: readonly RunSeries[];
  readonly #known = new Map<string, GroupStatistics>();

  constructor(readonly group: RunGroup) {
    this.#runs = group.runs.map((run) => new RunSeries(run));
  }

  add(runId: string, record: EpochRecord): boolean {
    const added = this.find(runId)?.add(record) ?? false;
    if (added) this.#known.clear();
    return added;
  }

  find(runId: string): RunSeries | undefined {
    return this.#runs.find(({ run }) => run.runId === runId);
  }

  /** The runs with at least one epoch. */
  get begun(): RunSeries[] {
    return this.#runs.filter(({ lastEpoch }) => lastEpoch > 0);
  }

  /**
   * The runs in the mean. A mean over fewer and fewer runs would jump whenever one of them ends, so only runs with
   * all epochs count. Before there is one, and where early stopping may end each elsewhere, all started runs count, up
   * to the last epoch that all of them have.
   */
  get counting(): RunSeries[] {
    if (this.group.stopsEarly) return this.begun;
    const complete = this.#runs.filter(({ lastEpoch }) => lastEpoch >= this.group.epochs);
    return complete.length > 0 ? complete : this.begun;
  }

  /** The last epoch that the mean reaches; 0 before the first. */
  get meanEpochs(): number {
    const { counting } = this;
    return counting.length === 0 ? 0 : Math.min(...counting.map(({ lastEpoch }) => lastEpoch));
  }

  get lastEpoch(): number {
    return Math.max(0, ...this.#runs.map(({ lastEpoch }) => lastEpoch));
  }

  statistics(kind: Kind, measure: MetricName): GroupStatistics {
    const key = kind + measure;
    const known = this.#known.get(key);
    if (known) return known;
    const fresh = statisticsOf(
      this.counting.map((run) => run.values(kind, measure)),
      this.meanEpochs,
    );
    this.#known.set(key, fresh);
    return fresh;
  }

  /** Mean seconds at the end of each epoch that the mean reaches. */
  meanSeconds(): Float64Array {
    return statisticsOf(
      this.counting.map((run) => run.seconds()),
      this.meanEpochs,
    ).mean;
  }
}

function statisticsOf(runs: readonly Float64Array[], epochs: number): GroupStatistics {
  const column = () => new Float64Array(epochs).fill(NaN);
  const [mean, sd, least, greatest] = [column(), column(), column(), column()];
  const count = runs.length;
  for (let index = 0; index < epochs; index += 1) {
    let sum = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const values of runs) {
      const value = values[index]!;
      sum += value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (Number.isNaN(sum)) continue;
    // Rounding must not change the mean of equal values.
    mean[index] = Math.min(high, Math.max(low, sum / count));
    least[index] = low;
    greatest[index] = high;
    if (count < 2) continue;
    const squares = runs.reduce((total, values) => total + (values[index]! - mean[index]!) ** 2, 0);
    sd[index] = Math.sqrt(squares / (count - 1));
  }
  return { count, mean, sd, least, greatest };
}
