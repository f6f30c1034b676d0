import { onScopeDispose, shallowRef, watch } from "vue";
import { analyse } from "../../src/analysis/analyse";
import { factsOf } from "../../src/analysis/facts";
import type { Analysis } from "../../src/analysis/schema";
import { sayFact } from "../../src/messages/sentence";
import { language } from "../i18n";
import { useComparison } from "../state/useComparison";
import { useNavigation } from "../state/useNavigation";

/** Milliseconds between two analyses while runs grow: people cannot read faster. */
const pace = 500;
/** Many runs take their time: at most one part in so many is spent on their analysis. */
const share = 10;

/** Each compared experiment in numbers and words, as far as it has been measured; at rest while another view is open. */
export function useComparedNumbers() {
  const { experiments, series, version } = useComparison();
  const { view } = useNavigation();
  const analyses = shallowRef<ReadonlyMap<string, Analysis>>(new Map());
  const sentences = shallowRef<ReadonlyMap<string, readonly string[]>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = pace;

  function update(): void {
    timer = undefined;
    const store = series.value;
    if (!store || view.value !== "compare") return;
    const begun = performance.now();
    const measured = experiments.value.map(({ id, experiment, runs }) => ({
      id,
      experiment,
      runs: runs.map((run) => ({ ...run, records: store.records(run.id) })),
    }));
    analyses.value = new Map(measured.map(({ id, experiment, runs }) => [id, analyse(experiment, runs)]));
    sentences.value = new Map(
      [...analyses.value].map(([id, analysis]) => [
        id,
        factsOf(analysis).map((fact) => sayFact(fact, language.value)),
      ]),
    );
    wait = Math.max(pace, share * (performance.now() - begun));
  }

  watch([series, view, language], update, { immediate: true });
  watch([experiments, version], () => (timer ??= setTimeout(update, wait)));
  onScopeDispose(() => clearTimeout(timer));
  return { analyses, sentences };
}
