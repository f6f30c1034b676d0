import { shallowReadonly, shallowRef } from "vue";
import type { EventOf, ExperimentDetail, RunSummary } from "../../src/contract/contract";
import type { Environment } from "../../src/experiment/result";
import type { RunEnd } from "../../src/experiment/run-end";
import type { Experiment } from "../../src/experiment/schema";
import { groupsOf } from "../series/groups";
import { SeriesStore } from "../series/store";

/** The experiment whose results are shown. */
export interface ShownExperiment {
  readonly id: string;
  readonly created: string;
  readonly experiment: Experiment;
  readonly environment: Environment | null;
  readonly series: SeriesStore;
}

/** The shown experiment and the series behind its curves. Records that arrive are added together. */
export function createShownSeries() {
  const shown = shallowRef<ShownExperiment | null>(null);
  /** Counts up whenever the series have grown. */
  const version = shallowRef(0);
  /** What was measured at the end of its runs, by their ids. */
  const ends = shallowRef<ReadonlyMap<string, RunEnd>>(new Map());
  let arrived: EventOf<"epochMeasured">[] = [];

  /** @returns its runs without their records, which are in the series */
  function show(detail: ExperimentDetail): RunSummary[] {
    const series = new SeriesStore(groupsOf(detail));
    const measured = new Map<string, RunEnd>();
    const summaries = detail.runs.map(({ records, end, ...summary }) => {
      for (const record of records) series.add(summary.id, record);
      const known = end ?? ends.value.get(summary.id);
      if (known) measured.set(summary.id, known);
      return summary;
    });
    ends.value = measured;
    const { id, created, experiment, environment } = detail;
    shown.value = { id, created, experiment, environment, series };
    version.value += 1;
    return summaries;
  }

  function forget(experimentId: string): void {
    if (shown.value?.id === experimentId) shown.value = null;
  }

  /**
   * Adds the records that have arrived.
   * @param keepOthers keeps those of other experiments, because one of them may be shown next
   */
  function addArrived({ keepOthers }: { keepOthers: boolean }): void {
    const records = arrived;
    arrived = [];
    let grown = false;
    for (const measured of records) {
      if (shown.value?.series.add(measured.runId, measured.record)) grown = true;
      else if (keepOthers) arrived.push(measured);
    }
    if (grown) version.value += 1;
  }

  function end({ runId, end: measured }: EventOf<"runMeasured">): void {
    ends.value = new Map([...ends.value, [runId, measured]]);
  }

  return {
    ends: shallowReadonly(ends),
    end,
    shown: shallowReadonly(shown),
    version: shallowReadonly(version),
    show,
    forget,
    arrive: (measured: EventOf<"epochMeasured">) => void arrived.push(measured),
    addArrived,
  };
}
