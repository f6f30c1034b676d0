import { computed, reactive, shallowReadonly, shallowRef, watch } from "vue";
import type { ExperimentDetail } from "../../src/lab/contract";
import { createChartView } from "../charts/chartView";
import { type ComparedExperiment, comparedGroups, without } from "../compare/compared";
import { lab, onLab } from "../lab/client";
import { attempt } from "../lab/failures";
import type { RunGroup } from "../series/groups";
import { SeriesStore } from "../series/store";
import { isUnfinished } from "./runBook";
import { shared } from "./shared";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";
import { useView } from "./useView";

/** Milliseconds between two looks at runs that were picked while they still train. */
const pace = 500;

interface Picked {
  readonly experiments: readonly ComparedExperiment[];
  readonly series: SeriesStore;
}

/** What is compared: the experiment that the lab shows, as it grows, or any runs that were picked in the history. */
export const useComparison = shared(() => {
  const { shown, summaries, seriesVersion } = useRuns();
  const { view, goTo } = useNavigation();
  const { front } = useView();
  const inView = () => view.value === "compare";

  const picked = shallowRef<Picked | null>(null);
  const pickedVersion = shallowRef(0);
  /** Keys of groups that were taken out. */
  const removed = reactive(new Set<string>());

  const candidates = computed<readonly ComparedExperiment[]>(() => {
    if (picked.value) return picked.value.experiments;
    if (!shown.value) return [];
    const { id, created, experiment, environment } = shown.value;
    return [{ id, created, experiment, environment, runs: summaries.value }];
  });
  const experiments = computed(() => without(candidates.value, removed));
  /** Every number of every run; may know groups that were taken out. */
  const series = computed(() => picked.value?.series ?? shown.value?.series ?? null);
  const version = computed(() => (picked.value ? pickedVersion.value : seriesVersion.value));
  const groups = computed(() => (series.value?.groups ?? []).filter(isCompared));
  const charts = createChartView({
    series: () => series.value,
    groups: () => groups.value,
    version: () => version.value,
    growing: () => experiments.value.some((one) => one.runs.some(isUnfinished)),
    inView,
    front,
  });

  function isCompared({ key, runs: members }: RunGroup): boolean {
    return members.length > 0 && !removed.has(key);
  }

  function take(details: readonly ExperimentDetail[]): void {
    const found = comparedGroups(details);
    const before = picked.value?.series;
    // A look at runs that still train brings what is new to the series that are there.
    const isSame = before && JSON.stringify(before.groups) === JSON.stringify(found);
    const store = isSame ? before : new SeriesStore(found);
    for (const run of details.flatMap((detail) => detail.runs)) {
      for (const record of run.records) store.add(run.id, record);
    }
    picked.value = { experiments: details, series: store };
    pickedVersion.value += 1;
  }

  /** Compares these runs, of one experiment or of several. */
  async function show(runIds: readonly string[]): Promise<void> {
    const answer = await attempt(() => lab.getRuns({ runIds: [...runIds] }));
    if (!answer) return;
    removed.clear();
    take(answer.experiments);
    goTo("compare");
  }

  /** Back to the experiment that the lab shows, with all of its groups. */
  function showCurrent(): void {
    picked.value = null;
    removed.clear();
  }

  // Picked runs may still train, here or in a terminal. In another view nobody looks at them.
  const pickedRuns = computed(() => picked.value?.experiments.flatMap((one) => one.runs) ?? []);
  const pickedIds = computed(() => new Set(pickedRuns.value.map(({ id }) => id)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function lookAgain(): Promise<void> {
    const before = picked.value;
    const answer = before && (await attempt(() => lab.getRuns({ runIds: [...pickedIds.value] })));
    timer = undefined;
    // Others may have been picked in the meantime.
    if (answer && picked.value === before) take(answer.experiments);
  }
  function lookSoon(): void {
    if (inView()) timer ??= setTimeout(lookAgain, pace);
  }
  onLab("epochMeasured", ({ runId }) => pickedIds.value.has(runId) && lookSoon());
  onLab("runChanged", ({ id }) => pickedIds.value.has(id) && lookSoon());
  onLab("runsChanged", ({ runIds }) => runIds.some((id) => pickedIds.value.has(id)) && lookSoon());
  const lookIfUnfinished = () => pickedRuns.value.some(isUnfinished) && lookSoon();
  onLab("storeChanged", lookIfUnfinished);
  watch(view, lookIfUnfinished);

  return {
    /** Without what was taken out. */
    experiments,
    groups,
    series: shallowReadonly(series),
    version,
    charts,
    isPicked: computed(() => picked.value !== null),
    /** Whether something was taken out or picked. */
    isChanged: computed(() => picked.value !== null || removed.size > 0),
    show,
    showCurrent,
    remove: ({ key }: RunGroup) => removed.add(key),
  };
});
