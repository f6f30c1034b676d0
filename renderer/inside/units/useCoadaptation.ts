import { computed, type Ref } from "vue";
import { analyse } from "../../../src/analysis/analyse";
import { coadaptationOf, coadaptedPairs, type CorrelatedRun } from "../../../src/analysis/coadaptation";
import { coadaptationFacts } from "../../../src/analysis/coadaptation-facts";
import { sayFact } from "../../../src/messages/sentence";
import { language } from "../../i18n";
import { useLab } from "../../lab/client";
import { useBaselines } from "../../state/useBaselines";
import { useInsideRun } from "../../state/useInsideRun";
import { useAnswers } from "./useAnswers";

/** Answers are a few numbers each: enough for every epoch of large experiments. */
const mostAnswers = 5000;

/**
 * How correlated the units of each hidden layer are with and without dropout, over all seeds of the experiment, after one
 * epoch. The runs are asked one after another; what is said counts those that have answered.
 * @param epoch null as long as it is not known
 */
export function useCoadaptation(mayAsk: Readonly<Ref<boolean>>, epoch: Readonly<Ref<number | null>>) {
  const { lab } = useLab();
  const { detail, experimentId } = useInsideRun();
  const { chosen } = useBaselines();

  const analysis = computed(() => {
    if (!detail.value || detail.value.id !== experimentId.value) return null;
    const { id, experiment, runs } = detail.value;
    return analyse(experiment, runs, { baseline: chosen.get(id) });
  });
  const runs = computed(() => {
    const pairs = analysis.value ? coadaptedPairs(analysis.value) : [];
    const names = new Set(pairs.flatMap(({ variant, against }) => [variant, against]));
    return detail.value?.runs.filter(({ variant }) => names.has(variant)) ?? [];
  });
  const keyOf = ({ id, status, attempt }: (typeof runs.value)[number], of: number) =>
    JSON.stringify([id, attempt, status, of]);
  const wanted = computed(() => {
    const of = epoch.value;
    if (of === null) return [];
    return (
      runs.value
        .filter(({ status, epochsDone }) => status !== "failed" && epochsDone >= of && epochsDone > 0)
        // Seed by seed, so that there are pairs before all have answered.
        .sort((one, other) => one.seed - other.seed)
        .map((run) => ({ key: keyOf(run, of), question: { runId: run.id, epoch: of, pictures: false } }))
    );
  });
  const answers = useAnswers(
    mayAsk,
    wanted,
    async (question) =>
      (await lab.inspectUnits(question)).layers.map(({ correlations }) => correlations.mean),
    mostAnswers,
  );

  const measured = computed<readonly CorrelatedRun[]>(() =>
    runs.value.map((run) => {
      const said = epoch.value === null ? undefined : answers.value.get(keyOf(run, epoch.value));
      return { run, correlations: said && "answer" in said ? said.answer : null };
    }),
  );
  const comparisons = computed(() => (analysis.value ? coadaptationOf(analysis.value, measured.value) : []));
  const sentences = computed(() =>
    analysis.value && epoch.value !== null
      ? coadaptationFacts(comparisons.value, analysis.value, epoch.value).map((fact) =>
          sayFact(fact, language.value),
        )
      : [],
  );
  const said = computed(() => wanted.value.flatMap(({ key }) => answers.value.get(key) ?? []));
  return {
    comparisons,
    sentences,
    /** Whether there are variants to compare. */
    isCompared: computed(() => runs.value.length > 0),
    /** Runs to look at, those that have been, and those of them that keep no weights after this epoch. */
    progress: computed(() => ({
      all: wanted.value.length,
      asked: said.value.length,
      lacking: said.value.filter((one) => "failure" in one).length,
    })),
  };
}
