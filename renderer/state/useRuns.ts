import { createGlobalState } from "@vueuse/core";
import { computed, shallowReadonly, shallowRef } from "vue";
import type { ExperimentDetail, RunSummary } from "../../src/contract/contract";
import { isMissing } from "../../src/experiment/missing";
import type { RunStatus } from "../../src/experiment/result";
import type { Experiment } from "../../src/experiment/schema";
import { type LabClient, useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import { EventReplay } from "./eventReplay";
import { type LiveRun, RunRegistry } from "./runRegistry";
import { createShownSeries } from "./shownSeries";
import { sameList } from "./sameList";
import { useCoalesced } from "./useCoalesced";

/** Milliseconds between two looks at new records: often enough to seem live, rarely enough to stay smooth. */
const pollMs = 125;

export const useRuns = createGlobalState(() => createRuns(useLab()));

/**
 * The runs of the shown experiment and all unfinished others, kept up to date by the lab's events. Events and answers
 * may come in any order.
 */
export function createRuns({ lab, ask, on, onWork }: LabClient) {
  const series = createShownSeries();
  const { shown } = series;
  /** The runs of the shown experiment, by variant. */
  const runs = shallowRef<readonly LiveRun[]>([]);
  /** Without their progress: the same list until a run or a status changes. */
  const summaries = computed<readonly RunSummary[]>((before) =>
    sameList(
      runs.value.map(({ summary }) => summary),
      before,
    ),
  );
  /** Runs of other experiments: the unfinished ones, and those counted with them. */
  const otherRuns = shallowRef<readonly LiveRun[]>([]);
  /** The runs whose progress is shown together. */
  const counted = shallowRef<readonly LiveRun[]>([]);
  const going = shallowRef({ running: 0, paused: 0, queued: 0 });

  /** Every shown run belongs to an experiment that was opened or started in this window. */
  const names = new Map<string, string>();
  const registry = new RunRegistry();
  const replay = new EventReplay();
  /** Questions so far for an experiment to show; the answer to the newest is shown, whatever comes later. */
  let questions = 0;

  const { soon: schedule, stop } = useCoalesced(flush, pollMs);
  on("runChanged", (summary, number) => hear(() => registry.noteOwn(summary, number)));
  on("runsChanged", (change, number) => hear(() => registry.noteChange(change, number)));
  on("runProgress", (progress, number) => hear(() => registry.progress(progress, number)));
  on("epochMeasured", (measured) => {
    series.arrive(measured);
    hear(() => registry.measured(measured.runId, measured.record.epoch));
  });
  on("runMeasured", (measured) => series.end(measured));
  onWork((work, number) => {
    for (const { id, name } of work.experiments) names.set(id, name);
    registry.retake(work, number, shown.value?.id);
    schedule();
    // It may have been measured further meanwhile.
    if (shown.value) void show(shown.value.id, questions);
  });

  function hear(event: () => void): void {
    replay.note(event);
    schedule();
  }

  function flush(): void {
    stop();
    series.addArrived({ keepOthers: replay.isAwaiting });
    runs.value = registry.of(shown.value?.id);
    otherRuns.value = registry.beside(shown.value?.id);
    counted.value = registry.counted(shown.value?.id);
    const count = (status: RunStatus) => registry.ownWith(status).length;
    going.value = { running: count("running"), paused: count("paused"), queued: count("queued") };
  }

  /** Notes the listed runs of an experiment in the queue. */
  function noteOwn(id: string, name: string, listed: readonly RunSummary[], number: number): void {
    names.set(id, name);
    for (const run of listed) registry.noteOwn(run, number);
    registry.arrange(listed);
  }

  function view(detail: ExperimentDetail, number: number): void {
    registry.forgetFinished(detail.id);
    names.set(detail.id, detail.experiment.name);
    for (const summary of series.show(detail)) registry.note(summary, number);
    registry.arrange(detail.runs);
  }

  /** Asks for an answer that lists runs, and takes it. */
  async function listRuns<T extends { readonly number: number }>(
    question: () => Promise<T>,
    take: (answer: T) => void,
  ): Promise<T | undefined> {
    const answer = await replay.answer(() => attempt(question), take);
    if (answer === undefined) return undefined;
    flush();
    if (registry.isOutdated(answer.number) && shown.value) void show(shown.value.id, questions);
    return answer;
  }

  /** Shows an experiment of the store; null if the lab has none with that id. */
  const open = (experimentId: string) => show(experimentId, ++questions);

  async function show(experimentId: string, question: number): Promise<Experiment | null> {
    const answer = await listRuns(
      () => ask("getExperiment", { experimentId }),
      ({ value, number }) => {
        if (question === questions) view(value, number);
      },
    );
    return answer?.value.experiment ?? null;
  }

  /** Queues the experiment's runs and shows them. */
  async function start(experiment: Experiment): Promise<Experiment | null> {
    const question = ++questions;
    const answer = await listRuns(
      () => ask("startExperiment", { experiment }),
      ({ value: { id, created, runs: queued }, number }) => {
        noteOwn(id, experiment.name, queued, number);
        if (question !== questions) return;
        const withRecords = queued.map((run) => ({ ...run, records: [] }));
        view({ id, created, experiment, environment: null, runs: withRecords }, number);
      },
    );
    return answer ? experiment : null;
  }

  /** Forgets an experiment that is no longer in the store. */
  function forget(experimentId: string): void {
    registry.forget(experimentId);
    series.forget(experimentId);
    flush();
  }

  /** Queues an experiment's missing runs again. */
  async function resume(experimentId: string): Promise<void> {
    await listRuns(
      () => ask("resumeExperiment", { experimentId }),
      ({ value: { name, runs: listed }, number }) => noteOwn(experimentId, name, listed, number),
    );
  }

  async function resumeShown(): Promise<void> {
    if (shown.value) await resume(shown.value.id);
  }

  return {
    shown,
    runs: shallowReadonly(runs),
    summaries,
    otherRuns: shallowReadonly(otherRuns),
    counted: shallowReadonly(counted),
    seriesVersion: series.version,
    ends: series.ends,
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
}
