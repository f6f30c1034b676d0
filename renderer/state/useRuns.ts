import { createGlobalState } from "@vueuse/core";
import { computed, shallowReadonly, shallowRef } from "vue";
import type { EventOf, ExperimentDetail, RunSummary } from "../../src/contract/contract";
import { isMissing } from "../../src/experiment/missing";
import type { Environment, RunStatus } from "../../src/experiment/result";
import type { Experiment } from "../../src/experiment/schema";
import { lab, onLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { groupsOf } from "../series/groups";
import { SeriesStore } from "../series/store";
import { type LiveRun, RunRegistry } from "./runRegistry";
import { useCoalesced } from "./useCoalesced";

/** The experiment whose results are shown. */
export interface ShownExperiment {
  readonly id: string;
  readonly created: string;
  readonly experiment: Experiment;
  readonly environment: Environment | null;
  readonly series: SeriesStore;
}

/** Milliseconds between two looks at new records: often enough to seem live, rarely enough to stay smooth. */
const pollMs = 100;

/** The runs of the shown experiment and all unfinished others, kept up to date by the lab's events. */
export const useRuns = createGlobalState(() => {
  const shown = shallowRef<ShownExperiment | null>(null);
  /** The runs of the shown experiment, by variant. */
  const runs = shallowRef<readonly LiveRun[]>([]);
  /** Without their progress: the same list until a run or a status changes. */
  const summaries = computed<readonly RunSummary[]>((before) => {
    const now = runs.value.map(({ summary }) => summary);
    const same = before?.length === now.length && now.every((summary, index) => summary === before[index]);
    return same ? before : now;
  });
  /** Runs of other experiments: the unfinished ones, and those counted with them. */
  const otherRuns = shallowRef<readonly LiveRun[]>([]);
  /** The runs whose progress is shown together. */
  const counted = shallowRef<readonly LiveRun[]>([]);
  const going = shallowRef({ running: 0, paused: 0, queued: 0 });
  /** Counts up whenever the series have grown. */
  const seriesVersion = shallowRef(0);

  /** Every shown run belongs to an experiment that was opened or started in this window. */
  const names = new Map<string, string>();
  const registry = new RunRegistry();
  let arrived: EventOf<"epochMeasured">[] = [];
  /** Records of runs that are being opened wait for the answer that lists these runs. */
  let opening = 0;

  const { soon: schedule, stop } = useCoalesced(flush, pollMs);
  onLab("runChanged", (summary) => {
    registry.noteOwn(summary);
    schedule();
  });
  onLab("runsChanged", (change) => {
    registry.noteChange(change);
    schedule();
  });
  onLab("runProgress", (progress) => {
    registry.progress(progress);
    schedule();
  });
  onLab("epochMeasured", (measured) => {
    arrived.push(measured);
    schedule();
  });

  function flush(): void {
    stop();
    const records = arrived;
    arrived = [];
    let grown = false;
    for (const measured of records) {
      if (shown.value?.series.add(measured.runId, measured.record)) {
        registry.measured(measured.runId, measured.record.epoch);
        grown = true;
      } else if (opening > 0) arrived.push(measured);
    }
    runs.value = registry.of(shown.value?.id);
    otherRuns.value = registry.beside(shown.value?.id);
    counted.value = registry.counted(shown.value?.id);
    const count = (status: RunStatus) => registry.ownWith(status).length;
    going.value = { running: count("running"), paused: count("paused"), queued: count("queued") };
    if (grown) seriesVersion.value += 1;
  }

  function view(detail: ExperimentDetail, own: boolean): void {
    const series = new SeriesStore(groupsOf(detail));
    registry.forgetFinished(detail.id);
    for (const { records, ...summary } of detail.runs) {
      if (own) registry.noteOwn(summary);
      else registry.note(summary);
      for (const record of records) series.add(summary.id, record);
    }
    const { id, created, experiment, environment } = detail;
    names.set(id, experiment.name);
    shown.value = { id, created, experiment, environment, series };
    seriesVersion.value += 1;
    flush();
  }

  async function viewAnswer(own: boolean, ask: () => Promise<ExperimentDetail>): Promise<Experiment | null> {
    opening += 1;
    try {
      const detail = await attempt(ask);
      if (detail) view(detail, own);
      return detail?.experiment ?? null;
    } finally {
      opening -= 1;
    }
  }

  /** Shows an experiment of the store; null if the lab has none with that id. */
  const open = (experimentId: string) => viewAnswer(false, () => lab.getExperiment({ experimentId }));

  /** Queues the experiment's runs and shows them. */
  const start = (experiment: Experiment) =>
    viewAnswer(true, async () => {
      const { id, created, runs: queued } = await lab.startExperiment({ experiment });
      const withRecords = queued.map((run) => ({ ...run, records: [] }));
      return { id, created, experiment, environment: null, runs: withRecords };
    });

  /** Forgets an experiment that is no longer in the store. */
  function forget(experimentId: string): void {
    registry.forget(experimentId);
    if (shown.value?.id === experimentId) shown.value = null;
    flush();
  }

  /** Queues an experiment's missing runs again. */
  async function resume(experimentId: string): Promise<void> {
    const summary = await attempt(() => lab.resumeExperiment({ experimentId }));
    if (!summary) return;
    names.set(experimentId, summary.name);
    for (const run of summary.runs) registry.noteOwn(run);
    flush();
  }

  async function resumeShown(): Promise<void> {
    if (shown.value) await resume(shown.value.id);
  }

  return {
    shown: shallowReadonly(shown),
    runs: shallowReadonly(runs),
    summaries,
    otherRuns: shallowReadonly(otherRuns),
    counted: shallowReadonly(counted),
    seriesVersion: shallowReadonly(seriesVersion),
    /** The number of unfinished runs of all experiments here. */
    going: shallowReadonly(going),
    /** Whether there is a run to resume and none to pause. */
    held: computed(() => going.value.paused > 0 && going.value.running + going.value.queued === 0),
    /** Runs of the shown experiment that a resume would train. */
    missing: computed(() => runs.value.filter(({ summary }) => isMissing(summary)).length),
    experimentName: (experimentId: string) => names.get(experimentId) ?? null,
    open,
    start,
    forget,
    resume,
    resumeShown,
    // All runs, not only those known here: otherwise the others would begin in their place.
    pauseAll: () => attempt(() => lab.pauseRuns({ all: true })),
    resumeAll: () => attempt(() => lab.resumeRuns({ all: true })),
    stopAll: () => attempt(() => lab.stopRuns({ all: true })),
    cancel: (runId: string) => attempt(() => lab.stopRuns({ runIds: [runId] })),
  };
});
