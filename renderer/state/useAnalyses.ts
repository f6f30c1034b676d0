import { computed, onScopeDispose, type Ref, shallowReadonly, shallowRef, watch } from "vue";
import { analyse } from "../../src/analysis/analyse";
import { factsOf } from "../../src/analysis/facts";
import type { Analysis } from "../../src/analysis/schema";
import { isActive, type RunStatus } from "../../src/experiment/result";
import type { Experiment } from "../../src/experiment/schema";
import { type Fact, sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";
import type { SeriesStore } from "../series/store";
import { useRecomputation } from "./useRecomputation";
import { useBaselines } from "./useBaselines";
import { useNavigation, type ViewName } from "./useNavigation";
import { useEpochSelection } from "./useEpochSelection";
import { useEvalMode } from "./useEvalMode";

interface AnalysedExperiment {
  readonly id: string;
  readonly experiment: Experiment;
  readonly runs: readonly {
    readonly id: string;
    readonly variant: string;
    readonly seed: number;
    readonly status: RunStatus;
    readonly failure?: { readonly code: string } | null;
  }[];
}

/** The experiments to analyse. */
interface AnalysedSource {
  readonly experiments: Readonly<Ref<readonly AnalysedExperiment[]>>;
  /** The numbers of all of their runs; null if there is nothing. */
  readonly series: Readonly<Ref<SeriesStore | null>>;
  /** Counts up whenever the series have grown. */
  readonly version: Readonly<Ref<number>>;
}

/**
 * The analysis of each experiment and its sentences in the interface's language, by id, over the epochs measured so
 * far, at the chosen epoch and mode and against the chosen baseline. It pauses while the window shows another view than `name`.
 */
export function useAnalyses(name: ViewName, { experiments, series, version }: AnalysedSource) {
  const { view } = useNavigation();
  const { front } = useEvalMode();
  const { moment } = useEpochSelection();
  const { chosen } = useBaselines();
  const analyses = shallowRef<ReadonlyMap<string, Analysis>>(new Map());
  const facts = computed<ReadonlyMap<string, readonly Fact[]>>(() => {
    const looked = { moment: moment.value, mode: front() };
    return new Map([...analyses.value].map(([id, analysis]) => [id, factsOf(analysis, looked)]));
  });
  const sentences = computed<ReadonlyMap<string, readonly string[]>>(
    () =>
      new Map([...facts.value].map(([id, seen]) => [id, seen.map((fact) => sayFact(fact, language.value))])),
  );
  const turns = useRecomputation(() => {
    const store = series.value;
    if (!store || view.value !== name) return;
    analyses.value = new Map(
      experiments.value.map(({ id, experiment, runs }) => [
        id,
        analyse(
          experiment,
          runs.map((run) => ({ ...run, records: store.records(run.id) })),
          { baseline: chosen.get(id) },
        ),
      ]),
    );
    // Made now, so that the next wait includes their time.
    void facts.value;
  });
  const isOver = () => experiments.value.every(({ runs }) => !runs.some(({ status }) => isActive(status)));

  // The end of a run changes which runs are compared, though its series has not grown.
  watch(
    [series, view, experiments, version],
    ([store, now], [storeBefore, before]) => {
      if (store !== storeBefore || now !== before) turns.now();
      else turns.soon(isOver());
    },
    { immediate: true },
  );
  watch(() => experiments.value.map(({ id }) => chosen.get(id)).join("\n"), turns.now);
  onScopeDispose(turns.stop);
  /** Whether the last run has ended and the shown results are older. */
  const isOutdated = computed(() => turns.isPending.value && isOver());
  return { analyses: shallowReadonly(analyses), sentences, isOutdated };
}
