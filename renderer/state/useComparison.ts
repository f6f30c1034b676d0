import { createGlobalState } from "@vueuse/core";
import { computed, reactive, shallowReadonly, shallowRef, watch } from "vue";
import type { ExperimentDetail } from "../../src/contract/contract";
import { createChartView } from "../series/chartView";
import { type ComparedExperiment, comparedGroups, without } from "./compared";
import { useLab } from "../lab/client";
import { attempt } from "../lab/failures";
import type { RunGroup } from "../series/groups";
import { SeriesStore } from "../series/store";
import { isUnfinished } from "./runRegistry";
import { useCoalesced } from "./useCoalesced";
import { useNavigation } from "./useNavigation";
import { useRuns } from "./useRuns";
import { useEvalMode } from "./useEvalMode";

/** Milliseconds between two looks at selected runs that still train. */
const pollMs = 500;

interface Picked {
  readonly experiments: readonly ComparedExperiment[];
  readonly series: SeriesStore;
}

/** The compared runs: the lab's experiment while it trains, or any runs selected in the history. */
export const useComparison = createGlobalState(() => {
  const { lab, on, onWork } = useLab();
  const { shown, summaries, seriesVersion } = useRuns();
  const { view, goTo } = useNavigation();
  const { front } = useEvalMode();
  const inView = () => view.value === "compare";

  const picked = shallowRef<Picked | null>(null);
  const pickedVersion = shallowRef(0);
  /** Keys of the removed groups. */
  const removed = reactive(new Set<string>());

  const candidates = computed<readonly ComparedExperiment[]>(() => {
    if (picked.value) return picked.value.experiments;
    if (!shown.value) return [];
    const { id, created, experiment, environment } = shown.value;
    return [{ id, created, experiment, environment, runs: summaries.value }];
  });
  const experiments = computed(() => without(candidates.value, removed));
  /** Every number of every run, including those of removed groups. */
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
    // Looking again at unfinished runs adds the new epochs to the existing series.
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

  /** Returns to the lab's experiment, with all of its groups. */
  function showCurrent(): void {
    picked.value = null;
    removed.clear();
  }

  // Selected runs may still train, here or in a terminal. While another view is shown, they are not read.
  const pickedRuns = computed(() => picked.value?.experiments.flatMap((one) => one.runs) ?? []);
  const pickedIds = computed(() => new Set(pickedRuns.value.map(({ id }) => id)));
  let isLooking = false;
  async function lookAgain(): Promise<void> {
    isLooking = true;
    const before = picked.value;
    const answer = before && (await attempt(() => lab.getRuns({ runIds: [...pickedIds.value] })));
    isLooking = false;
    // Other runs may have been selected in the meantime.
    if (answer && picked.value === before) take(answer.experiments);
  }
  const { soon } = useCoalesced(() => void lookAgain(), pollMs);
  const lookSoon = () => inView() && !isLooking && soon();
  on("epochMeasured", ({ runId }) => pickedIds.value.has(runId) && lookSoon());
  on("runChanged", ({ id }) => pickedIds.value.has(id) && lookSoon());
  on("runsChanged", ({ runIds }) => runIds.some((id) => pickedIds.value.has(id)) && lookSoon());
  const lookIfUnfinished = () => pickedRuns.value.some(isUnfinished) && lookSoon();
  on("storeChanged", lookIfUnfinished);
  onWork(lookIfUnfinished);
  watch(view, lookIfUnfinished);

  return {
    /** Without the removed groups. */
    experiments,
    groups,
    series: shallowReadonly(series),
    version,
    charts,
    isPicked: computed(() => picked.value !== null),
    /** Whether groups were removed or runs selected. */
    isChanged: computed(() => picked.value !== null || removed.size > 0),
    show,
    showCurrent,
    remove: ({ key }: RunGroup) => removed.add(key),
  };
});
