import type { EpochRecord } from "../../src/experiment/result";
import { GroupSeries } from "./groupSeries";
import type { RunGroup } from "./groups";

/**
 * Every epoch of the groups in view, as columns of numbers. Outside Vue's reactivity on purpose: 8 variants of 500
 * epochs are 40,000 numbers that change one at a time, and the charts read them when it is time to draw.
 */
export class SeriesStore {
  readonly #series: ReadonlyMap<string, GroupSeries>;
  readonly #byRun = new Map<string, GroupSeries>();

  /** Every run belongs to one group. */
  constructor(readonly groups: readonly RunGroup[]) {
    this.#series = new Map(groups.map((group) => [group.key, new GroupSeries(group)]));
    for (const series of this.#series.values()) {
      for (const { runId } of series.group.runs) this.#byRun.set(runId, series);
    }
  }

  /** Adds a record; a known one is not counted twice. Returns false for a run outside the groups. */
  add(runId: string, record: EpochRecord): boolean {
    const series = this.#byRun.get(runId);
    series?.add(runId, record);
    return series !== undefined;
  }

  /** The series of a group in this store. */
  of({ key }: RunGroup): GroupSeries {
    return this.#series.get(key)!;
  }

  /** A run's records in the order of their epochs, for the statistics. */
  records(runId: string): readonly EpochRecord[] {
    return this.#byRun.get(runId)?.find(runId)?.records ?? [];
  }
}
