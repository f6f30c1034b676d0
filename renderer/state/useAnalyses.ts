import { computed, onScopeDispose, type Ref, shallowReadonly, shallowRef, watch } from "vue";
import { analyse } from "../../src/analysis/analyse";
import { factsOf } from "../../src/analysis/facts";
import type { Analysis } from "../../src/analysis/schema";
import type { RunStatus } from "../../src/experiment/result";
import type { Experiment } from "../../src/experiment/schema";
import { type Fact, sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";
import type { SeriesStore } from "../series/store";
import { useNavigation, type ViewName } from "./useNavigation";
import { useView } from "./useView";

/** Milliseconds between two analyses while runs grow: people cannot read faster, and a table costs more than a line. */
const pace = 500;
/** The analysis of many runs takes its time: at most one part in so many is spent on it. */
const share = 10;

interface AnalysedExperiment {
  readonly id: string;
  readonly experiment: Experiment;
  readonly runs: readonly {
    readonly id: string;
    readonly variant: string;
    readonly seed: number;
    readonly status: RunStatus;
  }[];
}

/** What is analysed. */
interface AnalysedSource {
  readonly experiments: Readonly<Ref<readonly AnalysedExperiment[]>>;
  /** The numbers of all of their runs; null where there is nothing. */
  readonly series: Readonly<Ref<SeriesStore | null>>;
  /** Counts up whenever the series have grown. */
  readonly version: Readonly<Ref<number>>;
}

/**
 * Each experiment in numbers and in sentences of the interface's language, by its id, as far as it has been measured,
 * at the epoch and in the evaluation that the window looks at; at rest while it shows another view than `name`.
 */
export function useAnalyses(name: ViewName, { experiments, series, version }: AnalysedSource) {
  const { view } = useNavigation();
  const { front, moment } = useView();
  const analyses = shallowRef<ReadonlyMap<string, Analysis>>(new Map());
  const facts = computed<ReadonlyMap<string, readonly Fact[]>>(() => {
    const looked = { moment: moment.value, mode: front() };
    return new Map([...analyses.value].map(([id, analysis]) => [id, factsOf(analysis, looked)]));
  });
  const sentences = computed<ReadonlyMap<string, readonly string[]>>(
    () =>
      new Map([...facts.value].map(([id, seen]) => [id, seen.map((fact) => sayFact(fact, language.value))])),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = pace;

  function update(): void {
    clearTimeout(timer);
    timer = undefined;
    const store = series.value;
    if (!store || view.value !== name) return;
    const begun = performance.now();
    analyses.value = new Map(
      experiments.value.map(({ id, experiment, runs }) => [
        id,
        analyse(
          experiment,
          runs.map((run) => ({ ...run, records: store.records(run.id) })),
        ),
      ]),
    );
    // Made now, so that their time is part of what the next wait allows for.
    void facts.value;
    wait = Math.max(pace, share * (performance.now() - begun));
  }

  // A run that ends changes which runs are compared, though its series has not grown.
  watch(
    [series, view, experiments, version],
    ([store, now], [storeBefore, before]) => {
      if (store !== storeBefore || now !== before) update();
      else timer ??= setTimeout(update, wait);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { analyses: shallowReadonly(analyses), sentences };
}
